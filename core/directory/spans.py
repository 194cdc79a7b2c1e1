"""Spans of whole days: what a date means that lasts all day."""

import datetime as dt

from django.utils import timezone

DAY = dt.timedelta(days=1)


def midnight(day: dt.date) -> dt.datetime:
    """Return the aware start of a day in the current time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def whole_days(first: dt.datetime, last: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return the half-open span from the midnight before `first` to the midnight after the day of `last`."""
    return midnight(timezone.localdate(first)), midnight(timezone.localdate(last) + DAY)


def last_day(ends_at: dt.datetime) -> dt.date:
    """Return the last day of a span of whole days that ends at `ends_at`."""
    return timezone.localdate(ends_at) - DAY
