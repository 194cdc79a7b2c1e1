"""Dates: rows, days, months. They stand around today."""

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from core.look.components import Component, State

from .words import PLACE

TITLE = "Termine"


def _at(days: int, hour: int, minute: int = 0) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def _entry(title: str, days: int, hour: int, minute: int = 0, **more: Any) -> SimpleNamespace:
    start = _at(days, hour, minute)
    known = {
        "title": title,
        "url": "#inhalt",
        "starts_at": start,
        "ends_at": start + dt.timedelta(hours=2, minutes=30),
        "all_day": False,
        "kind": "event",
        "place": "Bürgertreff Am Anger",
        "organisation": "Beispielhaus",
        "availability": "none",
    }
    return SimpleNamespace(**{**known, **more})


def _entries() -> list[tuple[str, SimpleNamespace]]:
    whole: dict[str, Any] = {"all_day": True, "starts_at": _at(1, 0), "ends_at": _at(2, 0)}
    return [
        ("Ohne Anmeldung", _entry("Erzählcafé", 1, 15, 0)),
        ("Plätze frei", _entry("Anträge schreiben", 1, 18, 0, kind="workshop", availability="free", free_places=7)),
        ("Wenige Plätze", _entry("Zuhören lernen", 1, 9, 30, kind="workshop", availability="free", free_places=2)),
        ("Ausgebucht", _entry("Kleine Allianzen", 1, 11, 0, kind="workshop", availability="full_waiting")),
        ("Verlegt", _entry("Lesung", 1, 19, 30, moved_from=_at(0, 19, 30), note="Neuer Raum: Lesesaal")),
        ("Abgesagt", _entry("Konzert der Nachbarschaft", 1, 20, 0, status="CANCELLED", note="Erkrankung im Ensemble")),
        ("Ganztägig", _entry("Tag der offenen Tür", 1, 0, **whole)),
        ("Bis in die Nacht", _entry("Sommerfest", 1, 21, 0, ends_at=_at(2, 1))),
        ("Nur auf Deutsch", _entry("Gesprächskreis", 1, 10, 15, only_in="nur auf Deutsch", lang="de")),
    ]


def _entry_states() -> Iterator[State]:
    for label, entry in _entries():
        yield State(label, {"entry": entry, "on": timezone.localdate() + dt.timedelta(days=1), "level": 3})


def _days(count: int = 3) -> list[tuple[dt.date, list[SimpleNamespace]]]:
    shown = [entry for _label, entry in _entries()]
    first = timezone.localdate() + dt.timedelta(days=1)
    return [(first + dt.timedelta(days=n), shown[n * 2 : n * 2 + 2] or shown[:1]) for n in range(count)]


def _agenda() -> Iterator[State]:
    yield State("Was kommt", {"days": _days(), "level": 3})
    yield State("Was war", {"days": _days(2), "level": 3, "past": True})


def _agenda_folded() -> Iterator[State]:
    yield State("Mehr als eine Woche", {"days": _days(9), "level": 3})


def _month() -> Iterator[State]:
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday() + 14)
    shown = {today: [entry for _label, entry in _entries()][:4], today + dt.timedelta(days=5): [_entries()[5][1]]}
    shown[today - dt.timedelta(days=9)] = [_entry("Bürgerbeteiligungsverfahren erklärt", -9, 10, kind="workshop")]
    weeks = []
    for week in range(5):
        days = [monday + dt.timedelta(days=week * 7 + n) for n in range(7)]
        weeks.append(
            [
                {"date": day, "in_month": week not in {0, 4}, "is_today": day == today, "entries": shown.get(day, [])}
                for day in days
            ]
        )
    yield State("Mit heute", {"weeks": weeks, "month": today})


def _date_badge() -> Iterator[State]:
    yield State("Schlicht", {"date": timezone.localdate()})
    yield State("In der Farbe einer Art", {"date": _at(20, 18), "kind": "workshop"})
    yield State("Anderes Jahr", {"date": timezone.localdate() + dt.timedelta(days=400), "kind": "event"})


def _day_links() -> Iterator[State]:
    days = _days(9)
    yield State("Neun Tage", {"days": days}, below=_anchors(days))


def _anchors(days: list[tuple[dt.date, list[SimpleNamespace]]]) -> str:
    return render_to_string("components/agenda.html", {"days": days, "level": 3, "anchors": True})


def _week() -> Iterator[State]:
    monday = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())
    busy = {"free": "8–9, 12–18, 21–22", "spans": [(9, 12, "taken", "Sprachcafé"), (18, 21, "taken", "Chor")]}
    asked = {"free": "8–19", "spans": [(19, 22, "asked", "")]}
    empty: dict[str, Any] = {"free": "8–22", "spans": []}
    full = {"free": "", "spans": [(8, 22, "taken", "Tag der Begegnung")]}
    cells = [busy, empty, asked, empty, busy, full, empty]
    rooms = [
        {"name": "Wohnzimmer", "note": "24 Plätze", "url": "#inhalt", "cells": cells},
        {"name": "Kleiner Saal", "note": "60 Plätze", "cells": [*reversed(cells)]},
    ]
    yield State(
        "Zwei Räume, sieben Tage",
        {
            "id": "woche-1",
            "caption": "Belegung der Räume in dieser Woche",
            "from_hour": 8,
            "to_hour": 22,
            "days": [monday + dt.timedelta(days=n) for n in range(7)],
            "today": timezone.localdate(),
            "rooms": rooms,
        },
    )


def _date_facts() -> Iterator[State]:
    date = {"starts_at": _at(1, 18), "ends_at": _at(1, 20, 30), "ics_url": "#inhalt"}
    yield State("Mit Ort", {"date": date, "place": PLACE, "room": "Lesesaal"})
    yield State("Verlegt", {"date": {**date, "moved_from": _at(0, 18)}})
    yield State("Abgesagt", {"date": {**date, "status": "CANCELLED"}})


def _moved_from() -> Iterator[State]:
    yield State("Zeit", {"moved_from": _at(1, 18)})
    yield State("Ort", {"moved_from": "Lesesaal"})


def _places() -> Iterator[State]:
    yield State("Sieben frei", {"capacity": 30, "free_places": 7})
    yield State("Ausgebucht mit Warteliste", {"capacity": 20, "free_places": 0, "waiting": 4})
    yield State("Einer von vierhundert", {"capacity": 400, "free_places": 1})
    yield State("Klein", {"capacity": 30, "free_places": 7, "small": True})


COMPONENTS = [
    Component("entry", "Zeile eines Termins", _entry_states, wrap="div.measured"),
    Component("agenda", "Termine nach Tagen", _agenda),
    Component("agenda_folded", "Nächste Termine, spätere eingeklappt", _agenda_folded),
    Component("month", "Monat", _month),
    Component("date_badge", "Tagesmarke", _date_badge),
    Component("day_links", "Tage auf einen Blick", _day_links),
    Component("week", "Woche", _week),
    Component("date_facts", "Wann und wo", _date_facts, wrap="div.box"),
    Component("moved_from", "Was vorher galt", _moved_from, wrap="p"),
    Component("places", "Freie Plätze", _places, wrap="div.box"),
]
