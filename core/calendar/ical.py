"""The only module that writes iCalendar (RFC 5545, 5546, 7986): events, heads of feeds, invitations in mails.

`icalendar` does folding and escaping. What it leaves to its caller, or does in a way that calendar programs trip over,
is settled here: a constant time zone with rules instead of lists, aware times only, dates without time for whole days,
texts without control characters, no moment of "now" in anything that is stored.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from email.utils import parseaddr
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext, override
from icalendar import Calendar, Event, vCalAddress, vText

ZONE = ZoneInfo("Europe/Berlin")
REFRESH = dt.timedelta(hours=6)
LINE_END = "\r\n"
#: To be raised when `vevent()` writes an entry differently: whoever has stored the old form then knows.
FORMAT = 1
FOOT = f"END:VCALENDAR{LINE_END}"

#: One rule for each half of the year, valid for ever. Lists of dates (RDATE) put summer events one hour late in
#: Thunderbird and classic Outlook.
TIME_ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
X-LIC-LOCATION:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", LINE_END)

#: Whatever somebody's parser may take for the end of a line.
NEW_LINE = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

#: RFC 5545 §3.3.11: control characters but tab and newline have no place in a text.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Status(enum.StrEnum):
    """RFC 5545 §3.8.1.11, as an event may have it."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One date in one language, as a feed shows it. Times are aware, `[starts_at, ends_at)`; `url` is absolute.

    `stamp` is when the entry last changed visibly: it becomes DTSTAMP and LAST-MODIFIED, so an unchanged entry has
    unchanged bytes.
    """

    uid: UUID
    sequence: int
    stamp: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    status: Status = Status.CONFIRMED
    all_day: bool = False
    description: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    contact: str = ""
    categories: tuple[str, ...] = ()
    url: str = ""
    language: str = "de"

    @property
    def fingerprint(self) -> str:
        """A digest of all that its VEVENT says, except the stamp; much faster than writing it."""
        said = (FORMAT, uid(self.uid), *(getattr(self, name) for name in _SAID))
        return hashlib.sha256(repr(said).encode()).hexdigest()


_SAID = tuple(field.name for field in fields(Entry) if field.name not in {"uid", "stamp"})


def uid(key: UUID) -> str:
    """Return the UID of a date, the same in feeds and in mails, whatever happens to titles and addresses."""
    return f"{key}@{urlsplit(settings.BASE_URL).hostname}"


def vevent(entry: Entry) -> str:
    """Return a date as a VEVENT with CRLF at its end; several of them simply follow each other."""
    event = _event(entry)
    event.add("last-modified", entry.stamp.astimezone(dt.UTC).replace(microsecond=0))
    event.add("transp", "TRANSPARENT")  # a public date does not make the subscriber busy
    _add_details(event, entry)
    return _text(event)


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", uid(entry.uid))
    event.add("dtstamp", entry.stamp.astimezone(dt.UTC).replace(microsecond=0))
    event.add("sequence", entry.sequence)
    event.add("status", Status(entry.status))
    event.add("summary", _titled(entry))
    _add_span(event, entry.starts_at, entry.ends_at, all_day=entry.all_day)
    return event


def _titled(entry: Entry) -> str:
    """The title; „Abgesagt“ stands before that of a cancelled date, because not every program shows a status."""
    title = clean(entry.title, lines=False)
    if entry.status != Status.CANCELLED:
        return title
    with override(entry.language):
        return gettext("Abgesagt: %(title)s") % {"title": title}


def _add_details(event: Event, entry: Entry) -> None:
    texts = {"description": entry.description, "location": entry.location, "contact": entry.contact}
    for name, text in texts.items():
        if text := clean(text, lines=name == "description"):
            event.add(name, text)
    if categories := [category for text in entry.categories if (category := clean(text, lines=False))]:
        event.add("categories", categories)
    if entry.geo is not None:
        event.add("geo", tuple(round(float(degrees), 6) for degrees in entry.geo))
    if entry.url:
        event.add("url", clean(entry.url, lines=False))


def _add_span(event: Event, starts_at: dt.datetime, ends_at: dt.datetime, *, all_day: bool) -> None:
    """Add start and end; nothing marks the end of a date that takes no time (RFC 5545 §3.6.1)."""
    start, end = days(starts_at, ends_at) if all_day else moments(starts_at, ends_at)
    event.add("dtstart", start)
    if end > start:
        event.add("dtend", end)


def days(starts_at: dt.datetime, ends_at: dt.datetime) -> tuple[dt.date, dt.date]:
    """Return the first day and the day after the last one of an all-day date; there is always one day."""
    first, end = starts_at.astimezone(ZONE), ends_at.astimezone(ZONE)
    after = end.date() if end.time() == dt.time.min else end.date() + dt.timedelta(days=1)
    return first.date(), max(after, first.date() + dt.timedelta(days=1))


def moments(starts_at: dt.datetime, ends_at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return start and end in local time; in UTC where local time cannot say them.

    In the night when summer ends an hour comes twice. It shall mean its first coming (RFC 5545 §3.3.5), but programs do
    not agree: a date that begins or ends in it is written in UTC.
    """
    for moment in (starts_at, ends_at):
        if moment.tzinfo is None:
            raise ValueError(f"{moment} has no time zone")
    start, end = starts_at.astimezone(ZONE), ends_at.astimezone(ZONE)
    if comes_twice(start) or comes_twice(end):
        return start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    return start, end


