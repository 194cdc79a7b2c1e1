"""What the index should say about one object: its source is asked, and every word of its dates is put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import Site

from core.directory.languages import only_in_text
from core.directory.models import AccessOffer, Organisation, Place, Topic, offers_of
from core.hooks.activation import owner_of_model, read_choice
from core.hooks.contracts import OccurrenceData, Source
from core.phrases import date_phrase

from . import ical
from .addresses import absolute
from .sources import label, model_of, watched_models

AnyModel = TypeVar("AnyModel", bound=models.Model)

#: A date that takes longer belongs to several days: see `queries`.
LONG = dt.timedelta(days=1)


@dataclass(frozen=True)
class Words:
    """What a date says in one language; ``written_in`` is the language of the words themselves."""

    language: str
    written_in: str
    title: str
    summary: str
    url: str
    entry: ical.Entry


@dataclass(frozen=True)
class Wanted:
    """One date as the index should have it."""

    data: OccurrenceData
    site: Site
    place: Place | None
    organisation: Organisation | None
    topics: tuple[Topic, ...]

    @property
    def fields(self) -> dict[str, object]:
        """The fields of its `Occurrence` that follow from the source alone."""
        data = self.data
        return {
            "site_id": self.site.pk,
            "kind": data.kind,
            "starts_at": data.starts_at,
            "ends_at": data.ends_at,
            "all_day": data.all_day,
            "is_long": data.ends_at - data.starts_at > LONG,
            "status": data.status,
            "moved_from": data.moved_from,
            "organisation_id": self.organisation.pk if self.organisation else None,
            "place_id": self.place.pk if self.place else None,
            "is_online": data.is_online,
            "cost": data.cost[:200],
            "offers": [offer.value for offer in self.offers],
        }

    @property
    def offers(self) -> list[AccessOffer]:
        """What helps to take part: here, and at the place."""
        return offers_of(self.data.offers, self.place.offers if self.place else ())

    def words(self, sequence: int, stamps: Mapping[str, dt.datetime], now: dt.datetime) -> Iterator[Words]:
        """Yield the date in every language of the platform; ``stamps`` say when each was last changed."""
        for language, _name in settings.LANGUAGES:
            with override(language), timezone.override(ical.ZONE):
                yield self._in(language, sequence, stamps.get(language, now))

    def _in(self, language: str, sequence: int, stamp: dt.datetime) -> Words:
        written_in = best_language(language, self.data.title)
        url = self.data.url.get(written_in, "")
        entry = ical.Entry(
            uid=self.data.key,
            sequence=sequence,
            stamp=stamp,
            starts_at=self.data.starts_at,
            ends_at=self.data.ends_at,
            all_day=self.data.all_day,
            title=self.data.title[written_in],
            status=ical.Status(self.data.status.upper()),
            description=self._description(language, written_in, url),
            location=self._location(),
            geo=self._geo(),
            contact=self._contact(),
            categories=tuple(topic.title for topic in self.topics),
            url=absolute(self.site, url) if url else "",
            language=language,
        )
        summary = ical.clean(self.data.summary.get(written_in, ""))
        return Words(language, written_in, ical.clean(entry.title, lines=False), summary, url, entry)

    def _description(self, language: str, written_in: str, url: str) -> str:
        """Plain text with the address last, as every calendar program can show it."""
        data = self.data
        parts = [
            f"({only_in_text(written_in, language)})" if written_in != language else "",
            self._moved(),
            data.description.get(written_in) or data.summary.get(written_in, ""),
            self._cost(language),
            self._access(),
            absolute(self.site, url) if url else "",
        ]
        return "\n\n".join(filter(None, parts))

    def _cost(self, language: str) -> str:
        cost = self.data.cost_line.get(language) or self.data.cost
        return gettext("Kosten: %(cost)s") % {"cost": cost} if cost else ""

    def _access(self) -> str:
        labels = ", ".join(str(offer.label) for offer in self.offers)
        return gettext("Damit alle teilnehmen können: %(offers)s") % {"offers": labels} if labels else ""

    def _contact(self) -> str:
        """Who organises it, and whom to ask (RFC 5545 §3.8.4.2)."""
        title = self.organisation.title if self.organisation else ""
        return ", ".join(filter(None, [title, self.data.contact]))

    def _moved(self) -> str:
        before = self.data.moved_from
        if before is None or self.data.status == "cancelled":
            return ""
        day = before.astimezone(ical.ZONE).date()
        words = date_phrase(day) if self.data.all_day else date_phrase(before)
        return gettext("Verlegt. Ursprünglich: %(date)s.") % {"date": words}

    def _location(self) -> str:
        if self.place is None:
            return gettext("Online") if self.data.is_online else ""
        return self.place.address

    def _geo(self) -> tuple[float, float] | None:
        place = self.place
        if place is None or place.latitude is None or place.longitude is None:
            return None
        return float(place.latitude), float(place.longitude)


def best_language(language: str, given: Mapping[str, object]) -> str:
    """Return ``language`` if something is given in it, else the platform's first language, else any."""
    for wished in (language, settings.LANGUAGE_CODE):
        if wished in given:
            return wished
    return min(given)


@dataclass(frozen=True)
class Plan:
    """What the index should hold about one object: its dates by key, and whatever these depend on."""

    dates: dict[UUID, Wanted]
    dependencies: frozenset[tuple[str, int]]


GONE = Plan({}, frozenset())


def plan(source: Source, object_id: int) -> Plan:
    """Ask the source about an object as it is in the database now. Whatever the source raises is raised."""
    obj: Any = model_of(source)._default_manager.filter(pk=object_id).first()
    if obj is None:
        return GONE
    dependencies = {_reference(thing) for thing in source.depends_on(obj)}
    site = obj.site
    if not _is_active(source, site) or not source.visible(obj):
        return Plan({}, frozenset(dependencies))
    dates = _wanted(list(source.occurrences(obj)), site)
    for date in dates.values():
        named = (date.place, date.organisation, *date.topics)
        dependencies |= {(label(type(thing)), thing.pk) for thing in named if thing}
    return Plan(dates, frozenset(dependencies))


def _is_active(source: Source, site: Site) -> bool:
    """Whether the source belongs to core or to a plugin that is switched on; as the database says, not the cache."""
    slug = owner_of_model(model_of(source))
    return slug is None or slug in read_choice(site)


def _reference(thing: models.Model) -> tuple[str, int]:
    """Return how a dependency is stored. Raises ValueError where nobody would notice a change of it."""
    name = label(type(thing))
    if name != "wagtailcore.page" and type(thing) not in watched_models():
        raise ValueError(f"a date depends on a {type(thing)._meta.label}, which its source does not name in `watches`")
    return name, thing.pk


def _wanted(given: list[OccurrenceData], site: Site) -> dict[UUID, Wanted]:
    places = _fetch(Place, {data.place_id for data in given})
    organisations = _fetch(Organisation, {data.organisation_id for data in given})
    topics = _fetch(Topic, {pk for data in given for pk in data.topic_ids})
    dates = {
        data.key: Wanted(
            data=data,
            site=site,
            place=places.get(data.place_id),
            organisation=organisations.get(data.organisation_id),
            topics=tuple(topics[pk] for pk in sorted(set(data.topic_ids)) if pk in topics),
        )
        for data in given
    }
    if len(dates) != len(given):
        raise ValueError("two dates of one object have the same key")
    return dates


def _fetch(model: type[AnyModel], keys: Iterable[int | None]) -> dict[int | None, AnyModel]:
    wanted = {key for key in keys if key is not None}
    return dict(model._default_manager.in_bulk(wanted)) if wanted else {}
