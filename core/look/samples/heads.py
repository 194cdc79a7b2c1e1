"""How pages and sections begin."""

from collections.abc import Iterator

from core.look.components import Component, State

TITLE = "Anfänge"

LEAD = "Wie kleine Gruppen in ihrem Viertel Großes bewegen."
FACTS = [
    ("Form", "Runder Tisch", ""),
    ("Gegründet", "2004", ""),
    ("Mitglieder", "38 Organisationen", "drei davon auf Zeit"),
    ("Wo", "Musterstadt und Umland", ""),
]


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [("Startseite", "/"), ("Bündnisse", "#inhalt"), (title, "")]


def _page_head() -> Iterator[State]:
    kinds = [
        ("alliance", "Bündnis für einen guten Ort zum Leben", FACTS),
        ("workshop", "Kleine Allianzen vor Ort", []),
        ("event", "Erzählcafé", []),
        ("survey", "Was Familien in Musterstadt brauchen", FACTS[:3]),
    ]
    for kind, title, facts in kinds:
        yield State(
            f"Mit Bild: {kind}",
            {
                "kind": kind,
                "title": title,
                "lead": LEAD,
                "breadcrumbs": _crumbs(title),
                "crumbs_label": f"Sie sind hier: {title}",
                "picture": f"baustein-{kind}",
                "facts": facts,
            },
        )
    plain = {"kind": "news", "title": "Ohne Bild und nur auf Deutsch", "only_in": "nur auf Deutsch"}
    yield State("Ohne Bild, nur auf Deutsch", plain)
    long = "Landesarbeitsgemeinschaft Nachbarschaftshilfe und Bürgerbeteiligungsverfahren"
    yield State("Lange Wörter", {"kind": "organisation", "title": long, "picture": "baustein-lang"})


def _plain_head() -> Iterator[State]:
    yield State("Nur ein Titel", {"title": "Termine"})
    full = {"title": "Menschen", "lead": "Wer Workshops leitet und ansprechbar ist.", "kind": "person"}
    yield State("Mit allem", {**full, "breadcrumbs": _crumbs("Menschen"), "crumbs_label": "Sie sind hier: Menschen"})


def _hero() -> Iterator[State]:
    doors = [
        {"kind": "event", "title": "Hingehen", "text": "Anmelden in einer Minute, ohne Konto.", "url": "#inhalt"},
        {"kind": "room", "title": "Raum finden", "text": "Vier Häuser,", "foot": "elf Räume frei", "url": "#inhalt"},
        {"kind": "survey", "title": "Mitreden", "text": "Was fehlt im Viertel?", "url": "#inhalt"},
    ]
    promise = {"title": "Platz für alle.", "lead": "Termine, Kurse und Mitsprache in Ihrer Nachbarschaft."}
    yield State("Mit drei Türen", {**promise, "doors": doors, "level": 2, "id": "platz-1"})
    yield State(
        "Nur das Versprechen",
        {**promise, "title": "Ein Ort für viele.", "level": 2, "id": "platz-2", "picture": "platz-2"},
    )


def _facts() -> Iterator[State]:
    yield State("Vier Angaben", {"facts": FACTS})
    yield State("Zwei Angaben", {"facts": FACTS[:2]})


def _section_head() -> Iterator[State]:
    yield State("Nur ein Titel", {"title": "Nächste Termine", "level": 3})
    more = {"title": "Was hier wächst", "url": "#inhalt", "link": "Alle ansehen", "id": "baustein-abschnitt"}
    yield State("Mit Weg weiter", {**more, "level": 3})
    yield State("Langer Titel", {**more, "id": "", "title": "Was Bürgerbeteiligungsverfahren bewirken", "level": 3})


COMPONENTS = [
    Component("hero", "Kopf der Startseite", _hero, wide=True),
    Component("page_head", "Kopf einer Sache", _page_head, wide=True),
    Component("plain_head", "Kopf einer Liste oder eines Formulars", _plain_head, wide=True),
    Component("facts", "Angaben in einer Reihe", _facts),
    Component("section_head", "Abschnitt", _section_head),
]
