"""What hangs on pages that an editor is about to delete, unpublish or move: dates of core, and what plugins name."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.directory.models import DateStatus, EventDate
from core.hooks.contracts import Attached
from core.hooks.dispatch import collect


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
    """Return the coming dates of the events that these pages show."""
    dates = coming_dates(pages)
    return Attached(label=_("Termine, die noch kommen"), count=dates.count(), cancel=lambda: cancel_dates(dates))


def coming_dates(pages: list[Page]) -> QuerySet[EventDate]:
    """Return the dates that people may be waiting for."""
    keys = [page.translation_key for page in pages]
    return EventDate.objects.filter(event__key__in=keys, ends_at__gt=timezone.now(), status=DateStatus.PLANNED)


def cancel_dates(dates: Iterable[EventDate]) -> None:
    """Call dates off: calendars that have subscribed to them say so."""
    for date in list(dates):
        date.status = DateStatus.CANCELLED
        date.save(update_fields=["status"])
