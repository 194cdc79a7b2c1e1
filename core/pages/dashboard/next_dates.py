"""The next public dates of what somebody looks after, from the calendar's index."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page

from core import phrases
from core.calendar import sources
from core.calendar.models import Occurrence, OccurrenceText
from core.directory.languages import current
from core.directory.models import Organisation

from .findings import edit_page
from .scope import Scope

SHOWN = 8


@dataclass(frozen=True)
class NextDate:
    """One line: when, what, where, and the editor of its page where there is one."""

    when: str
    title: str
    place: str
    organisation: str
    is_cancelled: bool
    url: str


def next_dates(scope: Scope) -> list[NextDate]:
    """Return the next dates: on the whole site for those who look after it, else of the own organisations."""
    found = list(_occurrences(scope).select_related("owner", "place", "organisation")[:SHOWN])
    titles = dict(
        OccurrenceText.objects.filter(occurrence__in=found, language=current()).values_list("occurrence", "title")
    )
    pages = _pages(scope, found)
    return [
        NextDate(
            when=phrases.date_phrase(each.starts_at, each.ends_at, all_day=each.all_day),
            title=titles.get(each.pk, ""),
            place=str(each.place or ""),
            organisation=str(each.organisation or "") if scope.is_whole else "",
            is_cancelled=each.status == Occurrence.Status.CANCELLED,
            url=edit_page(page) if (page := pages.get(each.owner_id)) else "",
        )
        for each in found
    ]


def _occurrences(scope: Scope) -> QuerySet[Occurrence]:
    coming = Occurrence.objects.filter(site=scope.site, withdrawn_at=None, ends_at__gt=timezone.now())
    rows = coming.order_by("starts_at", "pk")
    return rows if scope.is_whole else rows.filter(organisation__in=scope.things(Organisation))


def _pages(scope: Scope, found: list[Occurrence]) -> dict[int, Page]:
    """Return the page to edit behind each date, by the index's object; one query for each kind of thing."""
    objects: dict[str, dict[int, int]] = defaultdict(dict)
    for each in found:
        objects[each.owner.source][each.owner.object_id] = each.owner_id
    things: dict[int, Any] = {}
    for name, owners in objects.items():
        source = sources.sources().get(name)
        rows = sources.model_of(source)._default_manager.filter(pk__in=owners) if source else []
        things.update((owners[thing.pk], thing) for thing in rows if hasattr(thing, "key"))
    pages = scope.pages_of(list(things.values()))
    return {owner: pages[thing.key] for owner, thing in things.items() if thing.key in pages}
