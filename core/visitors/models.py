"""What is counted about visitors, without knowing who they are."""

from django.db import models


class RateCount(models.Model):
    """How often something was done within one span of time.

    `key` is a keyed hash that changes every day; no address and no IP is stored.
    """

    purpose = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "key", "window_start"], name="rate_count_once")]
        indexes = [models.Index(fields=["window_start"], name="rate_count_window")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.window_start:%Y-%m-%d %H:%M}: {self.count}"
