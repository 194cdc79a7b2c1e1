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


def shift_days(moment: dt.datetime, days: int) -> dt.datetime:
    """Return the moment so many days later at the same time on the wall, also where the clocks change in between.

    A time that the clocks leave out becomes the one an hour later; of one they show twice it is the first.
    """
    wall = timezone.localtime(moment).replace(tzinfo=None, fold=0)
    return timezone.make_aware(wall + days * DAY).astimezone(dt.UTC)


def shift_span(starts_at: dt.datetime, ends_at: dt.datetime, days: int) -> tuple[dt.datetime, dt.datetime]:
    """Return both ends so many days later at the same times on the wall.

    Where the clocks would put the end before the start, the span is as long as it was.
    """
    start, end = shift_days(starts_at, days), shift_days(ends_at, days)
    return start, end if end > start else start + (ends_at - starts_at)
