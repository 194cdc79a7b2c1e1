"""The kinds of mail this plugin sends, with a sample of what each is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from allmende.plugin import NotificationKind

LABELS = {
    "confirmed": _("Anmeldung bestätigt"),
    "confirm": _("Bitte um Bestätigung"),
    "waiting": _("Auf der Warteliste"),
    "offer": _("Angebot eines freien Platzes"),
    "again": _("Schon angemeldet"),
    "cancelled": _("Anmeldung abgesagt"),
    "called_off": _("Workshop abgesagt"),
    "date_called_off": _("Ein Termin abgesagt"),
    "moved": _("Termin geändert"),
    "places": _("Plätze zurückgegeben"),
    "offer_over": _("Angebot verfallen"),
    "waiting_over": _("Warteliste beendet"),
    "reminder": _("Erinnerung"),
}


#: All kinds have one shape; each has its own subject and words.
LAYOUT = "workshops/mail/layout"
ADDRESS = "https://beispiel.example.org/workshops"
#: After these there is nothing left to change; with these somebody's address is written to for the first time.
ENDS = {"confirm", "cancelled", "called_off", "offer_over", "waiting_over"}
FIRST = {"confirmed", "confirm", "waiting"}
SPECIAL: dict[str, dict[str, Any]] = {
    "confirm": {
        "action_url": f"{ADDRESS}/bestaetigen/abc/",
        "action_text": _("Anmeldung bestätigen"),
        "until": "Montag, 5. Oktober 2026, 12.00 Uhr",
    },
    "offer": {
        "action_url": f"{ADDRESS}/angebot/abc/",
        "action_text": _("Platz annehmen oder ablehnen"),
        "until": "Montag, 5. Oktober 2026, 12.00 Uhr",
    },
    "again": {"state": "waiting"},
    "called_off": {"note": "Die Leitung ist krank."},
    "date_called_off": {
        "note": "Die Leitung ist krank.",
        "rest": ["Donnerstag, 15. Oktober 2026, 18.00 bis 20.30 Uhr"],
    },
    "moved": {"was": "Mittwoch, 7. Oktober 2026, 18.00 bis 20.30 Uhr", "note": "Der Saal ist belegt."},
}


def kinds() -> Iterator[NotificationKind]:
    """Yield every kind."""
    for name, label in LABELS.items():
        template = f"workshops/mail/{name}"
        yield NotificationKind(
            key=f"workshops.{name}", label=label, template=template, sample=partial(sample, name), layout=LAYOUT
        )


def sample(name: str) -> Mapping[str, Any]:
    """Return a context like the one a mail of this kind has."""
    return {
        "name": "Erika Beispiel",
        "title": "Kleine Allianzen vor Ort",
        "words": f"workshops/mail/{name}.words.txt",
        "places": 2,
        "facts": [
            (_("Wann"), "Donnerstag, 8. Oktober 2026, 18.00 bis 20.30 Uhr"),
            (_("Wo"), "Bürgertreff, Angerweg 4, 69126 Heidelberg"),
        ],
        "organisation": "Allianz im Beispiel",
        "organisation_phone": "0621 555 01",
        "manage_url": "" if name in ENDS else f"{ADDRESS}/anmeldung/abc/",
        "disown_url": f"{ADDRESS}/nicht-ich/abc/" if name in FIRST else "",
        **SPECIAL.get(name, {}),
    }
