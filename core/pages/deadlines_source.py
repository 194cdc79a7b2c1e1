"""Core's source of deadlines: the rounds of funding programmes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.calendar import sources
from core.directory.models import DateStatus, FundingProgramme, FundingRound
from core.hooks.contracts import OccurrenceData, Source

from .events_source import page_path, public_words
from .models import FundingProgrammePage


def is_visible(programme: FundingProgramme) -> bool:
    return bool(public_words(programme, FundingProgrammePage))


def occurrences(programme: FundingProgramme) -> Iterator[OccurrenceData]:
    """Yield the deadlines of a programme in the words of its public pages."""
    pages = public_words(programme, FundingProgrammePage)
    topics = tuple(programme.topics.values_list("pk", flat=True))
    for each in programme.rounds.all():
        yield OccurrenceData(
            key=each.uid,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            all_day=each.all_day,
            title={language: _title(page.title, language) for language, page in pages.items()},
            summary={language: page.lead for language, page in pages.items()},
            url={language: page_path(page) for language, page in pages.items()},
            organisation_id=programme.organisation_id,
            topic_ids=topics,
            kind=FundingProgrammePage.kind,
            status="cancelled" if each.status == DateStatus.CANCELLED else "confirmed",
            sequence=each.sequence,
            moved_from=each.moved_from,
        )


def _title(programme: str, language: str) -> str:
    with override(language):
        return _("Antragsfrist: %(programme)s") % {"programme": programme}


SOURCE = Source(
    name="core.deadlines",
    model=FundingProgramme,
    occurrences=occurrences,
    visible=is_visible,
    parts={FundingRound._meta.label: "programme"},
)


def register() -> None:
    """Add the source."""
    sources.register(SOURCE)
