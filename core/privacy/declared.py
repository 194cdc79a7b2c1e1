"""What is stored about people: core's own part, and what plugins declare by the hook `personal_data`."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.hooks.contracts import PersonalData
from core.hooks.dispatch import collect
from core.mail import delivery
from core.visitors import limits

CONTRACT = _("Vertrag oder Anfrage (Art. 6 Abs. 1 Buchst. b DSGVO)")
INTEREST = _("Berechtigtes Interesse (Art. 6 Abs. 1 Buchst. f DSGVO)")
CONSENT = _("Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO)")

CORE_DATA = (
    PersonalData(
        key="core.mail",
        label=_("E-Mails, die wir Ihnen schicken"),
        purpose=_("Damit keine Nachricht verloren geht, wenn der Mail-Server gerade nicht antwortet."),
        fields=_("E-Mail-Adresse, Betreff und Text"),
        retention=format_lazy(
            _("{days} Tage nach dem Versand, dann werden Adresse und Text gelöscht"), days=delivery.KEPT.days
        ),
        basis=CONTRACT,
        order=10,
    ),
    PersonalData(
        key="core.messages",
        label=_("Nachrichten aus Formularen und Meldungen von Barrieren"),
        purpose=_("Damit die Organisation oder wir Ihnen antworten können."),
        fields=_("Name, E-Mail-Adresse oder Telefonnummer, Ihre Nachricht"),
        retention=format_lazy(
            _("Bei uns {days} Tage nach dem Versand. Wer sie bekommen hat, löscht sie, sobald alles beantwortet ist"),
            days=delivery.KEPT.days,
        ),
        recipients=_("Die Organisation, der Sie schreiben; bei Barrieren der Betreiber der Website"),
        basis=CONTRACT,
        order=20,
    ),
    PersonalData(
        key="core.counts",
        label=_("Schutz vor Missbrauch der Formulare"),
        purpose=_("Damit niemand tausend Anmeldungen auf einmal abschickt."),
        fields=_("Eine Prüfsumme aus Ihrem Anschluss, die jeden Tag eine andere ist; keine IP-Adresse"),
        retention=format_lazy(_("{days} Tage"), days=limits.KEPT.days),
        basis=INTEREST,
        order=30,
    ),
    PersonalData(
        key="core.people",
        label=_("Menschen, die auf Seiten genannt werden"),
        purpose=_("Damit Sie wissen, wer etwas leitet oder Fragen beantwortet."),
        fields=_("Name, Aufgabe, Foto, Telefonnummer, wie die Organisation sie veröffentlicht"),
        retention=_("Bis die Organisation die Angabe entfernt oder die Person es wünscht"),
        recipients=_("Alle, die die Website lesen"),
        basis=CONSENT,
        order=40,
    ),
    PersonalData(
        key="core.accounts",
        label=_("Konten von Redaktionen"),
        purpose=_("Damit nur Berechtigte Seiten ändern, und damit sich Änderungen nachvollziehen lassen."),
        fields=_("Name, E-Mail-Adresse, Passwort als Prüfsumme, zweiter Faktor, Zeitpunkt der Anmeldung"),
        retention=_("Bis das Konto gelöscht wird; Einladungen, die niemand annimmt, drei Monate"),
        basis=CONTRACT,
        order=90,
    ),
)


def declarations() -> list[PersonalData]:
    """Return what is stored about people, in the order in which it is told; switched-off plugins keep theirs, too."""
    found = [*CORE_DATA, *collect("personal_data").items]
    return sorted(found, key=lambda each: each.order)
