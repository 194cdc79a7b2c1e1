"""Making and finding the demonstration's pages."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page

from .files import demo_key, stream


def german() -> Locale:
    return Locale.objects.get(language_code="de")


def find(kind: str, name: str, language: str = "de") -> Page | None:
    """Return the demonstration's page, or None while it has not been made."""
    page = Page.objects.filter(translation_key=demo_key(kind, name), locale__language_code=language).first()
    return page.specific if page else None


def make(page_type: type[Page], parent: Page, kind: str, name: str, **fields: Any) -> Page:
    """Return the page of that name below `parent`, made and published when it is not there yet."""
    found = find(kind, name)
    if isinstance(found, page_type):
        return found
    if found:
        _remove(found)
    fields["body"] = stream(fields.get("body", []))
    now = timezone.now()
    page = page_type(
        translation_key=demo_key(kind, name),
        locale=german(),
        live=True,
        first_published_at=now,
        last_published_at=now,
        **{key: value for key, value in fields.items() if value is not None},
    )
    parent.add_child(instance=page)
    revision = page.save_revision(log_action=False)
    # What is live is this revision: otherwise editors would see „mit Entwurf“ on every page.
    page_type.objects.filter(pk=page.pk).update(live_revision=revision, has_unpublished_changes=False)
    page.refresh_from_db()
    return page


def _remove(page: Page) -> None:
    """Delete what an older demonstration made of another type, with its translations and all that lies below."""
    for other in Page.objects.filter(translation_key=page.translation_key):
        other.delete()


def translate(page: Page, language: str, words: dict[str, Any]) -> Page:
    """Return the page in another language with these words, made and published when it is not there yet."""
    locale = Locale.objects.get(language_code=language)
    if found := page.get_translations().filter(locale=locale).first():
        return found.specific
    other = page.copy_for_translation(locale, copy_parents=True)
    for name, value in words.items():
        setattr(other, name, stream(value) if name == "body" else value)
    other.save_revision(log_action=False).publish(log_action=False)
    return other


def translate_all(page: Page, translations: dict[str, dict[str, Any]] | None) -> None:
    """Make every translation that the files hold for this page."""
    for language, words in (translations or {}).items():
        translate(page, language, words)
