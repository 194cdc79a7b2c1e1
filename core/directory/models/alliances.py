"""Alliances, who belongs to them, and what they belong to."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.directory.partial_dates import PartialDateField, Period

from .identities import Identity, Organisation, Topical
from .responsible import Responsible


class Alliance(Topical, Responsible, Identity):
    """Several independent organisations that act together."""

    class Form(models.TextChoices):
        OPEN = "open", _("Offenes Bündnis")
        ROUND_TABLE = "round_table", _("Runder Tisch")
        WORKING_GROUP = "working_group", _("Feste Arbeitsgruppe")
        ASSOCIATION = "association", _("Eingetragener Verein")
        NETWORK = "network", _("Netzwerk")

    form = models.CharField(_("Form"), max_length=20, choices=Form.choices, default=Form.OPEN)
    founded = PartialDateField(_("Gegründet"), blank=True)
    ended = PartialDateField(_("Beendet"), blank=True)
    municipality = models.ForeignKey(
        "core.Municipality",
        verbose_name=_("Kommune"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="alliances",
    )
    city = models.CharField(
        _("Gebiet"), max_length=120, blank=True, help_text=_("Wo das Bündnis wirkt, wenn es mehr ist als eine Kommune.")
    )
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    website = models.URLField(_("Website"), blank=True)
    members = models.ManyToManyField(Organisation, through="core.Membership", related_name="alliances")

    class Meta(Identity.Meta):
        verbose_name = _("Bündnis")
        verbose_name_plural = _("Bündnisse")
        ordering = ["title"]


class Membership(Period):
    """An organisation's part in an alliance: role, contribution and period."""

    alliance = models.ForeignKey(
        Alliance, verbose_name=_("Bündnis"), on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("Rolle"), max_length=120, blank=True)
    contribution = models.CharField(
        _("Beitrag"),
        max_length=250,
        blank=True,
        help_text=_("Was die Organisation einbringt: Arbeitszeit, Räume, Geld, Wissen."),
    )

    class Meta:
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")
        ordering = ["organisation__title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alliance", "organisation"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.alliance}"


class UmbrellaMembership(Period):
    """An alliance's membership in something larger, which may be known here or only by name and address."""

    alliance = models.ForeignKey(
        Alliance, verbose_name=_("Bündnis"), on_delete=models.CASCADE, related_name="umbrellas"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("Dachverband, der hier eine Seite hat"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="umbrella_memberships",
    )
    name = models.CharField(_("oder ein Name"), max_length=200, blank=True)
    url = models.URLField(_("Website"), blank=True)

    class Meta:
        verbose_name = _("Mitgliedschaft im Dachverband")
        verbose_name_plural = _("Mitgliedschaften in Dachverbänden")
        ordering = ["since", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="umbrella_is_named", condition=models.Q(organisation__isnull=False) | ~models.Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.name)

    def clean(self) -> None:
        super().clean()
        if bool(self.organisation_id) == bool(self.name):
            message = _("Bitte wählen Sie eine Organisation oder schreiben Sie einen Namen.")
            raise ValidationError({"name": ValidationError(message, code="one_umbrella")})
