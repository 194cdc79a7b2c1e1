"""The languages of the site and what to say where something is not translated."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

DEFAULT = settings.LANGUAGE_CODE


def current() -> str:
    """Return the code of the active language, one of the site's."""
    language = get_language() or DEFAULT
    return language if language in dict(settings.LANGUAGES) else DEFAULT


def html_lang(code: str) -> str:
    """Return the BCP 47 tag of a language: „Einfache Sprache“ is German."""
    return "de" if code == "de-simple" else code


def only_in_text(code: str, language: str | None = None) -> str:
    """Return the note beside words in the language `code` among those in `language` (default: the active one)."""
    if code == "de" and (language or current()) == "de-simple":
        return _("nicht in Einfacher Sprache")
    return {
        "de": _("nur auf Deutsch"),
        "en": _("nur auf Englisch"),
        "de-simple": _("nur in Einfacher Sprache"),
    }.get(code, code)


def language_of(page: Any) -> str:
    """Return the language of a page's tree."""
    return page.locale.language_code


def best_of(pages: Iterable[Any], language: str, code: Callable[[Any], str] = language_of) -> dict[Any, Any]:
    """Return one page for each thing, by translation key: in `language`, else in German, else in any.

    An alias comes last: its words are those of its source. `code` tells the language of what is not a whole page.
    """

    def rank(page: Any) -> tuple[bool, bool, bool]:
        is_alias = page.alias_of_id is not None
        return (code(page) != language or is_alias, code(page) != DEFAULT, is_alias)

    best: dict[Any, Any] = {}
    for page in pages:
        known = best.get(page.translation_key)
        if known is None or rank(page) < rank(known):
            best[page.translation_key] = page
    return best
