"""Projects, networks of cities and funding programmes."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.directory.partial_dates import PartialDateField, Period

from .actors import Actor
from .alliances import Alliance
from .dates import DateModel
from .identities import Identity, OwnedIdentity, Topical
from .strategies import Strategy
from .vocabularies import Municipality


class Network(Topical, Period, Identity):
    """Cities that learn from one another."""

    website = models.URLField(_("Website"), blank=True)

    class Meta(Identity.Meta):
        verbose_name = _("Städtenetz")
        verbose_name_plural = _("Städtenetze")
        ordering = ["title"]


class NetworkCity(Period):
    """A city of a network."""

    network = models.ForeignKey(Network, verbose_name=_("Städtenetz"), on_delete=models.CASCADE, related_name="cities")
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("Kommune"), on_delete=models.PROTECT, related_name="networks"
    )
    contribution = models.CharField(_("Wofür die Stadt steht"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("Stadt im Netz")
        verbose_name_plural = _("Städte im Netz")
        ordering = ["municipality__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "municipality"], name="network_city_once"),
        ]

    def __str__(self) -> str:
        return str(self.municipality)


class NetworkPartner(Actor):
    """Who carries or accompanies a network."""

    network = models.ForeignKey(Network, verbose_name=_("Städtenetz"), on_delete=models.CASCADE, related_name="actors")

    class Meta(Actor.Meta):
        verbose_name = _("Partner des Netzes")
        verbose_name_plural = _("Partner des Netzes")
        ordering = ["role", "organisation__title", "name"]


class Project(Topical, Period, Identity):
    """Something with a beginning, an end and a question to answer."""

    class Category(models.TextChoices):
        PROJECT = "project", _("Projekt")
        MODEL = "model", _("Modellprojekt")
        PILOT = "pilot", _("Pilotprojekt")
        FOUNDING = "founding", _("Gründung eines Bündnisses")

    class State(models.TextChoices):
        PLANNED = "planned", _("geplant")
        RUNNING = "running", _("läuft")
        DONE = "done", _("abgeschlossen")

    category = models.CharField(_("Art"), max_length=12, choices=Category.choices, default=Category.PROJECT)
    state = models.CharField(_("Stand"), max_length=12, choices=State.choices, default=State.RUNNING)
    alliance = models.ForeignKey(
        Alliance, verbose_name=_("Bündnis"), null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    strategy = models.ForeignKey(
        Strategy, verbose_name=_("Strategie"), null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    network = models.ForeignKey(
        Network, verbose_name=_("Städtenetz"), null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    municipalities = models.ManyToManyField(
        Municipality, verbose_name=_("Wo es stattfindet"), blank=True, related_name="projects"
    )

    class Meta(Identity.Meta):
        verbose_name = _("Projekt")
        verbose_name_plural = _("Projekte")
        ordering = ["title"]


class ProjectPartner(Actor):
    """Who does what in a project."""

    project = models.ForeignKey(Project, verbose_name=_("Projekt"), on_delete=models.CASCADE, related_name="actors")

    class Meta(Actor.Meta):
        verbose_name = _("Partner des Projekts")
        verbose_name_plural = _("Partner des Projekts")
        ordering = ["role", "organisation__title", "name"]


class FundingProgramme(Topical, OwnedIdentity):
    """Money that groups can apply for; amounts in euros, both inclusive."""

    amount_from = models.PositiveIntegerField(_("Betrag ab, in Euro"), null=True, blank=True)
    amount_to = models.PositiveIntegerField(_("Betrag bis, in Euro"), null=True, blank=True)
    website = models.URLField(_("Antrag und Auskunft im Netz"), blank=True)

    class Meta(OwnedIdentity.Meta):
        verbose_name = _("Förderprogramm")
        verbose_name_plural = _("Förderprogramme")
        ordering = ["title"]

    def clean(self) -> None:
        super().clean()
        if self.amount_from and self.amount_to and self.amount_to < self.amount_from:
            raise ValidationError({"amount_to": _("Der Höchstbetrag liegt unter dem Mindestbetrag.")})


class FundingRound(DateModel):
    """One round of a funding programme; its date is the deadline, usually a whole day."""

    programme = models.ForeignKey(
        FundingProgramme, verbose_name=_("Förderprogramm"), on_delete=models.CASCADE, related_name="rounds"
    )
    title = models.CharField(_("Runde"), max_length=120, blank=True, help_text=_("Zum Beispiel: Frühjahr."))
    opens_on = models.DateField(_("Anträge ab"), null=True, blank=True)
    decided = PartialDateField(_("Entscheidung"), blank=True)

    class Meta(DateModel.Meta):
        verbose_name = _("Förderrunde")
        verbose_name_plural = _("Förderrunden")
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.programme} · {self.when}"
