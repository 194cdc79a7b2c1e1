"""Core's source of meetings: the public ones of bodies."""

from __future__ import annotations

from collections.abc import Iterator

from core.calendar import sources
from core.directory.models import Body, DateStatus, Meeting
from core.hooks.contracts import OccurrenceData, Source

from .events_source import page_path, public_words
from .models import BodyPage, EventPage


def is_visible(body: Body) -> bool:
    return bool(public_words(body, BodyPage))


def occurrences(body: Body) -> Iterator[OccurrenceData]:
    """Yield the public meetings of a body in the words of its public pages."""
    pages = public_words(body, BodyPage)
    for each in body.meetings.filter(is_public=True):
        yield OccurrenceData(
            key=each.uid,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            all_day=each.all_day,
            title={language: _title(page.title, each) for language, page in pages.items()},
            summary={language: page.lead for language, page in pages.items()},
            url={language: page_path(page) for language, page in pages.items()},
            place_id=each.place_id,
            kind=EventPage.kind,
            status="cancelled" if each.status == DateStatus.CANCELLED else "confirmed",
            sequence=each.sequence,
            moved_from=each.moved_from,
        )


def _title(body: str, meeting: Meeting) -> str:
    return f"{body}: {meeting.title}" if meeting.title else body


SOURCE = Source(
    name="core.meetings",
    model=Body,
    occurrences=occurrences,
    visible=is_visible,
    parts={Meeting._meta.label: "body"},
)


def register() -> None:
    """Add the source."""
    sources.register(SOURCE)
