"""How dates, times and free places are said: pure functions from values to sentences.

A date is grammar, not vocabulary: where the year stands, how a span is told and how midnight is
called cannot be put together from translated words. So each language has one ``Wording``; a
language without its own speaks like German. The words for free places are ordinary translations.

All moments are aware datetimes and are told in the current time zone; spans are half-open, ``[start, end)``.
An all-day span therefore ends at the midnight after its last day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.dateformat import format as django_format
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Moment = datetime | date

#: An event that ends before this hour of the next day belongs to the evening before.
END_OF_NIGHT = time(6)


@dataclass(frozen=True)
class Wording:
    """How one language writes days, times and spans. Patterns in capitals are Django date formats."""

    DAY: str
    DAY_SHORT: str
    SPAN_START_SAME_MONTH: str
    SPAN_START_SAME_YEAR: str
    MONTH: str
    DAY_OF_MONTH: str
    NUMERAL: str
    TIME: str
    FULL_HOUR: str
    SHORT_TIME: str
    SHORT_FULL_HOUR: str
    midnight: str
    at: str
    from_to: str
    from_to_other_day: str
    to_day: str
    short_at: str
    short_from_to: str
    short_until_day: str
    until_day: str
    until: str
    all_day: str


GERMAN = Wording(
    DAY="l, j. F Y",
    DAY_SHORT="j. F",
    SPAN_START_SAME_MONTH="l, j.",
    SPAN_START_SAME_YEAR="l, j. F",
    MONTH="F Y",
    DAY_OF_MONTH="j. F Y",
    NUMERAL="j.",
    TIME="G.i",
    FULL_HOUR="G.i",
    SHORT_TIME="G.i",
    SHORT_FULL_HOUR="G",
    midnight="24.00",
    at="{day}, {start} Uhr",
    from_to="{day}, {start} bis {end} Uhr",
    from_to_other_day="{day}, {start} Uhr bis {end_day}, {end} Uhr",
    to_day="{start} bis {end}",
    short_at="{start} Uhr",
    short_from_to="{start}–{end} Uhr",
    short_until_day="{start} Uhr, bis {end_day}",
    until_day="bis {end_day}",
    until="bis {end} Uhr",
    all_day="ganztägig",
)

EASY_GERMAN = replace(
    GERMAN,
    FULL_HOUR="G",
    midnight="24",
    from_to="{day}, von {start} Uhr bis {end} Uhr",
    from_to_other_day="{day}, um {start} Uhr bis {end_day}, um {end} Uhr",
    short_from_to="{start} bis {end} Uhr",
    all_day="den ganzen Tag",
)

ENGLISH = Wording(
    DAY="l, j F Y",
    DAY_SHORT="j F",
    SPAN_START_SAME_MONTH="l, j",
    SPAN_START_SAME_YEAR="l, j F",
    MONTH="F Y",
    DAY_OF_MONTH="j F Y",
    NUMERAL="j",
    TIME="G:i",
    FULL_HOUR="G:i",
    SHORT_TIME="G:i",
    SHORT_FULL_HOUR="G:i",
    midnight="24:00",
    at="{day}, {start}",
    from_to="{day}, {start} to {end}",
    from_to_other_day="{day}, {start} to {end_day}, {end}",
    to_day="{start} to {end}",
    short_at="{start}",
    short_from_to="{start}–{end}",
    short_until_day="{start}, until {end_day}",
    until_day="until {end_day}",
    until="until {end}",
    all_day="all day",
)

WORDINGS = {"de": GERMAN, "de-simple": EASY_GERMAN, "en": ENGLISH}


def wording() -> Wording:
    """The wording of the active language."""
    language = get_language() or "de"
    return WORDINGS.get(language) or WORDINGS.get(language.split("-")[0], GERMAN)


@dataclass(frozen=True)
class Span:
    """A start and an end as they are told: local, with the day on which the last minute falls."""

    start: datetime
    end: datetime | None
    all_day: bool

    @classmethod
    def of(cls, starts_at: Moment, ends_at: Moment | None = None, *, all_day: bool = False) -> Span:
        """A span from two moments; plain dates mean whole days and are inclusive."""
        if not isinstance(starts_at, datetime):
            last = ends_at if ends_at and not isinstance(ends_at, datetime) else starts_at
            return cls(_midnight(starts_at), _midnight(last) + timedelta(days=1), all_day=True)
        end = _local(ends_at) if isinstance(ends_at, datetime) and ends_at > starts_at else None
        return cls(_local(starts_at), end, all_day)

    @property
    def first_day(self) -> date:
        return self.start.date()

    @property
    def last_day(self) -> date:
        """The day of the last minute: an end at midnight belongs to the day before."""
        return (self.end - timedelta(microseconds=1)).date() if self.end else self.first_day

    @property
    def is_one_day(self) -> bool:
        return self.last_day == self.first_day

    @property
    def is_one_night(self) -> bool:
        """From one evening into the small hours of the next day."""
        next_day = self.first_day + timedelta(days=1)
        return self.end is not None and self.end.date() == next_day and self.end.time() <= END_OF_NIGHT


def date_phrase(starts_at: Moment, ends_at: Moment | None = None, *, all_day: bool = False) -> str:
    """The whole date: „Donnerstag, 8. Oktober 2026, 18.00 bis 20.30 Uhr“."""
    span, words = Span.of(starts_at, ends_at, all_day=all_day), wording()
    if span.all_day:
        return days_phrase(span.first_day, span.last_day)
    day, start = django_format(span.start, words.DAY), _clock(span.start, words)
    if span.end is None:
        return words.at.format(day=day, start=start)
    if span.is_one_day:
        return words.from_to.format(day=day, start=start, end=_end_clock(span.end, words))
    pattern = "l" if span.is_one_night else words.DAY
    end_day = django_format(_midnight(span.last_day), pattern)
    return words.from_to_other_day.format(day=day, start=start, end_day=end_day, end=_end_clock(span.end, words))


def days_phrase(first: date, last: date) -> str:
    """Days without times: „Montag, 12. bis Sonntag, 18. Oktober 2026“."""
    words = wording()
    if first == last:
        return django_format(first, words.DAY)
    if first.year != last.year:
        pattern = words.DAY
    else:
        pattern = words.SPAN_START_SAME_MONTH if first.month == last.month else words.SPAN_START_SAME_YEAR
    return words.to_day.format(start=django_format(first, pattern), end=django_format(last, words.DAY))


def time_phrase(
    starts_at: Moment, ends_at: Moment | None = None, *, all_day: bool = False, on: date | None = None
) -> str:
    """The time beside a day that is already written: „18–20.30 Uhr“, „ganztägig“.

    ``on`` is the day under which it stands; a span that began before says how long it still runs.
    """
    span, words = Span.of(starts_at, ends_at, all_day=all_day), wording()
    end_day = django_format(span.last_day, words.DAY_SHORT)
    if on is not None and on > span.first_day and not span.is_one_night:
        return _later_day_phrase(span, words, is_last=on >= span.last_day)
    if span.all_day:
        return words.all_day if span.is_one_day else words.until_day.format(end_day=end_day)
    if span.end is None:
        return words.short_at.format(start=_clock(span.start, words))
    if span.is_one_day or span.is_one_night:
        return words.short_from_to.format(start=_short_clock(span.start, words), end=_short_end_clock(span.end, words))
    return words.short_until_day.format(start=_clock(span.start, words), end_day=end_day)


def _later_day_phrase(span: Span, words: Wording, *, is_last: bool) -> str:
    """What stands under the second day of a span and under those after it."""
    if not is_last:
        return words.until_day.format(end_day=django_format(span.last_day, words.DAY_SHORT))
    if span.all_day or span.end is None or span.end.time() == time(0):
        return words.all_day
    return words.until.format(end=_clock(span.end, words))


def moment_phrase(moment: datetime) -> str:
    """One moment: „Donnerstag, 8. Oktober 2026, 12.00 Uhr“."""
    return date_phrase(moment)


def day_phrase(day: Moment) -> str:
    """One day: „Donnerstag, 8. Oktober 2026“."""
    return django_format(_day_of(day), wording().DAY)


def month_phrase(day: Moment) -> str:
    """One month: „Oktober 2026“."""
    return django_format(_day_of(day), wording().MONTH)


def clock_phrase(moment: datetime) -> str:
    """The bare time of a month table: „18.00“."""
    return _clock(_local(moment), wording())


def partial_date(text: str) -> str:
    """A date known only in part: „2004“, „Oktober 2004“, „1. Oktober 2004“. Other text stays as it is."""
    parts = str(text).split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return str(text)
    try:
        day = date(*(int(part) for part in (*parts, "1", "1")[:3]))
    except ValueError:
        return str(text)
    pattern = ("Y", wording().MONTH, wording().DAY_OF_MONTH)[len(parts) - 1]
    return django_format(day, pattern)


@dataclass(frozen=True)
class Day:
    """One day in parts that a template sets in different sizes."""

    weekday: str
    number: int
    month: str
    year: str
    iso: str
    #: The number as it stands before the month: „26.“, "26".
    numeral: str


def day_parts(day: Moment) -> Day:
    """The parts of a day; the year is there only when it is not the current one."""
    day = _day_of(day)
    year = "" if day.year == timezone.localdate().year else str(day.year)
    numeral = django_format(day, wording().NUMERAL)
    return Day(django_format(day, "l"), day.day, django_format(day, "F"), year, day.isoformat(), numeral)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _day_of(moment: Moment) -> date:
    return _local(moment).date() if isinstance(moment, datetime) else moment


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=timezone.get_current_timezone())


def _clock(moment: datetime, words: Wording) -> str:
    return django_format(moment, words.TIME if moment.minute else words.FULL_HOUR)


def _short_clock(moment: datetime, words: Wording) -> str:
    return django_format(moment, words.SHORT_TIME if moment.minute else words.SHORT_FULL_HOUR)


def _end_clock(end: datetime, words: Wording) -> str:
    return words.midnight if end.time() == time(0) else _clock(end, words)


def _short_end_clock(end: datetime, words: Wording) -> str:
    return words.midnight.removesuffix(".00") if end.time() == time(0) else _short_clock(end, words)


# --- free places --------------------------------------------------------------------------------
#: From so many free places downwards a list says „nur noch“.
FEW = 3


@dataclass(frozen=True)
class State:
    """What a list says about a date beside its title: a word, an icon and a tone; never a colour alone."""

    label: str
    icon: str
    tone: str = ""


def state_of(
    status: str = "", availability: str = "", free_places: int | None = None, *, moved: bool = False
) -> State | None:
    """The one thing to say about a date, the worst first; ``None`` if there is nothing to say.

    ``status`` is ``cancelled``, ``moved``, ``tentative`` or anything else for „takes place“;
    ``availability`` is ``free``, ``few``, ``full``, ``waiting``, ``full_waiting``, ``closed``, ``not_yet`` or ``none``.
    """
    status, availability = str(status or "").lower(), str(availability or "").lower()
    if status == "cancelled":
        return State(gettext("abgesagt"), "close", "bad")
    if moved or status == "moved":
        return State(gettext("verlegt"), "moved", "bad")
    if status == "tentative":
        return State(gettext("unter Vorbehalt"), "info", "care")
    return _availability_state(availability, free_places)


def _availability_state(availability: str, free_places: int | None) -> State | None:
    fixed = {
        "full": State(gettext("ausgebucht"), "close", "bad"),
        "waiting": State(gettext("Warteliste"), "waiting", "care"),
        "full_waiting": State(gettext("ausgebucht, Warteliste offen"), "waiting", "care"),
        "closed": State(gettext("Anmeldung geschlossen"), "close"),
        "not_yet": State(gettext("Anmeldung öffnet noch"), "clock"),
        "none": State(gettext("ohne Anmeldung"), "info"),
    }
    if availability in fixed:
        return fixed[availability]
    if availability not in {"free", "few"}:
        return None
    if free_places is None:
        return State(gettext("Plätze frei"), "done", "good")
    if free_places == 0:
        return fixed["full"]
    return _free_state(free_places, few=availability == "few" or free_places <= FEW)


def _free_state(free_places: int, *, few: bool) -> State:
    if few:
        label = ngettext("nur noch %(n)d Platz frei", "nur noch %(n)d Plätze frei", free_places)
        return State(label % {"n": free_places}, "warning", "care")
    label = ngettext("%(n)d Platz frei", "%(n)d Plätze frei", free_places)
    return State(label % {"n": free_places}, "done", "good")


def places_phrase(capacity: int, free: int) -> str:
    """„7 von 30 Plätzen frei“."""
    if free == 0:
        return ngettext("Der Platz ist vergeben", "Alle %(capacity)d Plätze sind vergeben", capacity) % {
            "capacity": capacity
        }
    phrase = ngettext("%(free)d von %(capacity)d Platz frei", "%(free)d von %(capacity)d Plätzen frei", capacity)
    return phrase % {"free": free, "capacity": capacity}


def taken_phrase(capacity: int, free: int) -> str:
    """„23 von 30 Plätzen vergeben“, what the bar of places shows."""
    phrase = ngettext(
        "%(taken)d von %(capacity)d Platz vergeben", "%(taken)d von %(capacity)d Plätzen vergeben", capacity
    )
    return phrase % {"taken": capacity - free, "capacity": capacity}


def waiting_phrase(waiting: int) -> str:
    """„4 Personen stehen auf der Warteliste“."""
    phrase = ngettext("Eine Person steht auf der Warteliste", "%(n)d Personen stehen auf der Warteliste", waiting)
    return phrase % {"n": waiting}


# --- kinds of things ----------------------------------------------------------------------------
KIND_LABELS: dict[str, _StrPromise] = {
    "event": gettext_lazy("Veranstaltung"),
    "workshop": gettext_lazy("Workshop"),
    "room": gettext_lazy("Raum"),
    "survey": gettext_lazy("Umfrage"),
    "alliance": gettext_lazy("Bündnis"),
    "organisation": gettext_lazy("Organisation"),
    "project": gettext_lazy("Projekt"),
    "funding": gettext_lazy("Förderung"),
    "news": gettext_lazy("Nachricht"),
    "person": gettext_lazy("Person"),
    "place": gettext_lazy("Ort"),
    "topic": gettext_lazy("Thema"),
}


def kind_label(kind: str) -> str:
    """The word for a kind of thing; empty for an unknown one."""
    return str(KIND_LABELS.get(kind, ""))


# --- money --------------------------------------------------------------------------------------
def money_phrase(amount: Decimal) -> str:
    """An amount of euros, with cents only where there are some: „8 €“, „7,50 €“, “€7.50”."""
    figure = formats.number_format(amount, decimal_pos=0 if amount == amount.to_integral() else 2, use_l10n=True)
    return gettext("%(amount)s\u00a0€") % {"amount": figure}


def money_range_phrase(low: Decimal, high: Decimal | None) -> str:
    """What somebody may choose to pay: „5 € bis 20 €“, „ab 5 €“."""
    if high is None:
        return gettext("ab %(amount)s") % {"amount": money_phrase(low)}
    return gettext("%(low)s bis %(high)s") % {"low": money_phrase(low), "high": money_phrase(high)}


def own_choice_phrase() -> str:
    """That everybody decides how much to pay."""
    return gettext("Sie entscheiden selbst, wie viel Sie geben")


def reduction_phrase(amount: Decimal, who: str) -> str:
    """What some pay instead, and who: „Ermäßigt 4 € für: Kinder“."""
    words = {"amount": money_phrase(amount), "who": who}
    return gettext("Ermäßigt %(amount)s für: %(who)s") % words if who else gettext("Ermäßigt %(amount)s") % words


# --- errors in forms ----------------------------------------------------------------------------
def errors_phrase(count: int, *, all_missing: bool) -> str:
    """The heading above a form that came back: „Drei Angaben fehlen noch“."""
    number = _number_word(count)
    if all_missing:
        return ngettext("Eine Angabe fehlt noch", "%(number)s Angaben fehlen noch", count) % {"number": number}
    return ngettext("Bitte prüfen Sie eine Angabe", "Bitte prüfen Sie %(number)s Angaben", count) % {
        "number": number if count > 12 else number.lower()
    }


def _number_word(count: int) -> str:
    words = (
        gettext("Keine"), gettext("Eine"), gettext("Zwei"), gettext("Drei"), gettext("Vier"), gettext("Fünf"),
        gettext("Sechs"), gettext("Sieben"), gettext("Acht"), gettext("Neun"), gettext("Zehn"), gettext("Elf"),
        gettext("Zwölf"),
    )  # fmt: skip
    return words[count] if count < len(words) else str(count)
