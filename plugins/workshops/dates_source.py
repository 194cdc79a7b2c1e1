"""The workshops' dates for the calendar index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allmende.api import Person, going_facts, page_path, public_words
from allmende.plugin import OccurrenceData, Source

from .domain.availability import live_states
from .models import Session, SessionDate, Workshop, WorkshopPage, WorkshopSpeaker


def is_visible(workshop: Workshop) -> bool:
    """Whether a page of the workshop is public in any language."""
    return bool(public_words(workshop, WorkshopPage))


def occurrences(workshop: Workshop) -> Iterator[OccurrenceData]:
    """Yield every date of the workshop in the words of its public pages."""
    pages = public_words(workshop, WorkshopPage)
    words: dict[str, Any] = {
        "title": {language: page.title for language, page in pages.items()},
        "summary": {language: page.lead for language, page in pages.items()},
        "url": {language: page_path(page) for language, page in pages.items()},
    }
    topics = tuple(workshop.topics.values_list("pk", flat=True))
    for date in workshop.dates.select_related("session"):
        yield OccurrenceData(
            key=date.uid,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            all_day=date.all_day,
            **words,
            place_id=date.place_id,
            organisation_id=workshop.organisation_id,
            topic_ids=topics,
            kind=WorkshopPage.kind,
            status="cancelled" if date.is_cancelled else "confirmed",
            sequence=date.sequence,
            moved_from=date.moved_from,
            is_online=date.session.is_online,
            **going_facts(workshop, pages),
        )


SOURCE = Source(
    name="workshops.workshops",
    model=Workshop,
    occurrences=occurrences,
    visible=is_visible,
    depends_on=lambda workshop: workshop.speakers.all(),
    parts={
        WorkshopSpeaker._meta.label: "workshop",
        Session._meta.label: "workshop",
        SessionDate._meta.label: "workshop",
    },
    watches=(Person._meta.label,),
    live=live_states,
)
