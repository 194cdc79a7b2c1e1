"""The workshops of the demonstration. Its people exist in no outbox: they are written straight into the tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone
from wagtail.models import Site

from allmende.api import DateStatus, demo, gathered

from .domain.capacity import repair_pools
from .domain.planning import plan_session
from .models import AuditEntry, Claim, Registration, Session, SessionDate, Workshop, WorkshopPage, WorkshopSpeaker
from .models.registrations import name_key
from .states import HOLDING, Channel, State

WORDS = {"what_to_expect": "expectations", "accessibility": "accessibility"}
RENAMED = {"language": "languages", "audience": "audience", "funding_notice": "funding_notice", "cost": "cost_words"}


def build(site: Site, anchor: dt.date, folder: Path) -> None:
    """Make the workshops with their sessions and people; with a later `anchor` all dates move along."""
    people = demo.read(folder, "people_registered")
    for entry in demo.read(folder, "workshops"):
        with gathered():
            workshop = _make_workshop(site, entry)
            for when in entry["sessions"]:
                _set_session(site, workshop, when, anchor, people)


def _make_workshop(site: Site, entry: dict[str, Any]) -> Workshop:
    page = demo.make(
        WorkshopPage,
        demo.find("organisation", entry["organisation"]),
        "workshop",
        entry["key"],
        title=entry["title"],
        slug=entry["key"],
        lead=entry["lead"],
        body=demo.body_of(entry),
        **(_words(entry) | {"cost_words": ""}),
    )
    workshop = page.identity
    demo.set_going(workshop, entry)
    workshop.save()
    workshop.topics.set(demo.topics(site, entry.get("topics")))
    for order, speaker in enumerate(entry.get("speakers") or []):
        defaults = {"role": speaker.get("role") or "", "order": order}
        person = demo.person(site, speaker["person"])
        WorkshopSpeaker.objects.get_or_create(workshop=workshop, person=person, defaults=defaults)
    translations = entry.get("translations") or {}
    demo.translate_all(page, {language: _translated(words) for language, words in translations.items()})
    return workshop


def _words(entry: dict[str, Any]) -> dict[str, str]:
    """Return the page's own words; lists become lines."""
    lines = {field: "\n".join(entry[name] or []) for name, field in WORDS.items() if name in entry}
    return lines | {field: entry[name] or "" for name, field in RENAMED.items() if name in entry}


def _translated(words: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in words.items() if name not in WORDS and name not in RENAMED}
    return plain | _words(words)


# -- sessions and people -------------------------------------------------------------------------


def _set_session(site: Site, workshop: Workshop, when: dict[str, Any], anchor: dt.date, people: list[Any]) -> None:
    key = demo.demo_key("session", when["key"])
    starts_at, ends_at = demo.span(anchor, when)
    session = Session.objects.filter(key=key).first()
    if session is None:
        session = _make_session(site, workshop, when, key, (starts_at, ends_at))
    date = session.dates.get()
    if date.starts_at == starts_at and session.registrations.exists():
        return
    _move(date, starts_at, ends_at)
    if original := when.get("moved_from"):
        date.moved_from = demo.moment(anchor, original, original["start"])
        date.save(update_fields=["moved_from"])
    _fill(session, when, people, starts_at)


def _make_session(
    site: Site, workshop: Workshop, when: dict[str, Any], key: UUID, span: tuple[dt.datetime, dt.datetime]
) -> Session:
    session = plan_session(
        workshop,
        key=key,
        starts_at=span[0],
        ends_at=span[1],
        place=demo.place(site, when.get("place")),
        capacity=when.get("capacity"),
        is_online=bool(when.get("online")),
        online_link="https://treffen.example.org/" + when["key"] if when.get("online") else "",
        status=when["status"],
    )
    session.dates.update(uid=demo.demo_key("session_date", when["key"]), status=when["status"])
    return session


def _move(date: SessionDate, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """A date of the demonstration that follows the calendar has not been moved by anybody."""
    date.starts_at, date.ends_at, date.reminded_at = starts_at, ends_at, None
    date.save()
    date.moved_from = None
    date.save(update_fields=["moved_from"])


def _fill(session: Session, when: dict[str, Any], people: list[Any], starts_at: dt.datetime) -> None:
    """Put in the demonstration's people, as many as the file says, beside those who have come by themselves."""
    session.registrations.filter(channel=Channel.DEMO).delete()
    pools = sorted(session.session_pools.values_list("pool_id", flat=True))
    repair_pools(pools)
    others = sum(session.registrations.filter(state__in=HOLDING).values_list("places", flat=True))
    capacity = when.get("capacity")
    placed = when["registrations"] if capacity is None else max(0, min(when["registrations"], capacity - others))
    cast = _cast(people, when["key"], placed + when["waiting"])
    states = [State.CONFIRMED] * placed + [State.WAITING] * when["waiting"]
    pairs = enumerate(zip(cast, states, strict=False))
    drafts = [_draft(session, person, state, number, starts_at) for number, (person, state) in pairs]
    made = Registration.objects.bulk_create(drafts)
    AuditEntry.objects.bulk_create(entry for registration in made for entry in _steps(registration))
    confirmed = [registration for registration in made if registration.state == State.CONFIRMED]
    Claim.objects.bulk_create(
        Claim(registration=registration, pool_id=pool, places=1) for registration in confirmed for pool in pools
    )
    repair_pools(pools)


def _cast(people: list[Any], key: str, count: int) -> list[Any]:
    """Return so many people, beginning at another one for each session."""
    first = demo.demo_key("cast", key).int % len(people)
    return [people[(first + number) % len(people)] for number in range(min(count, len(people)))]


def _draft(session: Session, person: dict[str, str], state: State, number: int, starts_at: dt.datetime) -> Registration:
    created_at = min(timezone.now(), starts_at) - dt.timedelta(hours=200 - 3 * number)
    called_off = session.status == DateStatus.CANCELLED
    name = f"{session.key}:{starts_at.date()}:{number}"
    return Registration(
        key=demo.demo_key("registration", name),
        session=session,
        name=person["name"],
        name_key=name_key(person["name"]),
        email=person["email"],
        phone=person.get("phone") or "",
        state=State.CANCELLED if called_off else state,
        queue_key=int(created_at.timestamp() * 1_000_000) if state == State.WAITING else None,
        idempotency_key=f"demo:{name}",
        channel=Channel.DEMO,
        created_at=created_at,
        revision=2 if called_off else 1,
    )


def _steps(registration: Registration) -> Iterator[AuditEntry]:
    """Yield the steps that brought a registration to where it is: cancelled ones had a place before."""
    called_off = registration.state == State.CANCELLED
    first = State.CONFIRMED if called_off else registration.state
    same = {"registration": registration, "places": registration.places}
    yield AuditEntry(number=1, action="register", after=first, actor="self", at=registration.created_at, **same)
    if called_off:
        later = registration.created_at + dt.timedelta(hours=1)
        steps = {"before": first, "after": State.CANCELLED, "actor": "organiser"}
        yield AuditEntry(number=2, action="call_off", at=later, **steps, **same)
