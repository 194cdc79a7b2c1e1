"""What a page has to say to its reader."""

from collections.abc import Iterator
from types import SimpleNamespace

from core.look.components import Component, State

from .words import PLACE

TITLE = "Hinweise und Kästen"


def _notice() -> Iterator[State]:
    level = {"level": 3}
    yield State("Gut zu wissen", {**level, "title": "Gut zu wissen", "text": "In der Nacht wird die Uhr umgestellt."})
    done = {"tone": "good", "title": "Ihr Platz ist sicher", "text": "Die Bestätigung ist unterwegs."}
    yield State("Gelungen", {**level, **done})
    care = {"tone": "care", "title": "Neuer Raum", "text": "Das Erzählcafé ist in den Lesesaal verlegt."}
    yield State("Achtung", {**level, **care, "sign": "moved"})
    bad = {"tone": "bad", "title": "Dieser Raum ist gerade vergeben worden", "text": "Frei wäre er ab 17 Uhr."}
    yield State("Schlechte Nachricht mit nächstem Schritt", {**level, **bad, "url": "#inhalt", "link": "Freie Zeiten"})
    yield State("Nur ein Satz", {"text": "Einlass ist eine halbe Stunde vorher."})


def _empty() -> Iterator[State]:
    yield State("Nur gesagt", {"title": "Hier ist nichts angekündigt", "sign": "event", "level": 3})
    more = {"text": "Lassen Sie einen Filter weg.", "url": "#inhalt", "link": "Alle Termine"}
    yield State("Mit Ausweg", {"title": "Dazu steht nichts im Kalender", "level": 3, **more})


def _box() -> Iterator[State]:
    yield State("Kasten", {"title": "Zahlen lesen", "text": "Jeder Balken zählt Haushalte.", "id": "kasten-1"})
    more = {"url": "#inhalt", "link": "Mehr dazu", "kind": "survey"}
    yield State("Mit Art und Ziel", {"title": "Fragebogen", "text": "Er hat sechs Fragen.", "id": "kasten-2", **more})


def _fold() -> Iterator[State]:
    yield State("Zu", {"title": "Kann ich jemanden mitbringen?", "text": "Ja, bis zu drei Personen je Anmeldung."})
    yield State("Offen", {"title": "Was kostet es?", "text": "Nichts. Über Spenden freuen wir uns.", "open": True})


def _quotation() -> Iterator[State]:
    text = "Ein Satz, den jemand wirklich gesagt und freigegeben hat."
    yield State("Mit Namen und Aufgabe", {"text": text, "name": "Erika Beispiel", "role": "Moderatorin, Beispielhaus"})
    yield State("Mit Quelle, andere Sprache", {"text": "Come in.", "lang": "en", "name": "Max", "url": "#inhalt"})
    yield State("Ohne Namen", {"text": text})


def _pairs() -> Iterator[State]:
    known = [
        ("event", "Wann", "Donnerstag, 8. Oktober 2026, 18.00 bis 20.30 Uhr"),
        ("access", "Zugang", "Stufenlos"),
        ("funding", "Kosten", "Keine"),
        ("people", "Für wen", ""),
    ]
    yield State("Angaben mit Zeichen", {"pairs": known})


def _contact_box() -> Iterator[State]:
    full = SimpleNamespace(
        place=PLACE, phone="00000 123456", email="kontakt@example.org", website="https://beispielhaus.example.org"
    )
    yield State("Mit allem", {"contact": full, "id": "kontakt-1"})
    few = SimpleNamespace(phone="00000 123456")
    yield State("Nur Telefon", {"contact": few, "id": "kontakt-2"}, alone=True)


def _subscribe_box() -> Iterator[State]:
    full = {"webcal_url": "webcal://example.org/feeds/all.ics", "feed_url": "#inhalt"}
    yield State("Mit Abo und Datei", {**full, "what": "Die Termine dieses Bündnisses", "id": "abo-1"})
    yield State("Nur Weg zur Erklärung", {"url": "#inhalt", "id": "abo-2"}, alone=True)


def _imprint() -> Iterator[State]:
    facts = [("Vertreten durch", "Erika Beispiel und Max Muster"), ("Register", "Amtsgericht Musterstadt, VR 555")]
    full = {"name": "Beispielhaus e. V.", "address": "Angerweg 4, 00000 Musterstadt", "facts": facts}
    reach = {"email": "kontakt@example.org", "phone": "00000 123456"}
    yield State("Mit allem", {"imprint": {**full, **reach}, "operator_url": "#inhalt", "level": 3})
    yield State("Nur der Name", {"imprint": {"name": "Verein Muster"}}, alone=True)


def _privacy_note() -> Iterator[State]:
    links = {"privacy_url": "#inhalt", "imprint_url": "#inhalt"}
    yield State("Mit allem", {"name": "Beispielhaus e. V.", **links})
    yield State("Nur der Name", {"name": "Verein Muster"})


def _responsible_line() -> Iterator[State]:
    yield State("Unter einer Seite", {"responsible": {"label": "Beispielhaus", "url": "#inhalt"}})


OFFERS = (
    ("access", "Rollstuhlgerecht"),
    ("lift", "Aufzug"),
    ("toilet", "Rollstuhlgerechtes WC"),
    ("hearing", "Induktionsschleife"),
    ("signing", "Gebärdensprache"),
    ("captions", "Schriftdolmetschung"),
    ("easy", "Leichte Sprache"),
)


def _going_facts() -> Iterator[State]:
    full = {
        "cost": "8 €. Ermäßigt 4 € für: Kinder",
        "offers": [{"icon": icon, "label": label} for icon, label in OFFERS],
        "accessibility": ["Plätze in der ersten Reihe auf Zuruf"],
        "step_free": "Durch den Hof, am Tor öffnet ein Taster.",
        "arrival": "Bus 5 bis Angerweg.",
        "audience": "Für alle",
        "language": "Deutsch",
        "organisation": {"title": "Beispielhaus", "url": "#inhalt"},
        "co_organisers": [{"title": "Verein Muster"}],
        "contact": "Erika Beispiel",
        "contact_phone": "00000 123456",
    }
    yield State("Mit allem", full)
    yield State("Fast nichts", {})


COMPONENTS = [
    Component("notice", "Hinweis", _notice),
    Component("empty", "Leerer Zustand", _empty),
    Component("box", "Kasten", _box),
    Component("fold", "Zum Aufklappen", _fold),
    Component("quotation", "Zitat", _quotation),
    Component("pairs", "Angaben mit Zeichen", _pairs),
    Component("going_facts", "Kosten, Zugang, Kontakt", _going_facts),
    Component("imprint", "Wer verantwortlich ist", _imprint),
    Component("privacy_note", "Unter jedem Formular", _privacy_note),
    Component("responsible_line", "Am Fuß von Seiten einer Organisation", _responsible_line),
    Component("contact_box", "Kontakt", _contact_box),
    Component("subscribe_box", "Kalender-Abo", _subscribe_box),
]
