"""Sessions: what one registers for. A session has one date, or several that belong together like a course."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from allmende.api import DateModel, DateStatus

from ..states import AddressCheck
from .workshops import Workshop


class Session(models.Model):
    """A run of a workshop with its own places; all its dates are booked together.

    Only `domain.scheduling` changes `status`; `save()` leaves it alone, so a stale form cannot call back what people
    were told.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(
        Workshop, verbose_name=_("Workshop"), on_delete=models.PROTECT, related_name="sessions"
    )
    label = models.CharField(
        _("Bezeichnung"), max_length=120, blank=True, help_text=_("Nur nötig, wenn es mehrere gibt: „Vormittagskurs“.")
    )
    status = models.CharField(
        _("Status"), max_length=12, choices=DateStatus.choices, default=DateStatus.PLANNED, editable=False
    )
    registration_opens_at = models.DateTimeField(
        _("Anmeldung ab"), null=True, blank=True, help_text=_("Leer bedeutet: ab sofort.")
    )
    registration_closes_at = models.DateTimeField(
        _("Anmeldeschluss"), null=True, blank=True, help_text=_("Leer bedeutet: so viele Stunden vor Beginn wie unten.")
    )
    closes_hours_before = models.PositiveSmallIntegerField(_("Anmeldeschluss, Stunden vor Beginn"), default=0)
    max_places = models.PositiveSmallIntegerField(
        _("Höchstens Plätze je Anmeldung"), default=4, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    address_check = models.CharField(
        _("Anmeldung gilt"), max_length=8, choices=AddressCheck.choices, default=AddressCheck.AT_ONCE
    )
    hold_minutes = models.PositiveSmallIntegerField(
        _("Frist für die Bestätigung in Minuten"),
        default=120,
        validators=[MinValueValidator(5)],
        help_text=_("So lange bleibt ein Platz frei, bis die E-Mail-Adresse bestätigt ist."),
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("Frist für ein Angebot in Stunden"),
        default=48,
        validators=[MinValueValidator(1)],
        help_text=_("So lange bleibt ein Platz reserviert, der von der Warteliste angeboten wird."),
    )
    waiting_list = models.BooleanField(_("Warteliste"), default=True)
    online_link = models.URLField(
        _("Online-Zugang"), blank=True, max_length=500, help_text=_("Sehen nur Menschen, die angemeldet sind.")
    )
    is_online = models.BooleanField(_("findet online statt"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    pools = models.ManyToManyField("workshops.CapacityPool", through="workshops.SessionPool", related_name="sessions")

    class Meta:
        verbose_name = _("Anmeldung zu einem Workshop")
        verbose_name_plural = _("Anmeldungen zu Workshops")
        ordering = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="session_opens_before_it_closes",
                condition=models.Q(registration_opens_at__isnull=True)
                | models.Q(registration_closes_at__isnull=True)
                | models.Q(registration_opens_at__lt=models.F("registration_closes_at")),
                violation_error_message=_("Der Anmeldeschluss liegt vor dem Beginn der Anmeldung."),
            ),
            models.CheckConstraint(name="session_max_places_positive", condition=models.Q(max_places__gte=1)),
        ]

    def __str__(self) -> str:
        return " – ".join(filter(None, [self.workshop.title, self.label]))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; `status` only for a new row or when it is named in `update_fields`."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kept = {"status", "id"}
            kwargs["update_fields"] = [f.attname for f in self._meta.concrete_fields if f.attname not in kept]
        super().save(*args, **kwargs)

    @cached_property
    def ordered_dates(self) -> list[SessionDate]:
        """All dates by start, the cancelled ones too."""
        return sorted(self.dates.all(), key=lambda date: (date.starts_at, date.pk))

    @property
    def planned_dates(self) -> list[SessionDate]:
        """The dates that take place, by start."""
        return [date for date in self.ordered_dates if not date.is_cancelled]

    @property
    def starts_at(self) -> dt.datetime | None:
        """The start of the first date that takes place; None if there is none."""
        return self.planned_dates[0].starts_at if self.planned_dates else None

    @property
    def ends_at(self) -> dt.datetime | None:
        """The end of the last date that takes place; None if there is none."""
        return max((date.ends_at for date in self.planned_dates), default=None)

    @property
    def closes_at(self) -> dt.datetime | None:
        """When registration closes: never after the first start."""
        if self.starts_at is None:
            return None
        before = self.starts_at - dt.timedelta(hours=self.closes_hours_before)
        return min(filter(None, [self.registration_closes_at, before]))

    @property
    def is_cancelled(self) -> bool:
        return self.status == DateStatus.CANCELLED

    @property
    def is_over(self) -> bool:
        """Whether the last date that takes place is over."""
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def has_begun(self) -> bool:
        """Whether the first date has begun, or none is left."""
        return self.starts_at is None or self.starts_at <= timezone.now()


class SessionDate(DateModel):
    """One date of a session. Changed by `domain.scheduling`, which tells those who registered."""

    session = models.ForeignKey(Session, verbose_name=_("Durchgang"), on_delete=models.CASCADE, related_name="dates")
    #: Always the session's; the calendar index follows dates by it.
    workshop = models.ForeignKey(Workshop, verbose_name=_("Workshop"), on_delete=models.CASCADE, related_name="dates")
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta(DateModel.Meta):
        verbose_name = _("Termin")
        verbose_name_plural = pgettext_lazy("dates of one thing", "Termine")
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return self.when

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the session's workshop."""
        self.workshop_id = self.session.workshop_id
        super().save(*args, **kwargs)