def comes_twice(moment: dt.datetime) -> bool:
    """Whether the wall clock shows this local time once more on that day."""
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def calendar_head(name: str, url: str, *, note: str = "", source: str = "") -> str:
    """Return all that stands before the first VEVENT of a feed, time zone included; `FOOT` ends it.

    ``url`` is the page about the calendar, ``source`` the feed's own address, ``note`` one sentence for its readers.
    """
    calendar = _calendar()
    for field in ("name", "x-wr-calname"):
        calendar.add(field, vText(clean(name, lines=False)))
    if note:
        for field in ("description", "x-wr-caldesc"):
            calendar.add(field, vText(clean(note)))
    calendar.add("url", url)
    if source:
        calendar.add("source", source, parameters={"VALUE": "URI"})
    calendar.add("x-wr-timezone", str(ZONE))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH // dt.timedelta(hours=1)}H")
    return _open(calendar)


def document(head: str, components: Iterable[str]) -> str:
    """Return a whole iCalendar object."""
    return "".join([head, *components, FOOT])


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Allmende//Termine//DE")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _open(calendar: Calendar) -> str:
    return _text(calendar).removesuffix(FOOT) + TIME_ZONE


def _text(component: Calendar | Event) -> str:
    return component.to_ical().decode()


def clean(text: str, *, lines: bool = True) -> str:
    """Return ``text`` without control characters, with ``\\n`` between lines or, without ``lines``, on one line."""
    text = CONTROL.sub("", NEW_LINE.sub("\n", str(text))).strip()
    return text if lines else " ".join(text.split())


def invitation(
    *,
    method: str,
    uid: UUID,
    sequence: int,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    title: str,
    attendee_email: str,
    attendee_name: str = "",
    organizer_name: str = "",
    organizer_email: str = "",
    all_day: bool = False,
    description: str = "",
    location: str = "",
    url: str = "",
    status: str = "",
    stamp: dt.datetime,
    language: str = "de",
) -> str:
    """Return the calendar part of a mail (RFC 5546): ``method`` „REQUEST“ puts the date in, „CANCEL“ takes it out.

    ``uid`` and ``sequence`` are those of the date, so an update replaces what an earlier mail brought. The person has
    said yes already, so nothing is asked. Without ``organizer_email`` the platform's own address stands in.
    """
    if method not in {"REQUEST", "CANCEL"}:
        raise ValueError(f"method {method!r} is neither REQUEST nor CANCEL")
    status = Status.CANCELLED if method == "CANCEL" else Status((status or "confirmed").upper())
    entry = Entry(
        uid=uid, sequence=sequence, stamp=stamp, starts_at=starts_at, ends_at=ends_at, all_day=all_day, title=title,
        status=status, description=description, location=location, url=url, language=language,
    )  # fmt: skip
    event = _event(entry)
    _add_details(event, entry)
    event.add("organizer", _address(organizer_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1], organizer_name))
    event.add("attendee", _attendee(attendee_email, attendee_name))
    head = _calendar()
    head.add("method", method)
    return document(_open(head), [_text(event)])


def _attendee(email: str, name: str) -> vCalAddress:
    address = _address(email, name)
    address.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    return address


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{clean(email, lines=False)}")
    if name := clean(name, lines=False).replace('"', "'"):
        address.params["CN"] = name
    return address
