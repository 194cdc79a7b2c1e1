"""How long the plugin keeps what people said about themselves."""

from __future__ import annotations

import datetime as dt

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from allmende.plugin import PersonalData

#: Counted from the end of the session's last date, whether it took place or not.
KEPT = dt.timedelta(days=30)

DECLARED = PersonalData(
    key="workshops.registrations",
    label=_("Anmeldungen zu Workshops"),
    purpose=_("Damit die Organisation weiß, wer kommt, und Ihnen sagen kann, wenn sich etwas ändert."),
    fields=_("Name, E-Mail-Adresse oder Telefonnummer, Zahl der Plätze"),
    retention=format_lazy(
        _("{days} Tage nach dem letzten Termin, dann wird alles Persönliche gelöscht"), days=KEPT.days
    ),
    recipients=_("Die Organisation, die einlädt"),
    basis=_("Vertrag oder Anfrage (Art. 6 Abs. 1 Buchst. b DSGVO)"),
    order=15,
)
