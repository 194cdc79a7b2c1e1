"""What every date has, whoever it belongs to."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _


class DateStatus(models.TextChoices):
    PLANNED = "planned", _("findet statt")
    CANCELLED = "cancelled", _("abgesagt")


class DateModel(models.Model):
    """One date: a half-open span `[starts_at, ends_at)`, aware, stored in UTC, thought in the site's time zone.

    `uid` names the date for ever, in feeds and in mails. `sequence` grows whenever start, end, place or status changes
    (RFC 5545 §3.8.7.4); `save()` sees to that, so no caller can forget it. The first start is kept in `moved_from`
    once the date has been moved. All-day dates start at midnight and end at midnight after the last day.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))
    all_day = models.BooleanField(_("ganztägig"), default=False)
    place = models.ForeignKey(
        "core.Place", verbose_name=_("Ort"), null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    status = models.CharField(_("Status"), max_length=12, choices=DateStatus.choices, default=DateStatus.PLANNED)
    moved_from = models.DateTimeField(_("verlegt von"), null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    DECISIVE: ClassVar = ("starts_at", "ends_at", "all_day", "place_id", "status")

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, counting `sequence` up and remembering the first start when the stored date is changed."""
        stored = getattr(self, "_stored", None)
        if stored and any(value != getattr(self, name) for name, value in stored.items()):
            self.sequence += 1
            if stored.get("starts_at", self.starts_at) != self.starts_at and self.moved_from is None:
                self.moved_from = stored["starts_at"]
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "sequence", "moved_from"}
        super().save(*args, **kwargs)
        self._remember()

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> DateModel:  # type: ignore[override]
        date = super().from_db(db, field_names, values)
        date._remember()
        return date

    def _remember(self) -> None:
        self._stored = {name: self.__dict__[name] for name in self.DECISIVE if name in self.__dict__}

    @property
    def is_cancelled(self) -> bool:
        return self.status == DateStatus.CANCELLED

    @property
    def is_past(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def when(self) -> str:
        """The start in words of the active language, for lists in the admin."""
        start = timezone.localtime(self.starts_at)
        return formats.date_format(start, "DATE_FORMAT" if self.all_day else "DATETIME_FORMAT")
