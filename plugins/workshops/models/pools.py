"""Places. The counters live here and nowhere else, and no form saves a pool: only `domain.capacity` writes them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .sessions import Session


class CapacityPool(models.Model):
    """A number of places that registrations claim from.

    `taken` is the sum of the claims, `waiting` the places that people on the waiting list want. `overbooked` is how
    many the organisation knowingly gave beyond the capacity; it shrinks by itself as people cancel. `generation`
    counts what registered people must be told (dates moved, cancelled): a registration counts only if it has not
    changed since its confirmation was written, so no mail carries a date that has just been moved.
    """

    capacity = models.PositiveIntegerField(_("Plätze"), null=True, blank=True, help_text=_("Leer: unbegrenzt."))
    taken = models.PositiveIntegerField(default=0, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    overbooked = models.PositiveIntegerField(default=0, editable=False)
    generation = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Plätze")
        verbose_name_plural = _("Plätze")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pool_not_oversold",
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity") + F("overbooked")),
            ),
            models.CheckConstraint(
                name="pool_never_negative", condition=Q(taken__gte=0) & Q(waiting__gte=0) & Q(overbooked__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{'∞' if self.capacity is None else self.capacity}"

    @property
    def free(self) -> int | None:
        """How many places are left; None means that there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    def fits(self, places: int) -> bool:
        """Tell whether so many places are free."""
        return self.capacity is None or self.taken + places <= self.capacity


class SessionPool(models.Model):
    """Registering for the session claims from this pool. Several sessions may share one."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="session_pools")
    pool = models.ForeignKey(CapacityPool, on_delete=models.PROTECT, related_name="session_pools")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "pool"], name="session_pool_once")]

    def __str__(self) -> str:
        return f"{self.session} {self.pool}"
