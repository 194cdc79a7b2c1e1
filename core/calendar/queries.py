"""Dates for pages: read from the index alone, in a number of queries that does not depend on how many there are."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, Min, Model, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from wagtail.models import Site

from core.directory.languages import html_lang, only_in_text
from core.directory.models import AccessOffer, Organisation, Person, Place, Topic, offers_of
from core.directory.slugs import german_slug
from core.hooks.contracts import LiveState
from core.hooks.dispatch import savepoint
from core.phrases import kind_label

from .models import Dependency, Occurrence, OccurrenceText
from .sources import label as label_of
from .sources import sources
from .wanted import LONG

logger = logging.getLogger("allmende.calendar")

#: What dates can be chosen by, besides their kind: name, model, permanent value, label, which of them.
CHOOSABLE: tuple[tuple[str, type[Model], str, str, dict[str, Any]], ...] = (
    ("topic", Topic, "slug", "title", {}),
    ("place", Place, "slug", "name", {"owner": None}),
    ("organisation", Organisation, "feed_key", "title", {}),
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One date as pages show it. Times are aware, `[starts_at, ends_at)`; `url` is a path on the site.

    `only_in` says so where the words are not in the reader's language, `lang` is their tag then; `availability` and
    `free_places` are as of now.
    """

    uid: UUID
    title: str
    summary: str
    url: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    all_day: bool
    kind: str
    kind_label: str
    place: Place | None
    organisation: Organisation | None
    status: str
    moved_from: dt.datetime | None
    is_online: bool
    cost: str
    only_in: str
    lang: str
    source: str
    availability: str = ""
    free_places: int | None = None
    #: What helps to take part, as far as lists tell it.
    offers: tuple[AccessOffer, ...] = ()

    @property
    def day(self) -> dt.date:
        """The local day on which it starts."""
        return timezone.localtime(self.starts_at).date()

    @property
    def last_day(self) -> dt.date:
        """The local day of its last minute."""
        last = max(self.starts_at, self.ends_at - dt.timedelta(microseconds=1))
        return timezone.localtime(last).date()

    def days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Yield the days from ``first`` to ``last`` on which it takes place."""
        day, end = max(self.day, first), min(self.last_day, last)
        while day <= end:
            yield day
            day += dt.timedelta(days=1)


def entries(
    site: Site,
    language: str,
    start: dt.datetime | None,
    end: dt.datetime | None,
    *,
    organisation: Organisation | None = None,
    organisations: Iterable[int] | None = None,
    place: Place | None = None,
    topic: Topic | None = None,
    person: Person | None = None,
    kind: str = "",
    limit: int | None = None,
    past: bool = False,
) -> list[Entry]:
    """Return the public dates that touch ``[start, end)``, soonest first; None leaves a side open.

    A ``person`` chooses what depends on them: what they lead. With ``past`` they are those that were over at ``end``,
    or are over now, latest first. At most two queries, and one for each source that knows how many places are free.
    """
    texts = _of(site, language)
    if organisation:
        texts = texts.filter(occurrence__organisation=organisation)
    if organisations is not None:
        texts = texts.filter(occurrence__organisation__in=organisations)
    if place:
        texts = texts.filter(occurrence__place=place)
    if topic:
        texts = texts.filter(occurrence__topics=topic)
    if person:
        named = {"on_model": label_of(Person), "on_id": person.pk}
        texts = texts.filter(Exists(Dependency.objects.filter(owner=OuterRef("occurrence__owner"), **named)))
    if kind:
        texts = texts.filter(occurrence__kind=kind)
    found = _over(texts, start, end, limit) if past else _coming(texts, start, end, limit)
    return _with_live_states([_entry(text) for text in found], timezone.now())


@dataclass(frozen=True)
class Choice:
    """Something that dates can be chosen by; `value` stands in addresses and never changes."""

    pk: int
    value: str
    label: str


def choices(site: Site) -> dict[str, list[Choice]]:
    """Return what there is to choose from among the dates of a site, in one query.

    The keys are "kind", "topic", "place" and "organisation"; each list is sorted by label.
    """
    shown = {"occurrences__site": site, "occurrences__withdrawn_at": None}
    own = Occurrence.objects.filter(site=site, withdrawn_at=None).order_by()
    rows = own.values_list(Value("kind"), Value(0), "kind", "kind").distinct()
    for name, model, value, label, narrowed in CHOOSABLE:
        found = model._default_manager.filter(**shown, **narrowed).order_by()
        rows = rows.union(found.values_list(Value(name), "pk", value, label))
    result: dict[str, list[Choice]] = {"kind": [], **{name: [] for name, *_rest in CHOOSABLE}}
    for name, pk, value, label in rows:
        result[name].append(Choice(pk, value, kind_label(value) if name == "kind" else label))
    return {name: sorted(found, key=lambda choice: german_slug(choice.label)) for name, found in result.items()}


def span(site: Site) -> tuple[dt.datetime, dt.datetime] | None:
    """Return the start of a site's first date and of its last one; None if there is none."""
    shown = Occurrence.objects.filter(site=site, withdrawn_at=None)
    found = shown.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    return (found["first"], found["last"]) if found["first"] else None


