"""What we write is iCalendar: by the bytes, and by the programs of others."""

from __future__ import annotations

import datetime as dt
import uuid

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calendar import ical
from tests.calendar.readers import (
    Read,
    lint,
    parse_with_ical,
    parse_with_icaljs,
    read_with_ical,
    read_with_icaljs,
    read_with_khal,
)
from tests.calendar.world import BERLIN, berlin

STAMP = dt.datetime(2026, 9, 1, 8, 30, tzinfo=dt.UTC)
UID = uuid.UUID("6f1c0f53-6a2b-4a0e-9f6f-1f6f0c1d2e3f")


def entry(start: str = "2026-10-08 18:00", end: str = "2026-10-08 20:30", **more) -> ical.Entry:
    fields = {"uid": UID, "sequence": 0, "stamp": STAMP, "title": "Kleine Allianzen", **more}
    return ical.Entry(starts_at=berlin(start), ends_at=berlin(end), **fields)


def whole(*entries: ical.Entry) -> str:
    return ical.document(ical.calendar_head("Alle Termine", "https://example.org/"), map(ical.vevent, entries))


def everybody_reads(text: str, folder) -> list[Read]:
    """Return what all the programs agree on."""
    by_ical, by_khal, by_icaljs = read_with_ical(text), read_with_khal(text, folder), read_with_icaljs(text)
    assert by_khal == by_ical
    assert by_icaljs == by_ical
    return by_ical


def test_an_event_has_every_detail():
    text = ical.vevent(
        entry(
            description="Erste Zeile; mit, Zeichen\nzweite \\ Zeile",
            location="Altes Hallenbad, Poststraße 36",
            geo=(49.40768123456, 8.69079),
            contact="Nachbarschaftsladen e.V.",
            categories=("Wohnen, Miete", "Armut"),
            url="https://example.org/organisationen/laden/fruehstueck/",
            sequence=3,
        )
    )
    assert text.replace("\r\n ", "").split("\r\n") == [
        "BEGIN:VEVENT",
        "SUMMARY:Kleine Allianzen",
        "DTSTART;TZID=Europe/Berlin:20261008T180000",
        "DTEND;TZID=Europe/Berlin:20261008T203000",
        "DTSTAMP:20260901T083000Z",
        "UID:6f1c0f53-6a2b-4a0e-9f6f-1f6f0c1d2e3f@127.0.0.1",
        "SEQUENCE:3",
        "CATEGORIES:Wohnen\\, Miete,Armut",
        "CONTACT:Nachbarschaftsladen e.V.",
        "DESCRIPTION:Erste Zeile\\; mit\\, Zeichen\\nzweite \\\\ Zeile",
        "GEO:49.407681;8.69079",
        "LAST-MODIFIED:20260901T083000Z",
        "LOCATION:Altes Hallenbad\\, Poststraße 36",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "URL:https://example.org/organisationen/laden/fruehstueck/",
        "END:VEVENT",
        "",
    ]


def test_an_unchanged_event_has_unchanged_bytes():
    assert ical.vevent(entry()) == ical.vevent(entry())


def test_components_one_after_the_other_are_what_the_library_writes_as_a_whole():
    entries = [entry(), entry(uid=uuid.UUID(int=5), title="Über uns", all_day=True)]
    text = whole(*entries)
    assert icalendar.Calendar.from_ical(text).to_ical().decode() == text


def test_the_head_says_how_often_to_look(tmp_path):
    text = ical.calendar_head(
        "Laden, Termine", "https://example.org/", note="Bis Mai; dann\nmehr.", source="https://example.org/a.ics"
    )
    lines = text.replace("\r\n ", "").split("\r\n")
    assert lines[:15] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Allmende//Termine//DE",
        "CALSCALE:GREGORIAN",
        "DESCRIPTION:Bis Mai\\; dann\\nmehr.",
        "X-WR-CALDESC:Bis Mai\\; dann\\nmehr.",
        "NAME:Laden\\, Termine",
        "X-WR-CALNAME:Laden\\, Termine",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "SOURCE;VALUE=URI:https://example.org/a.ics",
        "URL:https://example.org/",
        "X-PUBLISHED-TTL:PT6H",
        "X-WR-TIMEZONE:Europe/Berlin",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
    ]
    assert "METHOD" not in text


