"""Figures: steps, tables, charts."""

from collections.abc import Iterator

from core.look.components import Component, State

TITLE = "Zahlen und Wege"

STEPS = ["Wer", "Wann", "Raum", "Ausstattung", "Prüfen", "Absenden"]


def _steps() -> Iterator[State]:
    yield State("Am Anfang", {"steps": STEPS, "current": 1, "id": "schritte-1"})
    yield State("Mitten darin", {"steps": STEPS, "current": 3, "id": "schritte-2"})
    yield State("Am Ende", {"steps": STEPS, "current": 6, "id": "schritte-3"})


def _table() -> Iterator[State]:
    yield State(
        "Mit Zahlen",
        {
            "id": "tabelle-1",
            "caption": "Was Familien am meisten fehlt",
            "columns": ["Antwort", "Haushalte", "Anteil"],
            "rows": [
                ["Betreuung früh und abends", 317, "64 %"],
                ["Bezahlbare größere Wohnung", 252, "51 %"],
                ["Treffpunkt für Jugendliche", 233, "47 %"],
            ],
        },
    )


COMPONENTS = [
    Component("steps", "Schritte", _steps),
    Component("table", "Tabelle", _table),
]
