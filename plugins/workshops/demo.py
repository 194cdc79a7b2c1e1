"""The plugin's part of the demonstration: workshops, their dates, and invented people who registered."""

from __future__ import annotations

import datetime as dt
from itertools import count
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.models import Site

from allmende.api import DateStatus, demo

from .domain.planning import plan_session
from .models import (
    AuditEntry,
    CapacityPool,
    Claim,
    Registration,
    Session,
    SessionDate,
    Workshop,
    WorkshopPage,
    WorkshopSpeaker,
)
from .models.registrations import name_key
from .states import Channel, State


def build(site: Site, anchor: dt.date, folder: Path) -> None:
    """Make the workshops of the files, or move the dates of those that are there; nobody gets a mail."""
    people = demo.read(folder, "people_registered")
    for entry in demo.read(folder, "workshops"):
        page = _make_page(entry)
        _store_facts(site, page.identity, entry)
        for number, plan in enumerate(entry["sessions"]):
            session = _make_session(site, page.identity, plan, anchor)
            if not session.registrations.exists():
                # Another stretch of the list each time, so that not the same people sit everywhere.
                _fill(session, plan, people[number * 7 :] + people[: number * 7])
        demo.translate_all(page, _translations(entry))


def _make_page(entry: dict[str, Any]) -> WorkshopPage:
    return demo.make(
        WorkshopPage,
        demo.find("organisation", entry["organisation"]),
        "workshop",
        entry["key"],
        title=entry["title"],
        slug=entry.get("slug") or entry["key"],
        lead=entry["lead"],
        body=demo.body_of(entry),
        **_words(entry),
    )


def _words(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the page's own fields for what the files say about expectations, audience and so on."""
    lines = {"what_to_expect": "expectations", "accessibility": "accessibility"}
    plain = {"audience": "audience", "language": "languages", "funding_notice": "funding_notice"}
    words = {field: "\n".join(entry.get(name) or []) for name, field in lines.items()}
    return words | {field: entry.get(name) or "" for name, field in plain.items()}


def _translations(entry: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the translations under the names of the page's fields; the cost is one for all languages."""
    return {
        language: {name: words[name] for name in ("title", "slug", "lead", "body") if name in words} | _words(words)
        for language, words in (entry.get("translations") or {}).items()
    }


def _store_facts(site: Site, workshop: Workshop, entry: dict[str, Any]) -> None:
    workshop.cost = entry.get("cost") or ""
    workshop.save()
    workshop.topics.set(demo.topics(site, entry.get("topics")))
    for order, speaker in enumerate(entry.get("speakers") or []):
        WorkshopSpeaker.objects.get_or_create(
            workshop=workshop,
            person=demo.person(site, speaker["person"]),
            defaults={"role": speaker.get("role") or "", "order": order},
        )


def _make_session(site: Site, workshop: Workshop, plan: dict[str, Any], anchor: dt.date) -> Session:
    key = demo.demo_key("session", plan["key"])
    starts_at, ends_at = demo.span(anchor, plan)
    place = demo.place(site, plan.get("place"))
    session = Session.objects.filter(key=key).first()
    if session is None:
        session = plan_session(
            workshop,
            key=key,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place,
            capacity=plan.get("capacity"),
            is_online=bool(plan.get("online")),
        )
    _set_date(session, plan, anchor, starts_at, ends_at)
    return session


def _set_date(
    session: Session, plan: dict[str, Any], anchor: dt.date, starts_at: dt.datetime, ends_at: dt.datetime
) -> None:
    date = SessionDate.objects.get(session=session)
    status = DateStatus(plan.get("status") or DateStatus.PLANNED)
    original = plan.get("moved_from")
    # A date that only follows the calendar has not been moved by anybody.
    moved_from = demo.moment(anchor, original, original["start"]) if original else None
    if (date.starts_at, date.status, date.moved_from) != (starts_at, status, moved_from):
        date.starts_at, date.ends_at, date.status = starts_at, ends_at, status
        date.save()
        date.moved_from = moved_from
        date.save(update_fields=["moved_from"])
        session.status = status
        session.save(update_fields=["status"])


def _fill(session: Session, plan: dict[str, Any], people: list[dict[str, Any]]) -> None:
    """Register the invented people as if each had done so alone: claims, counters, queue and history agree."""
    taken, waiting = plan.get("registrations") or 0, plan.get("waiting") or 0
    pool = CapacityPool.objects.get(sessions=session)
    holding = State.CANCELLED if session.status == DateStatus.CANCELLED else State.CONFIRMED
    states = [holding] * taken + [State.WAITING] * waiting
    queue = count(int(timezone.now().timestamp() * 1_000_000))
    registrations = Registration.objects.bulk_create(
        [
            _registration(session, person, state, next(queue) if state == State.WAITING else None)
            for person, state in zip(people, states, strict=False)
        ]
    )
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(registration=one, number=1, action="register", after=one.state, places=1, actor="system")
            for one in registrations
        ]
    )
    holders = [one for one in registrations if one.state == State.CONFIRMED]
    Claim.objects.bulk_create([Claim(registration=one, pool=pool, places=1) for one in holders])
    CapacityPool.objects.filter(pk=pool.pk).update(
        taken=len(holders), waiting=sum(one.state == State.WAITING for one in registrations)
    )


def _registration(session: Session, person: dict[str, Any], state: State, queue_key: int | None) -> Registration:
    return Registration(
        session=session,
        name=person["name"],
        name_key=name_key(person["name"]),
        email=person["email"],
        phone=person.get("phone") or "",
        state=state,
        queue_key=queue_key,
        idempotency_key=demo.demo_key("registration", f"{session.key}:{person['name']}").hex,
        channel=Channel.DEMO,
    )
