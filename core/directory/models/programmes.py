"""Programmes: days or weeks of action, made of what many organisations hand in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .alliances import Alliance
from .identities import Identity, Organisation, Topical


class Programme(Topical, Identity):
    """Several days under one theme; its events belong to the organisations that hand them in.

    `starts_on` and `ends_on` are both inclusive. Nothing of the programme is public before `published_at`, the embargo.
    """

    alliance = models.ForeignKey(
        Alliance, verbose_name=_("Bündnis"), null=True, blank=True, on_delete=models.PROTECT, related_name="programmes"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("Teil von"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text=_("Das landesweite Programm, zu dem dieses gehört."),
    )
    starts_on = models.DateField(_("Erster Tag"), null=True, blank=True)
    ends_on = models.DateField(_("Letzter Tag"), null=True, blank=True)
    theme = models.CharField(_("Jahresthema"), max_length=200, blank=True)
    theme_set_by = models.CharField(
        _("Thema gesetzt von"), max_length=200, blank=True, help_text=_("Wer das übergeordnete Thema vorgibt.")
    )
    submissions_open_at = models.DateTimeField(_("Einreichen ab"), null=True, blank=True)
    submissions_close_at = models.DateTimeField(_("Einreichen bis"), null=True, blank=True)
    published_at = models.DateTimeField(
        _("Veröffentlicht ab"), null=True, blank=True, help_text=_("Bis dahin bleibt das Programm unter Verschluss.")
    )

    class Meta(Identity.Meta):
        verbose_name = _("Programm")
        verbose_name_plural = _("Programme")
        ordering = ["-starts_on"]
        constraints: ClassVar = [
            *Identity.Meta.constraints,
            models.CheckConstraint(
                name="programme_ends_after_start", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Der letzte Tag liegt vor dem ersten.")})


class Submission(models.Model):
    """What an organisation hands in for a programme: exactly the revision of the page that it showed.

    `key` is the `translation_key` of the page's thing, so translations are included. The coordinators see the revision
    and nothing else of the member's tree; accepting it schedules that revision for the embargo.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("eingereicht")
        ASKED_BACK = "asked_back", _("Rückfrage gestellt")
        ACCEPTED = "accepted", _("angenommen")
        DECLINED = "declined", _("abgelehnt")
        WITHDRAWN = "withdrawn", _("zurückgezogen")

    programme = models.ForeignKey(
        Programme, verbose_name=_("Programm"), on_delete=models.CASCADE, related_name="submissions"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="submissions"
    )
    key = models.UUIDField(editable=False)
    title = models.CharField(_("Titel"), max_length=255)
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    state = models.CharField(_("Status"), max_length=12, choices=State.choices, default=State.SUBMITTED)
    submitted_at = models.DateTimeField(_("eingereicht"), auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("entschieden"), null=True, blank=True)

    class Meta:
        verbose_name = _("Einreichung")
        verbose_name_plural = _("Einreichungen")
        ordering = ["-submitted_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "key"], name="submission_once_per_programme"),
        ]

    def __str__(self) -> str:
        return self.title


class SubmissionNote(models.Model):
    """What coordinators and the organisation write to each other about a submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    text = models.TextField(_("Nachricht"))
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Nachricht")
        verbose_name_plural = _("Nachrichten")
        ordering = ["written_at"]

    def __str__(self) -> str:
        return self.text[:60]
