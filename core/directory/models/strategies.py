"""Strategies: who carries them, how they came about, what they recommend, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.directory.partial_dates import PartialDateField, Period

from .actors import Actor
from .identities import Identity, Organisation, Topical


class Implementation(models.TextChoices):
    """How far something is; the order is that of progress, except that dropping is no progress."""

    OPEN = "open", _("noch offen")
    BEGUN = "begun", _("begonnen")
    PARTLY = "partly", _("teilweise umgesetzt")
    DONE = "done", _("umgesetzt")
    DROPPED = "dropped", _("aufgegeben")


class Strategy(Topical, Period, Identity):
    """What many decided together to strive for, and how."""

    class State(models.TextChoices):
        DRAFTING = "drafting", _("wird erarbeitet")
        RUNNING = "running", _("wird umgesetzt")
        DONE = "done", _("abgeschlossen")

    state = models.CharField(_("Stand"), max_length=12, choices=State.choices, default=State.RUNNING)

    class Meta(Identity.Meta):
        verbose_name = _("Strategie")
        verbose_name_plural = _("Strategien")
        ordering = ["title"]


class StrategyActor(Actor):
    """Who takes part in a strategy, and for which part of society."""

    class Sector(models.TextChoices):
        CITIZENS = "citizens", _("Bürgerinnen und Bürger")
        POLITICS = "politics", _("Politik")
        ADMINISTRATION = "administration", _("Verwaltung")
        ASSOCIATIONS = "associations", _("Verbände")
        BUSINESS = "business", _("Wirtschaft")

    strategy = models.ForeignKey(Strategy, verbose_name=_("Strategie"), on_delete=models.CASCADE, related_name="actors")
    sector = models.CharField(_("Bereich"), max_length=16, choices=Sector.choices)

    class Meta(Actor.Meta):
        verbose_name = _("Beteiligte")
        verbose_name_plural = _("Beteiligte")
        ordering = ["sector", "organisation__title", "name"]


class ProcessStep(Period):
    """One step on the way of a strategy; periods in the future are announcements."""

    strategy = models.ForeignKey(Strategy, verbose_name=_("Strategie"), on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("Schritt"), max_length=160)
    text = models.TextField(_("Was geschieht"), blank=True)

    class Meta:
        verbose_name = _("Schritt")
        verbose_name_plural = _("Schritte")
        ordering = ["since", "pk"]

    def __str__(self) -> str:
        return self.title


class Recommendation(models.Model):
    """Something that a strategy recommends. How far it is follows from the commitments to it."""

    strategy = models.ForeignKey(
        Strategy, verbose_name=_("Strategie"), on_delete=models.CASCADE, related_name="recommendations"
    )
    number = models.PositiveSmallIntegerField(_("Nummer"))
    title = models.CharField(_("Empfehlung"), max_length=250)
    text = models.TextField(_("Erläuterung"), blank=True)
    field_of_action = models.CharField(_("Handlungsfeld"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("Handlungsempfehlung")
        verbose_name_plural = _("Handlungsempfehlungen")
        ordering = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["strategy", "number"], name="recommendation_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Commitment(models.Model):
    """What an organisation has bound itself to do for a recommendation, or for the strategy as a whole.

    `state` is the confirmed one; what the organisation reports waits in a `ProgressReport` until a coordinator
    confirms it.
    """

    strategy = models.ForeignKey(
        Strategy, verbose_name=_("Strategie"), on_delete=models.CASCADE, related_name="commitments"
    )
    recommendation = models.ForeignKey(
        Recommendation,
        verbose_name=_("Handlungsempfehlung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="commitments"
    )
    text = models.TextField(_("Zusage"))
    made_on = PartialDateField(_("zugesagt"), blank=True)
    due = PartialDateField(_("bis wann"), blank=True)
    state = models.CharField(
        _("Stand"), max_length=12, choices=Implementation.choices, default=Implementation.OPEN, editable=False
    )
    contact_email = models.EmailField(
        _("E-Mail-Adresse für Rückfragen"),
        blank=True,
        help_text=_("Nicht öffentlich. Dorthin geht die Bitte um Auskunft."),
    )

    class Meta:
        verbose_name = _("Selbstverpflichtung")
        verbose_name_plural = _("Selbstverpflichtungen")
        ordering = ["recommendation__number", "organisation__title"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.text[:60]}"


class ProgressReport(models.Model):
    """What an organisation says about its commitment; public once a coordinator has confirmed it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("wartet auf Bestätigung")
        CONFIRMED = "confirmed", _("bestätigt")
        DECLINED = "declined", _("nicht bestätigt")

    commitment = models.ForeignKey(
        Commitment, verbose_name=_("Selbstverpflichtung"), on_delete=models.CASCADE, related_name="reports"
    )
    claimed = models.CharField(_("Stand"), max_length=12, choices=Implementation.choices)
    text = models.TextField(_("Was geschehen ist"))
    evidence = models.URLField(_("Nachweis im Netz"), blank=True)
    reported_at = models.DateTimeField(_("berichtet"), auto_now_add=True)
    state = models.CharField(_("Status"), max_length=12, choices=State.choices, default=State.WAITING)
    decided_at = models.DateTimeField(_("entschieden"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    remark = models.TextField(_("Bemerkung der Koordination"), blank=True)

    class Meta:
        verbose_name = _("Bericht")
        verbose_name_plural = _("Berichte")
        ordering = ["-reported_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commitment"], name="report_waits_once", condition=models.Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment.organisation}, {self.get_claimed_display()}"