def next_starts(site: Site, language: str, organisation: Organisation) -> dict[str, dt.datetime]:
    """Return when whatever an organisation offers takes place next, by its address. One query."""
    rows = _of(site, language).filter(occurrence__organisation=organisation, occurrence__ends_at__gt=timezone.now())
    rows = rows.exclude(occurrence__status=Occurrence.Status.CANCELLED).select_related(None).order_by()
    return dict(rows.values_list("url").annotate(next=Min("occurrence__starts_at")))


def by_day(found: Iterable[Entry], first: dt.date | None = None) -> list[tuple[dt.date, list[Entry]]]:
    """Group dates, in the order given, by the local day on which they start; what runs already stands on ``first``."""

    def day_of(entry: Entry) -> dt.date:
        return max(entry.day, first) if first else entry.day

    return [(day, list(group)) for day, group in groupby(found, key=day_of)]


def _of(site: Site, language: str) -> QuerySet[OccurrenceText]:
    texts = OccurrenceText.objects.filter(language=language, occurrence__site=site, occurrence__withdrawn_at=None)
    related = ("occurrence__owner", "occurrence__place", "occurrence__organisation")
    return texts.select_related("occurrence", *related).defer("component")


def _coming(
    texts: QuerySet[OccurrenceText], start: dt.datetime | None, end: dt.datetime | None, limit: int | None
) -> list[OccurrenceText]:
    """Short dates by their start, long ones by their end, so that an index leads to each however many are long over."""
    texts = texts.order_by("occurrence__starts_at", "occurrence_id")
    short, long = Q(occurrence__is_long=False), Q(occurrence__is_long=True)
    if end:
        short, long = short & Q(occurrence__starts_at__lt=end), long & Q(occurrence__starts_at__lt=end)
    if start:
        touching = Q(occurrence__ends_at__gt=start) | Q(occurrence__starts_at__gte=start)
        short &= touching & Q(occurrence__starts_at__gte=start - LONG)
        long &= Q(occurrence__ends_at__gt=start)
    if limit is None:
        return list(texts.filter(short | long))
    both = [*texts.filter(short)[:limit], *texts.filter(long)[:limit]]
    return sorted(both, key=lambda text: (text.occurrence.starts_at, text.occurrence_id))[:limit]


def _over(
    texts: QuerySet[OccurrenceText], start: dt.datetime | None, end: dt.datetime | None, limit: int | None
) -> list[OccurrenceText]:
    end = end or timezone.now()
    texts = texts.filter(occurrence__ends_at__lte=end, occurrence__starts_at__lt=end)
    if start:
        texts = texts.filter(occurrence__starts_at__gte=start)
    return list(texts.order_by("-occurrence__starts_at", "-occurrence_id")[:limit])


def _entry(text: OccurrenceText) -> Entry:
    row = text.occurrence
    return Entry(
        uid=row.uid,
        title=text.title,
        summary=text.summary,
        url=text.url,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        all_day=row.all_day,
        kind=row.kind,
        kind_label=kind_label(row.kind),
        place=row.place,
        organisation=row.organisation,
        status=row.status,
        moved_from=row.moved_from,
        is_online=row.is_online,
        cost=row.cost,
        offers=tuple(offer for offer in offers_of(row.offers) if offer.is_listed),
        only_in="" if text.written_in == text.language else only_in_text(text.written_in, text.language),
        lang="" if html_lang(text.written_in) == html_lang(text.language) else html_lang(text.written_in),
        source=row.owner.source,
    )


def _with_live_states(found: list[Entry], now: dt.datetime) -> list[Entry]:
    """Ask each source once about the dates that one may still sign up for."""
    open_keys: dict[str, list[UUID]] = {}
    for entry in found:
        if entry.status != Occurrence.Status.CANCELLED and entry.ends_at > now:
            open_keys.setdefault(entry.source, []).append(entry.uid)
    states: dict[UUID, LiveState] = {}
    for name, keys in open_keys.items():
        states |= _live_states(name, keys)
    return [
        replace(entry, availability=states[entry.uid].availability, free_places=states[entry.uid].free_places)
        if entry.uid in states
        else entry
        for entry in found
    ]


def _live_states(name: str, keys: list[UUID]) -> Mapping[UUID, LiveState]:
    """What one source says; a page without its free places is better than no page."""
    source = sources().get(name)
    if source is None or source.live is None:
        return {}
    try:
        with savepoint():
            return dict(source.live(keys))
    except Exception:
        logger.exception("calendar source %s could not say what is free", name)
        return {}
