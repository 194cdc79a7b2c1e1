"""The languages of the site and what to say where something is not translated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

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


def best_of(pages: Iterable[Page], language: str) -> dict[Any, Page]:
    """Return one page for each thing, by translation key: in `language`, else in German, else in any.

    An alias counts as a page of nobody: its words are those of its source.
    """

    def rank(page: Page) -> tuple[bool, bool, bool]:
        code = page.locale.language_code
        return (code != language or page.alias_of_id is not None, code != DEFAULT, page.alias_of_id is not None)

    best: dict[Any, Page] = {}
    for page in pages:
        known = best.get(page.translation_key)
        if known is None or rank(page) < rank(known):
            best[page.translation_key] = page
    return best


def words_of(page: Page) -> str:
    """Return the code of the language in which a page's words are written; an alias shows those of its source."""
    return page.alias_of.locale.language_code if page.alias_of_id else page.locale.language_code
