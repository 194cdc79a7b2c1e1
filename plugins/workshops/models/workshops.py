"""The workshop behind its pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from allmende.api import Going, OwnedIdentity


class Workshop(Going, OwnedIdentity):
    """A workshop: what is true of it in every language. Its words stand on its pages, its dates on its sessions."""

    topics = models.ManyToManyField("core.Topic", verbose_name=_("Themen"), blank=True, related_name="workshops")
    speakers = models.ManyToManyField(
        "core.Person",
        verbose_name=_("Es leiten"),
        through="workshops.WorkshopSpeaker",
        blank=True,
        related_name="workshops",
    )

    class Meta(OwnedIdentity.Meta):
        verbose_name = _("Workshop")
        verbose_name_plural = _("Workshops")
        ordering = ["title"]


class WorkshopSpeaker(models.Model):
    """Somebody who leads a workshop, and in which part."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="speaker_rows")
    person = models.ForeignKey("core.Person", verbose_name=_("Person"), on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("Aufgabe"), max_length=120, blank=True, help_text=_("Zum Beispiel: Leitung, Gast."))
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        verbose_name = _("Leitung")
        verbose_name_plural = _("Leitung")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "person"], name="workshop_speaker_once")]

    def __str__(self) -> str:
        return str(self.person)
