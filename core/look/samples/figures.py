"""Figures: steps, tables, charts."""

from collections.abc import Iterator

from core.look.charts import Datum, bars, columns, parts
from core.look.components import Component, State

TITLE = "Zahlen und Wege"

STEPS = ["Wer", "Wann", "Raum", "Ausstattung", "Prüfen", "Absenden"]


def _steps() -> Iterator[State]:
    yield State("Am Anfang", {"steps": STEPS, "current": 1, "id": "schritte-1"})
    yield State("Mitten darin", {"steps": STEPS, "current": 3, "id": "schritte-2"})
    yield State("Am Ende", {"steps": STEPS, "current": 6, "id": "schritte-3"})


def _progress() -> Iterator[State]:
    yield State("Ein Teil", {"total": 8, "done": 3, "text": "Drei von acht Empfehlungen sind umgesetzt"})
    yield State("Noch nichts", {"total": 5, "done": 0, "text": "Noch keine von fünf Empfehlungen ist umgesetzt"})
    yield State("Alles", {"total": 4, "done": 4, "text": "Alle vier Empfehlungen sind umgesetzt"})


def _tabs() -> Iterator[State]:
    three = [("Liste", "#inhalt", True), ("Monat", "#inhalt", False), ("Woche", "#inhalt", False)]
    yield State("Drei Ansichten", {"tabs": three, "label": "Ansicht der Termine"})
    words = ["Die Idee", "Ergebnisse", "Umsetzung in den Sozialräumen", "Gemeinsam Vielfältig Bunt", "Beteiligte"]
    many = [(text, "#inhalt", text == words[2]) for text in words]
    yield State("Viele, lange", {"tabs": many, "label": "Kapitel"})


def _timeline() -> Iterator[State]:
    steps = [
        {
            "when": "2004",
            "datetime": "2004",
            "title": "Die Gründung",
            "text": "Elf Organisationen beginnen.",
        },
        {"when": "Oktober 2010", "datetime": "2010-10", "title": "Ein Grundlagenpapier", "url": "#inhalt"},
        {"when": "In diesem Herbst", "title": "Die Aktionswoche", "text": "Jeden Tag ein Angebot.", "state": "now"},
        {"when": "Im Frühjahr", "title": "Der Bericht", "text": "Was daraus geworden ist.", "state": "open"},
    ]
    yield State("Von der Gründung bis morgen", {"steps": steps, "level": 3})


NEEDS = [
    Datum("Betreuung früh und abends", 317, 64),
    Datum("Bezahlbare größere Wohnung", 252, 51),
    Datum("Arbeitszeiten, die sich teilen lassen", 109, 22),
    Datum("Niemand hat das genannt", 0, 0),
]
FIT = [Datum("gut", 154, 31), Datum("mit Lücken", 208, 42), Datum("selten", 89, 18), Datum("kein Platz", 45, 9)]
VISITS = [Datum("Jan", 12), Datum("Feb", 31), Datum("Mär", 0), Datum("Apr", 45), Datum("Mai", 38), Datum("Jun", 52)]


def _chart() -> Iterator[State]:
    names = ["Antwort", "Haushalte", "Anteil"]
    needs = bars("Was Familien am meisten fehlt", NEEDS, names=names, unit="Anteil der Haushalte", whole=100)
    note = "Bis zu drei Antworten waren möglich."
    yield State("Balken", {"chart": needs, "id": "bild-1", "kind": "survey", "note": note})
    fit = parts("Passt die Betreuung zur Arbeit?", FIT, names=names, unit="Haushalte mit kleinen Kindern")
    yield State("Teile", {"chart": fit, "id": "bild-2", "kind": "survey"})
    six = [Datum(f"Teil {n}", 1) for n in range(1, 7)]
    yield State("Sechs Teile", {"chart": parts("Sechs Teile", six, names=names[:2]), "id": "bild-3", "kind": "event"})
    visits = columns("Menschen je Monat", VISITS, names=["Monat", "Menschen"])
    yield State("Säulen", {"chart": visits, "id": "bild-4", "kind": "workshop"})
    year = [Datum(f"{n}.", 100 + n * 37 % 90) for n in range(1, 13)]
    months = columns("Menschen in einem Jahr", year, names=["Monat", "Menschen"])
    yield State("Zwölf Säulen", {"chart": months, "id": "bild-5", "kind": "room"})


def _table() -> Iterator[State]:
    yield State(
        "Mit Zahlen",
        {
            "id": "tabelle-1",
            "caption": "Was Familien am meisten fehlt",
            "columns": ["Antwort", ("Haushalte", "num"), ("Anteil", "num")],
            "rows": [
                ["Betreuung früh und abends", 317, "64 %"],
                ["Bezahlbare größere Wohnung", 252, "51 %"],
                ["Treffpunkt für Jugendliche", 233, "47 %"],
            ],
        },
    )
    wide = [
        ["Saal", "60", "stufenlos", "Klavier, Bühne", "keine"],
        ["Küche", "8", "stufenlos", "Herd", "keine"],
    ]
    heads = ["Raum", "Plätze", "Zugang", "Ausstattung", "Kosten"]
    full = {"id": "tabelle-2", "caption": "Räume im Vergleich", "columns": heads, "rows": wide, "scroll": True}
    yield State("Bleibt Tabelle, lässt sich schieben", full)


COMPONENTS = [
    Component("steps", "Schritte", _steps),
    Component("progress", "Fortschritt", _progress),
    Component("tabs", "Ansichten", _tabs),
    Component("timeline", "Zeitstrahl", _timeline),
    Component("chart", "Diagramm mit Tabelle", _chart),
    Component("table", "Tabelle", _table),
]
