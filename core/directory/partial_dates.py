"""Dates known to the year, the month or the day: „2004“, „Oktober 2004“, „1. Oktober 2004“.

Stored as ISO 8601 calendar dates of reduced precision ("2004", "2004-10", "2004-10-01"; ISO 8601-1 §5.2.2.2), so what
is stored says no more than what is known, and texts sort as the dates do.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import MONTHS
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from core import phrases

STORED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
#: How a date is typed: with numbers only, or with the month as a word, in German or English.
NUMBERS = re.compile(r"(?:(?:(\d{1,2})[./])?(\d{1,2})[./])?(\d{4})")
WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d]+)\.?\s+(\d{4})")
YEARS = range(1000, 2200)


def parse(text: str) -> str:
    """Return a date as it is stored, from what somebody typed: "2004", "10/2004", "Oktober 2004", "1.10.2004".

    Raises `ValidationError` (code "partial_date") where no date can be read.
    """
    text = " ".join(text.split())
    parts = _iso(text) or _numbers(text) or _words(text)
    if not parts or not _exists(*parts):
        raise ValidationError(
            _("„%(text)s“ ist kein Datum. Schreiben Sie zum Beispiel: 2004, Oktober 2004 oder 1.10.2004."),
            code="partial_date",
            params={"text": text},
        )
    year, month, day = parts
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part)])


def first_day(stored: str) -> dt.date:
    """Return the first day that a stored date may mean."""
    year, month, day = _parts(stored)
    return dt.date(year, month or 1, day or 1)


def last_day(stored: str) -> dt.date:
    """Return the last day that a stored date may mean."""
    year, month, day = _parts(stored)
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(stored: str) -> tuple[int, int, int]:
    found = STORED.fullmatch(stored)
    if not found:
        raise ValueError(f"no stored date: {stored!r}")
    year, month, day = (int(part or 0) for part in found.groups())
    return year, month, day


def _iso(text: str) -> tuple[int, int, int] | None:
    return _parts(text) if STORED.fullmatch(text) else None


def _numbers(text: str) -> tuple[int, int, int] | None:
    found = NUMBERS.fullmatch(text.replace(" ", ""))
    if not found:
        return None
    day, month, year = (int(part or 0) for part in found.groups())
    return year, month, day


def _words(text: str) -> tuple[int, int, int] | None:
    found = WORDS.fullmatch(text)
    month = _month_number(found[2]) if found else 0
    return (int(found[3]), month, int(found[1] or 0)) if found and month else None


def _month_number(word: str) -> int:
    """Return the month that a word begins like; three letters are enough."""
    for language in ("de", "en"):
        with override(language):
            for number, name in MONTHS.items():
                if len(word) >= 3 and str(name).casefold().startswith(word.casefold()):
                    return number
    return 0


def _exists(year: int, month: int, day: int) -> bool:
    if year not in YEARS or (day and not month):
        return False
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError:
        return False
    return True


class PartialDateFormField(forms.CharField):
    """Takes a date in the ways people write it; shows it as „Oktober 2004“."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        kwargs["help_text"] = kwargs.get("help_text") or _("So genau wie bekannt: 2004, Oktober 2004 oder 1.10.2004.")
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return phrases.partial_date(value) if isinstance(value, str) and STORED.fullmatch(value) else value

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return parse(text) if text else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PartialDateField(models.CharField):
    """A date with its precision, stored as ISO 8601 text; empty where nothing is known."""

    description = "date known to the year, the month or the day"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_length": 10})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(parse(value) if value else value, model_instance)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})


class Period(models.Model):
    """Something that holds for a time: since and until, each as exactly as known, both inclusive."""

    since = PartialDateField(_("seit"), blank=True)
    until = PartialDateField(_("bis"), blank=True)

    ENDS_BEFORE: ClassVar = _("Das Ende liegt vor dem Anfang.")

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.since and self.until and last_day(parse(self.until)) < first_day(parse(self.since)):
            raise ValidationError({"until": ValidationError(self.ENDS_BEFORE, code="ends_before_start")})

    @property
    def period(self) -> str:
        """The time in words: „April 2021 bis April 2023“, „seit 2015“, „bis 2020“; empty where nothing is known."""
        since, until = (phrases.partial_date(stored) if stored else "" for stored in (self.since, self.until))
        if since and until:
            return gettext("%(since)s bis %(until)s") % {"since": since, "until": until}
        if since:
            return gettext("seit %(since)s") % {"since": since}
        return gettext("bis %(until)s") % {"until": until} if until else ""

    def holds_on(self, day: dt.date) -> bool:
        """Whether it holds on that day, as far as is known."""
        return not (self.until and last_day(self.until) < day)
