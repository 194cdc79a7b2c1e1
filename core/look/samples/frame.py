"""What stands around every page."""

from collections.abc import Iterator
from types import SimpleNamespace

from core.look.components import Component, State

TITLE = "Rahmen jeder Seite"


def _link(label: str, *, is_current: bool = False) -> SimpleNamespace:
    return SimpleNamespace(label=label, url="#inhalt", is_current=is_current)


def _languages() -> list[SimpleNamespace]:
    known = [("de", "de", "Deutsch"), ("en", "en", "English"), ("de-simple", "de", "Einfache Sprache")]
    return [
        SimpleNamespace(code=code, lang=lang, label=label, url="#inhalt", is_current=code == "de")
        for code, lang, label in known
    ]


MENU = [
    _link("Termine", is_current=True),
    *map(_link, ["Räume", "Mitreden", "Bündnisse", "Lernen"]),
]
LONG_MENU = [*MENU, *map(_link, ["Förderung", "Engagementstrategie", "Aktuelles"])]
LEGAL = [*map(_link, ["Impressum", "Datenschutz", "Barrierefreiheit"])]
SECTIONS = [
    SimpleNamespace(title="Finden", links=[*map(_link, ["Alle Termine", "Räume und Bürgertreffs", "Bündnisse"])]),
    SimpleNamespace(title="Mitmachen", links=[*map(_link, ["Kalender abonnieren", "Bündnis gründen"])]),
    SimpleNamespace(title="Hilfe", links=[*map(_link, ["Fragen und Antworten", "Barriere melden"])]),
]


def _masthead() -> Iterator[State]:
    full = {"site_name": "Allmende", "home_url": "/", "language_links": _languages(), "search_url": "#inhalt"}
    yield State("Menü, Suche und Sprachen", {**full, "main_menu": MENU}, alone=True)
    yield State("Viele Einträge", {**full, "main_menu": LONG_MENU}, alone=True)
    name = "Beteiligungsportal Musterlandkreis am Oberen Beispielbach"
    yield State("Langer Name, eine Sprache", {"site_name": name, "main_menu": MENU, "language_links": []}, alone=True)
    yield State("Ohne Menü", {"site_name": "Allmende", "main_menu": [], "language_links": []}, alone=True)


def _foot() -> Iterator[State]:
    # On its own page the frame is drawn with these names.
    full = {"site_name": "Allmende", "footer": SECTIONS, "sections": SECTIONS, "legal_links": LEGAL}
    yield State("Mit allem", full, alone=True)
    yield State("Nur die Pflicht", {**full, "footer": [], "sections": []}, alone=True)


def _announcement() -> Iterator[State]:
    text = "Dies ist eine Vorführung. Menschen, Termine und Zahlen darin sind erfunden."
    yield State("Vorführung", {"text": text, "demo_notice": text}, alone=True)


def _crumbs() -> Iterator[State]:
    yield State("Zwei Stufen", {"label": "Sie sind hier: kurz", "breadcrumbs": [("Startseite", "/"), ("Termine", "")]})
    steps = ["Startseite", "Wege ins Engagement", "Engagementstrategie", "Gemeinsam Vielfältig Bunt"]
    long = [*((step, "#inhalt") for step in steps), ("Modellprojekte in Städten und Gemeinden", "")]
    yield State("Viele Stufen", {"label": "Sie sind hier: lang", "breadcrumbs": long})


def _pagination() -> Iterator[State]:
    for label, number in (("Erste Seite", 1), ("Mitten darin", 4), ("Letzte Seite", 9)):
        page = SimpleNamespace(
            number=number,
            has_other_pages=True,
            has_previous=number > 1,
            has_next=number < 9,
            previous_page_number=number - 1,
            next_page_number=number + 1,
            paginator=SimpleNamespace(num_pages=9),
        )
        yield State(label, {"page_obj": page, "label": f"Seiten: {label}"})


def _pager() -> Iterator[State]:
    before, after = ("September", "#inhalt"), ("November", "#inhalt")
    both = {"previous": before, "next": after, "title": "Oktober 2026", "label": "Zeitraum: Monat"}
    yield State("Zurück und weiter", {**both, "level": 3})
    start = {"next": ("Nächste Woche", "#inhalt"), "title": "5. bis 11. Oktober", "label": "Zeitraum: Woche"}
    yield State("Nur weiter", {**start, "level": 3})


COMPONENTS = [
    Component("masthead", "Kopf mit Menü und Sprachen", _masthead),
    Component("announcement", "Ansage", _announcement),
    Component("crumbs", "Sie sind hier", _crumbs),
    Component("pager", "Durch die Zeit", _pager),
    Component("pagination", "Seiten einer Liste", _pagination),
    Component("foot", "Fuß mit Rechtlichem", _foot),
]
