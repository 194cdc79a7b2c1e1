"""What hangs on pages that an editor is about to delete, unpublish or move: dates of core, and what plugins name."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.directory.models import DateModel, DateStatus, EventDate, FundingRound, Meeting
from core.hooks.contracts import Attached
from core.hooks.dispatch import collect

#: The models of core's dates, each with its way to the identity.
OWN_DATES: tuple[tuple[type[DateModel], str], ...] = (
    (EventDate, "event"),
    (FundingRound, "programme"),
    (Meeting, "body"),
)


class Step(enum.Enum):
    """What is about to happen to pages."""

    DELETE = "delete"
    UNPUBLISH = "unpublish"
    MOVE = "move"

    @property
    def includes_descendants(self) -> bool:
        """Whether it always happens to the pages below, too; unpublishing asks."""
        return self is not Step.UNPUBLISH


def affected_pages(pages: Iterable[Page], step: Step, *, with_descendants: bool = False) -> list[Page]:
    """Return the pages that are hit, once each."""
    found: dict[int, Page] = {}
    for page in pages:
        found[page.pk] = page
        if with_descendants or step.includes_descendants:
            found.update((below.pk, below) for below in page.get_descendants())
    return list(found.values())


def last_pages(pages: Iterable[Page], step: Step) -> list[Page]:
    """Leave out the pages whose thing stays where people find it, because a translation is not hit."""
    pages = list(pages)
    if step is Step.MOVE:
        return pages
    keys = {page.translation_key for page in pages}
    others = Page.objects.filter(translation_key__in=keys).exclude(pk__in=[page.pk for page in pages])
    left = set(others.values_list("translation_key", flat=True))
    live = set(others.live().values_list("translation_key", flat=True))
    return [page for page in pages if page.translation_key not in live and _is_lost(page, left, step)]


def _is_lost(page: Page, left: set, step: Step) -> bool:
    return page.live or (step is Step.DELETE and page.translation_key not in left)


def attached_to(pages: list[Page]) -> list[Attached]:
    """Return what hangs on these pages themselves. Raises `PluginError` if a plugin cannot say."""
    own = [attached_dates(pages)]
    return [found for found in [*own, *collect("attached_to_pages", pages=pages).items] if found.count]


def attached_dates(pages: list[Page]) -> Attached:
    """Return the coming dates of core's things that these pages show."""
    dates = [date for model, owner in OWN_DATES for date in coming_dates(model, owner, pages)]
    return Attached(label=_("Termine, die noch kommen"), count=len(dates), cancel=lambda: cancel_dates(dates))


def coming_dates(model: type[DateModel], owner: str, pages: list[Page]) -> QuerySet[Any]:
    """Return the dates that people may be waiting for; `owner` is the date's way to its identity."""
    keys = [page.translation_key for page in pages]
    found = {f"{owner}__key__in": keys}
    return model._default_manager.filter(**found, ends_at__gt=timezone.now(), status=DateStatus.PLANNED)


def cancel_dates(dates: Iterable[DateModel]) -> None:
    """Call dates off: calendars that have subscribed to them say so."""
    for date in list(dates):
        date.status = DateStatus.CANCELLED
        date.save(update_fields=["status"])
