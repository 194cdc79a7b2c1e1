"""Bodies that meet: plenaries, steering groups, network conferences; and their meetings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .actors import Actor
from .alliances import Alliance
from .dates import DateModel
from .identities import Identity
from .strategies import Strategy


class Body(Identity):
    """People who meet again and again in the name of an alliance or a strategy, or in none."""

    alliance = models.ForeignKey(
        Alliance, verbose_name=_("Bündnis"), null=True, blank=True, on_delete=models.PROTECT, related_name="bodies"
    )
    strategy = models.ForeignKey(
        Strategy, verbose_name=_("Strategie"), null=True, blank=True, on_delete=models.PROTECT, related_name="bodies"
    )
    rhythm = models.CharField(
        _("Wie oft"), max_length=160, blank=True, help_text=_("Zum Beispiel: viermal im Jahr, donnerstags.")
    )
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)

    class Meta(Identity.Meta):
        verbose_name = _("Gremium")
        verbose_name_plural = _("Gremien")
        ordering = ["title"]


class BodyMember(Actor):
    """Who sits in a body."""

    body = models.ForeignKey(Body, verbose_name=_("Gremium"), on_delete=models.CASCADE, related_name="actors")

    class Meta(Actor.Meta):
        verbose_name = _("Mitglied des Gremiums")
        verbose_name_plural = _("Mitglieder des Gremiums")
        ordering = ["organisation__title", "name"]


class Meeting(DateModel):
    """One meeting: before it an agenda, after it minutes and decisions. Only public ones are in the calendar."""

    body = models.ForeignKey(Body, verbose_name=_("Gremium"), on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(_("Titel"), max_length=160, blank=True, help_text=_("Leer: der Name des Gremiums."))
    agenda = models.TextField(_("Tagesordnung"), blank=True, help_text=_("Ein Punkt je Zeile."))
    decisions = models.TextField(_("Beschlüsse"), blank=True, help_text=_("Ein Beschluss je Zeile."))
    minutes = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("Protokoll"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_public = models.BooleanField(_("öffentlich"), default=True)

    class Meta(DateModel.Meta):
        verbose_name = _("Sitzung")
        verbose_name_plural = _("Sitzungen")
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.title or self.body} · {self.when}"
