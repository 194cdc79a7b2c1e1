"""What may stand in the way of a registration, each with a code for machines and a sentence for people."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RegistrationError(Exception):
    """A registration was refused or not changed. `code` names the reason, `message` tells the person what to do."""

    MESSAGES: ClassVar[dict[str, str | Promise]] = {
        "cancelled": _("Dieser Workshop ist abgesagt."),
        "past": _("Dieser Workshop hat schon begonnen oder ist vorbei."),
        "not_yet": _("Die Anmeldung ist noch nicht geöffnet."),
        "closed": _("Die Anmeldung ist geschlossen."),
        "full": _("Alle Plätze sind vergeben, und es gibt keine Warteliste."),
        "too_many": _("So viele Plätze können Sie auf einmal nicht anmelden. Bitte wählen Sie weniger."),
        "too_large": _("So viele Plätze hat dieser Workshop nicht. Bitte wählen Sie weniger."),
        "only_fewer": _("Sie können Plätze zurückgeben. Mehr Plätze gibt es mit einer neuen Anmeldung."),
        "changed": _("An dieser Anmeldung hat sich gerade etwas geändert. Bitte sehen Sie noch einmal nach."),
        "overdue": _("Die Frist ist vorbei. Der Platz ist wieder frei für andere."),
        "busy": _("Gerade melden sich sehr viele an. Bitte versuchen Sie es noch einmal."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """The sentence in the active language."""
        return str(self.MESSAGES[self.code])


class NoRoomError(Exception):
    """A pool has no room for the places asked for; the transaction must be rolled back."""


class SessionChangedError(Exception):
    """Dates or state of a session changed while somebody registered for it; look again."""