def test_a_calendar_without_events_is_one(tmp_path):
    text = whole()
    assert lint(text.encode()) == []
    assert everybody_reads(text, tmp_path) == []


def test_the_constant_time_zone_is_that_of_the_world():
    zone = (
        icalendar.Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{ical.TIME_ZONE}END:VCALENDAR\r\n")
        .walk("VTIMEZONE")[0]
        .to_tz()
    )
    moment = dt.datetime(2026, 1, 1)  # noqa: DTZ001 -- wall time
    while moment.year < 2040:
        assert moment.replace(tzinfo=zone).utcoffset() == moment.replace(tzinfo=BERLIN).utcoffset(), moment
        moment += dt.timedelta(hours=7)


def test_wall_time_stays_over_both_clock_changes(tmp_path):
    """Summer ends on 25 October 2026, when 3 o'clock becomes 2; it begins on 28 March 2027, when 2 becomes 3."""
    spans = [
        ("2026-10-24 20:00", "2026-10-24 22:00"),
        ("2026-10-25 01:00", "2026-10-25 05:00"),
        ("2026-10-25 14:00", "2026-10-25 16:00"),
        ("2027-03-27 20:00", "2027-03-27 22:00"),
        ("2027-03-28 01:00", "2027-03-28 04:00"),
        ("2027-03-28 14:00", "2027-03-28 16:00"),
    ]
    text = whole(*(entry(*span, uid=uuid.UUID(int=number)) for number, span in enumerate(spans)))
    assert lint(text.encode()) == []
    assert "DTSTART;TZID=Europe/Berlin:20261025T010000\r\nDTEND;TZID=Europe/Berlin:20261025T050000\r\n" in text
    assert "DTSTART;TZID=Europe/Berlin:20270328T010000\r\nDTEND;TZID=Europe/Berlin:20270328T040000\r\n" in text
    assert [(read.start, read.end) for read in everybody_reads(text, tmp_path)] == spans


def test_the_hour_that_comes_twice_is_told_apart():
    first = dt.datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    for start, written in [(first, "20261025T003000Z"), (first.replace(fold=1), "20261025T013000Z")]:
        night = ical.Entry(
            uid=UID, sequence=0, stamp=STAMP, title="Nachtwache", starts_at=start, ends_at=berlin("2026-10-25 04:00")
        )
        text = whole(night)
        assert f"DTSTART:{written}\r\nDTEND:20261025T030000Z\r\n" in text
        (event,) = parse_with_ical(text)
        assert event.dtstart == start.astimezone(dt.UTC)
        (told,) = parse_with_icaljs(text)["events"]
        assert told["start"]["utc"] == f"{start.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.000Z}"


def test_whole_days_end_with_the_day_after(tmp_path):
    spans = {
        ("2026-10-12 00:00", "2026-10-13 00:00"): ("2026-10-12", "2026-10-13"),
        ("2026-10-12 00:00", "2026-10-19 00:00"): ("2026-10-12", "2026-10-19"),
        ("2026-10-24 00:00", "2026-10-26 00:00"): ("2026-10-24", "2026-10-26"),
        ("2026-10-12 00:00", "2026-10-12 00:00"): ("2026-10-12", "2026-10-13"),
        ("2026-10-12 00:00", "2026-10-13 18:00"): ("2026-10-12", "2026-10-14"),
    }
    text = whole(*(entry(*span, uid=uuid.UUID(int=number), all_day=True) for number, span in enumerate(spans)))
    assert lint(text.encode()) == []
    assert [(read.start, read.end) for read in everybody_reads(text, tmp_path)] == list(spans.values())


def test_a_date_that_takes_no_time_has_no_end():
    assert "DTEND" not in ical.vevent(entry("2026-10-08 18:00", "2026-10-08 18:00"))


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        ical.moments(*[berlin("2026-10-08 18:00").replace(tzinfo=None)] * 2)


def test_a_cancelled_event_says_so_in_its_title_too():
    text = ical.vevent(entry(title="Frühstück", status=ical.Status.CANCELLED))
    assert "STATUS:CANCELLED\r\n" in text
    assert "SUMMARY:Abgesagt: Frühstück\r\n" in text


