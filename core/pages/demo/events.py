"""Events of the demonstration; on a later day their dates move forward."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Site

from core.directory.models import DateStatus, Event, EventDate
from core.pages.models import EventPage

from .files import body_of, demo_key, moment, read, span
from .tree import find, make, translate_all
from .vocabularies import place, topics


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
        accessibility="\n".join(entry.get("accessibility") or []),
    )
    event = page.identity
    event.cost, event.contact = entry.get("cost") or "", _contact(entry.get("contact"))
    event.save()
    event.topics.set(topics(site, entry.get("topics")))
    for when in entry["dates"]:
        _set_date(site, event, when, anchor)
    translate_all(page, entry.get("translations"))


def _contact(contact: Any) -> str:
    if isinstance(contact, dict):
        return ", ".join(str(value) for value in contact.values() if value)
    return contact or ""


def _set_date(site: Site, event: Event, when: dict[str, Any], anchor: dt.date) -> None:
    uid = demo_key("event_date", f"{event.feed_key}:{when['key']}")
    starts_at, ends_at = span(anchor, when)
    date = EventDate.objects.filter(uid=uid).first() or EventDate(uid=uid, event=event)
    if date.pk and date.starts_at == starts_at:
        return
    date.starts_at, date.ends_at = starts_at, ends_at
    date.all_day = bool(when.get("all_day"))
    date.place = place(site, when.get("place"))
    date.status = DateStatus(when.get("status") or DateStatus.PLANNED)
    date.save()
    original = when.get("moved_from")
    # A demo date that follows the calendar has not been moved by anybody.
    date.moved_from = moment(anchor, original, original["start"]) if original else None
    date.save(update_fields=["moved_from"])
