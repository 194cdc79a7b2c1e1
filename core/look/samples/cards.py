"""Things to choose from: cards, people, members, places, documents."""

from collections.abc import Iterator

from core.look.components import Component, State
from core.look.maps import Town, points_of

from .words import PLACE

TITLE = "Karten und Zeilen"


def _card(kind: str, title: str, **more: str) -> dict[str, str]:
    known = {"kind": kind, "title": title, "url": "#inhalt", "picture_seed": f"baustein-{kind}"}
    return {**known, "text": "Ein Satz, der sagt, was sich ändert.", **more}


CARDS = [
    _card("news", "Eine Seite mit Neuigkeiten", foot="Vor drei Tagen"),
    _card("event", "Eine Veranstaltung", foot="Sonntag, 11. Oktober, 15.00 Uhr"),
    _card("person", "Erika Beispiel", text="Begleitet runde Tische.", foot="Beispielhaus"),
    _card("organisation", "Eine Organisation", foot="Musterstadt"),
    _card("place", "Ein Ort", foot="Stufenlos"),
    _card("project", "Ein Projekt", foot="Seit April 2021"),
]


def _parcel() -> Iterator[State]:
    labels = ["Seite", "Veranstaltung", "Person", "Organisation", "Ort", "Projekt"]
    for label, card in zip(labels, CARDS, strict=True):
        yield State(label, {"card": card})
    long = "Bündnis gegen Armut und Ausgrenzung in der Landesarbeitsgemeinschaft"
    yield State("Langer Name, ohne Bild", {"card": {**_card("alliance", long), "picture_seed": ""}})
    yield State("Nicht übersetzt", {"card": _card("workshop", "Ein Workshop", only_in="nur auf Deutsch", lang="de")})


def _parcels() -> Iterator[State]:
    yield State("Sechs Karten", {"cards": CARDS})
    yield State("Die erste breit", {"cards": CARDS[:3], "wide": True})


def _organisation_card() -> Iterator[State]:
    full = {"title": "Beispielhaus", "url": "#inhalt", "text": "Ein Haus für alle Generationen.", "foot": "Musterstadt"}
    yield State("Mit Ort", {"organisation": full})
    yield State("Nur der Name", {"organisation": {"title": "Verein Muster", "url": "#inhalt"}})


def _person() -> Iterator[State]:
    about = "Sie bringt seit Jahren Menschen an einen Tisch und hört mehr zu, als sie redet."
    full = {"name": "Erika Beispiel", "url": "#inhalt", "role": "Moderatorin", "organisation": "Beispielhaus"}
    yield State("Mit allem", {"person": {**full, "about": about}})
    yield State("Nur der Name", {"person": {"name": "Max Beispiel"}})


def _members() -> Iterator[State]:
    house = {"title": "Beispielhaus", "url": "#inhalt"}
    club = {"title": "Verein Muster"}
    yield State(
        "Mitglieder und was sie beitragen",
        {
            "members": [
                {
                    "organisation": house,
                    "role": "Geschäftsführung",
                    "contribution": "Räume und ein Büro",
                    "period": "seit 2004",
                },
                {"organisation": club, "contribution": "Ehrenamtliche für den Aktionstag"},
                {"organisation": {"title": "Stadt Musterstadt", "url": "#inhalt"}},
            ]
        },
    )


def _place_card() -> Iterator[State]:
    full = {"name": PLACE.name, "url": "#inhalt", "address": "Angerweg 4, 00000 Musterstadt"}
    yield State("Mit Zugang", {"place": {**full, "accessibility": ["Stufenlos", "WC"], "foot": "3 Termine"}})
    more = {"arrival": "Vom Bahnhof fünf Minuten zu Fuß.", "geo": "48.4000,9.9000"}
    yield State("Mit Weg", {"place": {**full, **more}})
    yield State("Nur Name", {"place": {"name": "Treffpunkt am Brunnen", "url": "#inhalt"}})


def _document_link() -> Iterator[State]:
    full = {"title": "Grundlagenpapier", "url": "#inhalt", "format": "PDF", "size": 284_000, "year": 2010}
    yield State("Mit allem", {"document": {**full, "text": "Sechs Seiten, barrierefrei"}})
    yield State("Ohne Text", {"document": {"title": "Liste der Mitglieder", "url": "#inhalt", "format": "XLSX"}})


def _map() -> Iterator[State]:
    towns = [Town("a", "Musterstadt", "BW", 48.5, 9.0), Town("b", "Beispielhausen", "NI", 53.1, 8.9)]
    away = Town("c", "Ohne Punkt", "")
    yield State("Drei Orte, einer ohne Punkt", {"points": points_of([*towns, towns[0], away])})
    yield State("Einer gewählt", {"points": points_of(towns), "chosen": "a"})


def _index_list() -> Iterator[State]:
    yield State("Karten", {"cards": CARDS[:3]})


COMPONENTS = [
    Component("parcel", "Karte", _parcel, wrap="ul.parcels"),
    Component("parcels", "Mehrere Karten", _parcels),
    Component("organisation_card", "Karte einer Organisation", _organisation_card, wrap="ul.parcels compact"),
    Component("person", "Person", _person),
    Component("members", "Mitglieder", _members),
    Component("place_card", "Zeile eines Ortes", _place_card, wrap="ul.rows"),
    Component("map", "Karte der Orte", _map),
    Component("index_list", "Liste eines Verzeichnisses", _index_list),
    Component("document_link", "Dokument", _document_link, wrap="ul.rows"),
]
