"""An invitation to edit an organisation, until it is accepted, withdrawn or forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

#: So long a link counts after it was sent.
LINK_AGE = timedelta(days=14)


def make_secret() -> str:
    """Return a new value that all links to an invitation depend on."""
    return get_random_string(22)


class Invitation(models.Model):
    """Somebody is asked by mail to edit an organisation. Sending again changes `secret`, so the older link is void."""

    organisation = models.ForeignKey(
        "core.Organisation", verbose_name=_("Organisation"), on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("E-Mail-Adresse"))
    language = models.CharField(_("Sprache"), max_length=10, default="de")
    secret = models.CharField(max_length=22, default=make_secret, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eingeladen von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    replaces = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("übernimmt von"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Wer den Zugang abgibt, sobald die Einladung angenommen ist."),
    )
    sent_at = models.DateTimeField(_("verschickt"), default=timezone.now)
    accepted_at = models.DateTimeField(_("angenommen"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("zurückgezogen"), null=True, blank=True)

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        ordering: ClassVar = ["-sent_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.organisation}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted, with this link or with a new one."""
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + LINK_AGE

    @property
    def is_expired(self) -> bool:
        return self.is_open and self.expires_at <= timezone.now()
