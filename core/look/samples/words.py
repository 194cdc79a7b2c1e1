"""Small parts that carry a word."""

from collections.abc import Iterator
from types import SimpleNamespace

from core.look.components import Component, State

TITLE = "Kleine Teile"

PLACE = SimpleNamespace(
    name="Bürgertreff Am Anger", url="#inhalt", street="Angerweg 4", postal_code="00000", city="Musterstadt"
)


def _button() -> Iterator[State]:
    base = {"url": "#inhalt"}
    yield State("Das Wichtigste", {**base, "text": "Anmelden"})
    yield State("Mit Zeichen", {**base, "text": "Abonnieren", "sign": "subscribe"})
    yield State("Zweite Wahl", {**base, "text": "Zurück", "tone": "second"})
    yield State("Gefahr", {**base, "text": "Buchung absagen", "tone": "danger"})
    yield State("Klein", {**base, "text": "Anfragen", "tone": "second small"})
    yield State("Auf farbigem Grund", {**base, "text": "Mitreden", "tone": "on-area"})
    yield State("Laut, auf dunklem Grund", {**base, "text": "Mitmachen", "tone": "bright"})
    yield State("Ganze Breite", {**base, "text": "Jetzt anmelden", "wide": True})
    yield State("Lange Aufschrift", {**base, "text": "Benachrichtigungseinstellungen für die Nachbarschaft ändern"})


def _kind() -> Iterator[State]:
    for kind in ("event", "workshop", "room", "survey", "alliance", "organisation", "project", "funding", "news"):
        yield State(kind, {"kind": kind})
    yield State("Mit eigenem Wort", {"kind": "organisation", "label": "Mehrgenerationenhaus"})


def _tag() -> Iterator[State]:
    yield State("Mit Ziel", {"text": "Nachbarschaft", "url": "#inhalt"})
    yield State("Gewählt", {"text": "Familie", "url": "#inhalt", "current": True})
    yield State("Nur Text", {"text": "Ehrenamt"})


def _availability() -> Iterator[State]:
    yield State("Frei", {"availability": "free", "free_places": 7})
    yield State("Wenige", {"availability": "free", "free_places": 2})
    yield State("Ohne Zahl frei", {"availability": "free"})
    yield State("Voll", {"availability": "full"})
    yield State("Warteliste offen", {"availability": "full_waiting"})
    yield State("Geschlossen", {"availability": "closed"})
    yield State("Öffnet noch", {"availability": "not_yet"})
    yield State("Ohne Anmeldung", {"availability": "none"})
    yield State("Abgesagt", {"status": "cancelled"})
    yield State("Verlegt", {"moved": True})
    yield State("Unter Vorbehalt", {"status": "tentative"})


def _only_in() -> Iterator[State]:
    yield State("Nicht übersetzt", {"text": "nur auf Deutsch"})


def _legend() -> Iterator[State]:
    yield State("Zwei Arten", {"kinds": [("event", ""), ("workshop", "Kurs")], "label": "Farben im Monat"})


def _place_line() -> Iterator[State]:
    yield State("Ort mit Raum", {"place": PLACE, "room": "Wohnzimmer"})
    yield State("Nur Worte", {"place": "Treffpunkt am Brunnen"})


COMPONENTS = [
    Component("button", "Knopf", _button),
    Component("kind", "Art", _kind),
    Component("tag", "Marke", _tag),
    Component("availability", "Verfügbarkeit", _availability),
    Component("only_in", "Nur in einer Sprache", _only_in, wrap="p"),
    Component("legend", "Legende", _legend),
    Component("place_line", "Ort im Satz", _place_line, wrap="p"),
]