NASTY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@settings(max_examples=40, deadline=None)
@given(title=NASTY, description=NASTY, location=NASTY, contact=NASTY, category=NASTY)
def test_no_text_breaks_the_calendar(title, description, location, contact, category):
    text = whole(
        entry(title=f"T{title}", description=description, location=location, contact=contact, categories=(category,))
    )
    assert lint(text.encode()) == []
    (event,) = parse_with_ical(text)
    assert event.summary == ical.clean(f"T{title}", lines=False)
    assert (event.description or "") == ical.clean(description)
    assert (event.location or "") == ical.clean(location, lines=False)


def test_texts_that_programs_stumble_over(tmp_path):
    title = "Café „Anger“ – 50 % 👩‍🌾; a\\b, c\x07\u2028d: " + "ü" * 90
    text = whole(entry(title=title))
    assert lint(text.encode()) == []
    expected = "Café „Anger“ – 50 % 👩‍🌾; a\\b, c d: " + "ü" * 90
    assert [read.title for read in everybody_reads(text, tmp_path)] == [expected]


# -- invitations -----------------------------------------------------------------------------------


def invite(method: str, **more) -> str:
    fields = {
        "uid": UID,
        "sequence": 2,
        "starts_at": berlin("2026-10-08 18:00"),
        "ends_at": berlin("2026-10-08 20:30"),
        "title": "Kleine Allianzen vor Ort",
        "attendee_email": "ada@example.org",
        "attendee_name": 'Ada "die Erste" Lovelace; Müller, A:',
        "organizer_name": "Nachbarschaftsladen",
        "organizer_email": "laden@example.org",
        "location": "Altes Hallenbad",
        "url": "https://example.org/w/",
        "stamp": STAMP,
        **more,
    }
    return ical.invitation(method=method, **fields)


@pytest.mark.parametrize(("method", "status"), [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")])
def test_an_invitation_and_its_withdrawal_name_the_same_event(method, status, tmp_path):
    text = invite(method)
    assert f"METHOD:{method}\r\n" in text
    assert lint_invitation(text) == []
    (event,) = parse_with_ical(text)
    assert (event.uid, event.sequence, event.status) == (ical.uid(UID), 2, status)
    assert str(event.organizer.uri) == "mailto:laden@example.org"
    assert event.organizer.common_name == "Nachbarschaftsladen"
    (attendee,) = event.attendees
    assert str(attendee.uri) == "mailto:ada@example.org"
    assert attendee.common_name == "Ada 'die Erste' Lovelace; Müller, A:"
    assert attendee.status == "ACCEPTED"
    (told,) = parse_with_icaljs(text)["events"]
    assert parse_with_icaljs(text)["method"] == method
    assert (told["sequence"], told["organizer"], told["attendees"]) == (
        2,
        "mailto:laden@example.org",
        ["mailto:ada@example.org"],
    )
    title = "Kleine Allianzen vor Ort" if method == "REQUEST" else "Abgesagt: Kleine Allianzen vor Ort"
    expected = [Read(ical.uid(UID), "2026-10-08 18:00", "2026-10-08 20:30", status, title)]
    assert everybody_reads(text, tmp_path) == expected


def lint_invitation(text: str) -> list[str]:
    return [problem for problem in lint(text.encode()) if "DTSTAMP is not LAST-MODIFIED" not in problem]


def test_an_invitation_has_an_organizer_even_without_one(settings):
    settings.DEFAULT_FROM_EMAIL = "Allmende <allmende@example.org>"
    (event,) = parse_with_ical(invite("REQUEST", organizer_email="", organizer_name="Laden"))
    assert str(event.organizer.uri) == "mailto:allmende@example.org"


def test_an_address_cannot_smuggle_in_another_line():
    text = invite(
        "REQUEST", attendee_email="ada@example.org\r\nATTENDEE:mailto:eve@example.org", title="A\r\nBEGIN:VALARM"
    )
    (event,) = parse_with_ical(text)
    assert len(event.attendees) == 1
    assert event.summary == "A BEGIN:VALARM"


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="neither REQUEST nor CANCEL"):
        invite("PUBLISH")


def test_an_all_day_invitation_has_days():
    text = invite("REQUEST", all_day=True, starts_at=berlin("2026-10-12 00:00"), ends_at=berlin("2026-10-14 00:00"))
    assert "DTSTART;VALUE=DATE:20261012\r\nDTEND;VALUE=DATE:20261014\r\n" in text
