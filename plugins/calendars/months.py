"""Months as weeks of days."""

from __future__ import annotations

import datetime as dt
from calendar import MONDAY, Calendar
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Day:
    """A day in a month's table, as templates/components/month.html shows it."""

    date: dt.date
    in_month: bool
    is_today: bool
    entries: list[Any] = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Month:
    """One month of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """Return the month of a day."""
        return cls(day.year, day.month)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def after(self) -> dt.date:
        """The first day that no longer belongs to it."""
        return self.next.first

    @property
    def next(self) -> Month:
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def previous(self) -> Month:
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)

    def weeks(self, found: Iterable[Any], today: dt.date) -> list[list[Day]]:
        """Return its weeks from Monday to Sunday, each date on every day on which it takes place."""
        by_date: dict[dt.date, list[Any]] = {}
        last = self.after - dt.timedelta(days=1)
        for entry in found:
            for day in entry.days(self.first, last):
                # Only the first day of several says when it begins.
                by_date.setdefault(day, []).append(entry if day == entry.day else replace(entry, all_day=True))
        weeks = Calendar(MONDAY).monthdatescalendar(self.year, self.number)
        return [[Day(day, Month.of(day) == self, day == today, by_date.get(day, [])) for day in week] for week in weeks]
