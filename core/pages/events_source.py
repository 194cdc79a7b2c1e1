"""Core's own source of dates: events, whose words stand on event pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import override
from wagtail.models import Page

from core.calendar import sources
from core.directory.models import DateStatus, Event, EventDate, Going, Identity
from core.hooks.contracts import OccurrenceData, Source

from .models import EventPage
from .site_tree import public_pages

AnyPage = TypeVar("AnyPage", bound=Page)


def public_words(thing: Identity, model: type[AnyPage]) -> dict[str, AnyPage]:
    """Return the pages of a thing that everybody may read, by language; stand-ins for translations are left out."""
    pages = public_pages(thing.site, model).filter(translation_key=thing.key, alias_of=None)
    return {page.locale.language_code: page for page in pages}


def page_path(page: Page) -> str:
    """Return the address of a page on its site, in the page's own language."""
    _site, _root, path = page.get_url_parts() or (None, None, None)
    return path or ""


def is_visible(event: Event) -> bool:
    return bool(public_words(event, EventPage))


def occurrences(event: Event) -> Iterator[OccurrenceData]:
    """Yield the dates of an event in the words of its public pages."""
    pages = public_words(event, EventPage)
    words: dict[str, Any] = {
        "title": {language: page.title for language, page in pages.items()},
        "summary": {language: page.lead for language, page in pages.items()},
        "url": {language: page_path(page) for language, page in pages.items()},
    }
    topics = tuple(event.topics.values_list("pk", flat=True))
    for date in event.dates.all():
        yield OccurrenceData(
            key=date.uid,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            all_day=date.all_day,
            **words,
            place_id=date.place_id,
            organisation_id=event.organisation_id,
            topic_ids=topics,
            kind=EventPage.kind,
            status="cancelled" if date.status == DateStatus.CANCELLED else "confirmed",
            sequence=date.sequence,
            moved_from=date.moved_from,
            **going_facts(event, pages),
        )


def going_facts(thing: Going, languages: Iterable[str]) -> dict[str, Any]:
    """Return what the calendar tells about cost, contact and access, as fields of `OccurrenceData`."""
    lines = {}
    for language in languages:
        with override(language):
            lines[language] = thing.cost_line
    with override(settings.LANGUAGE_CODE):
        price = thing.price
    return {"cost": price, "cost_line": lines, "contact": thing.contact_line, "offers": tuple(thing.offers)}


SOURCE = Source(
    name="core.events",
    model=Event,
    occurrences=occurrences,
    visible=is_visible,
    parts={EventDate._meta.label: "event"},
)


def register() -> None:
    """Add the source."""
    sources.register(SOURCE)
