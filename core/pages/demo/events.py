"""Events of the demonstration; on a later day their dates move forward."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Site

from core.directory.models import CoOrganiser, CostKind, DateStatus, Event, EventDate, Going, Place
from core.pages.models import EventPage

from .files import body_of, demo_key, moment, read, span, words_in_all, words_of
from .tree import find, make, translate_all
from .vocabularies import organisation, place, topics

#: What stands on the page, in its language.
WORDS = ("accessibility", "arrival", "step_free")


def build(site: Site, folder: Path, anchor: dt.date) -> None:
    """Make the events with their pages and dates."""
    for entry in read(folder, "events"):
        _build_one(site, entry, anchor)


@transaction.atomic
def _build_one(site: Site, entry: dict[str, Any], anchor: dt.date) -> None:
    page = make(
        EventPage,
        find("organisation", entry["organisation"]),
        "event",
        entry["key"],
        title=entry["title"],
        slug=entry["key"],
        lead=entry["lead"],
        body=body_of(entry),
        **words_of(entry, WORDS),
    )
    event = page.identity
    set_going(event, entry)
    event.save()
    event.topics.set(topics(site, entry.get("topics")))
    for other in entry.get("co_organisers") or []:
        known = {"organisation": organisation(other)} if isinstance(other, str) else {"name": other["name"]}
        CoOrganiser.objects.get_or_create(event=event, **known)
    for when in entry["dates"]:
        _set_date(site, event, when, anchor)
    translate_all(page, words_in_all(entry, WORDS))


def set_going(thing: Going, entry: dict[str, Any]) -> None:
    """Give an identity cost, contact and access as an entry has them; `price` holds amounts, `cost` words."""
    price = entry.get("price") or {}
    thing.cost_kind = price.get("kind", CostKind.FREE)
    for name, given in (("cost_from", "from"), ("cost_to", "to"), ("cost_reduced", "reduced")):
        setattr(thing, name, price.get(given))
    thing.reduced_for = price.get("reduced_for", "")
    thing.cost, thing.offers = entry.get("cost") or "", entry.get("offers") or []
    contact = entry.get("contact") or {}
    thing.contact, thing.contact_phone = contact.get("person") or "", contact.get("phone") or ""


def _set_date(site: Site, event: Event, when: dict[str, Any], anchor: dt.date) -> None:
    uid = demo_key("event_date", f"{event.feed_key}:{when['key']}")
    starts_at, ends_at = span(anchor, when)
    date = EventDate.objects.filter(uid=uid).first() or EventDate(uid=uid, event=event)
    if date.pk and date.starts_at == starts_at:
        return
    date.starts_at, date.ends_at = starts_at, ends_at
    date.all_day = bool(when.get("all_day"))
    date.place = _place(site, event, when.get("place"))
    date.status = DateStatus(when.get("status") or DateStatus.PLANNED)
    date.save()
    original = when.get("moved_from")
    # A demo date that follows the calendar has not been moved by anybody.
    date.moved_from = moment(anchor, original, original["start"]) if original else None
    date.save(update_fields=["moved_from"])


def _place(site: Site, event: Event, given: Any) -> Place | None:
    """Return a place by its key, or one that is written out and belongs to the organisation alone."""
    if not isinstance(given, dict):
        return place(site, given)
    return Place.objects.get_or_create(site=site, owner=event.organisation, **given)[0]
