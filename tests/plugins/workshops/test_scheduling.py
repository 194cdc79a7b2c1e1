"""Moved and cancelled dates: people are told, their calendars follow."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
import time_machine
from django.utils import timezone

from allmende.api import shift_days
from core.mail.models import OutboxMessage
from plugins.workshops.domain.cancelling import cancel, disown
from plugins.workshops.domain.planning import copy_sessions
from plugins.workshops.domain.scheduling import call_off_date, call_off_session, reschedule
from plugins.workshops.domain.sweeping import remind
from plugins.workshops.models import Registration, SessionDate, SessionPool
from plugins.workshops.states import State
from tests.plugins.workshops.factories import (
    DAY,
    HOUR,
    book,
    fresh,
    make_place,
    make_session,
    make_workshop,
    pool_of,
    states,
)
from tests.plugins.workshops.invariants import violations

pytestmark = pytest.mark.django_db


def mails(kind: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=f"workshops.{kind}").order_by("pk"))


def event_in(mail: OutboxMessage) -> icalendar.Event:
    return icalendar.Calendar.from_ical(mail.calendar).walk("VEVENT")[0]


def test_the_confirmation_carries_the_date():
    place = make_place("Bürgertreff", street="Angerweg 4", postal_code="69126")
    session = make_session(place=place)
    book(session, "Ada Beispiel")
    [mail] = mails("confirmed")
    date = session.dates.get()
    event = event_in(mail)
    assert mail.calendar_method == "REQUEST"
    assert str(event["UID"]).startswith(str(date.uid))
    assert event["DTSTART"].dt == date.starts_at
    assert (int(event["SEQUENCE"]), str(event["LOCATION"])) == (0, "Bürgertreff, Angerweg 4, 69126 Heidelberg")
    assert str(event["ATTENDEE"]) == "mailto:ada.beispiel@example.org"
    assert "/anmeldung/" not in mail.calendar  # people share their calendars


def test_a_moved_date_is_told_to_all_and_moves_in_calendars():
    session = make_session(capacity=1)
    book(session, "Ada")
    book(session, "Bert")
    date = session.dates.get()
    moved = reschedule(date, starts_at=date.starts_at + DAY, ends_at=date.ends_at + DAY, note="Der Saal war belegt.")
    told = mails("moved")
    assert [mail.to for mail in told] == ["ada@example.org", "bert@example.org"]
    assert int(event_in(told[0])["SEQUENCE"]) == moved.sequence == 1
    assert event_in(told[0])["DTSTART"].dt == moved.starts_at
    assert told[1].calendar == ""  # who waits has nothing in the calendar yet
    assert "Der Saal war belegt." in told[0].text
    assert violations() == []


def test_saving_a_date_unchanged_tells_nobody():
    session = make_session()
    book(session, "Ada")
    date = session.dates.get()
    assert reschedule(date, starts_at=date.starts_at, ends_at=date.ends_at).sequence == 0
    assert mails("moved") == []


def test_another_place_is_told_too():
    session = make_session(place=make_place("Alter Ort"))
    book(session, "Ada")
    reschedule(session.dates.get(), place=make_place("Neuer Ort"))
    [mail] = mails("moved")
    assert "Neuer Ort" in mail.text
    assert "Alter Ort" in mail.text


def test_a_cancelled_session_cancels_everybody_and_every_calendar_entry():
    session = make_session(capacity=1)
    book(session, "Ada")
    book(session, "Bert")
    call_off_session(session, "Die Leitung ist krank.")
    call_off_session(session)
    told = mails("called_off")
    assert [mail.to for mail in told] == ["ada@example.org", "bert@example.org"]
    assert (told[0].calendar_method, str(event_in(told[0])["STATUS"])) == ("CANCEL", "CANCELLED")
    assert int(event_in(told[0])["SEQUENCE"]) == 1
    assert told[1].calendar == ""
    assert "Die Leitung ist krank." in told[0].text
    assert states(session) == ["cancelled", "cancelled"]
    assert (pool_of(session).taken, pool_of(session).waiting) == (0, 0)
    assert violations() == []


def test_one_of_several_dates_is_cancelled_and_the_registration_stays():
    session = make_session(dates=3)
    book(session, "Ada")
    assert mails("confirmed")[0].calendar == ""
    assert "termine.ics" in mails("confirmed")[0].text
    call_off_date(session.dates.order_by("starts_at")[1])
    [mail] = mails("date_called_off")
    assert mail.calendar_method == "CANCEL"
    assert "Diese Termine bleiben" in mail.text
    assert states(session) == ["confirmed"]
    assert violations() == []


def test_the_last_date_takes_the_session_with_it():
    session = make_session(dates=2)
    book(session, "Ada")
    for date in session.dates.order_by("starts_at"):
        call_off_date(date)
    session.refresh_from_db()
    assert session.is_cancelled
    assert states(session) == ["cancelled"]
    assert violations() == []


def test_sequence_numbers_of_one_calendar_entry_never_fall():
    """I17: what a calendar program gets about one UID can only be newer."""
    session = make_session()
    book(session, "Ada")
    date = session.dates.get()
    for days in (1, 2):
        reschedule(date, starts_at=date.starts_at + days * DAY, ends_at=date.ends_at + days * DAY)
    call_off_session(session)
    sent = [event_in(mail) for mail in OutboxMessage.objects.exclude(calendar="").order_by("pk")]
    assert [int(event["SEQUENCE"]) for event in sent] == [0, 1, 2, 3]
    assert str(sent[-1]["STATUS"]) == "CANCELLED"
    assert len({str(event["UID"]) for event in sent}) == 1


def test_who_cancels_gets_the_date_taken_out_of_the_calendar():
    session = make_session()
    registration = fresh(book(session, "Ada").registration)
    cancel(registration)
    [mail] = mails("cancelled")
    assert mail.calendar_method == "CANCEL"
    assert "/anmeldung/" not in mail.text


def test_whoever_says_it_was_not_them_is_forgotten():
    session = make_session(capacity=1)
    registration = fresh(book(session, "Ada", phone="0621 555 01").registration)
    book(session, "Bert")
    disown(registration)
    gone = Registration.objects.get(pk=registration.pk)
    assert (gone.name, gone.email, gone.phone, gone.state) == ("", "", "", State.CANCELLED)
    assert gone.anonymised_at
    assert states(session) == ["cancelled", "offered"]
    left = OutboxMessage.objects.exclude(to="")
    assert {message.to for message in left} == {"bert@example.org"}
    disown(registration)  # pressing twice
    assert violations() == []


def test_a_reminder_comes_once_for_each_date_and_again_when_it_was_moved():
    session = make_session(starts_in=3 * DAY)
    book(session, "Ada")
    book(session, "Ohne Mail", email="", phone="0621 555 01")
    assert remind() == 0
    with time_machine.travel(timezone.now() + 2 * DAY + HOUR):
        assert (remind(), remind()) == (1, 0)
        book(session, "Spät")
        date = session.dates.get()
        reschedule(date, starts_at=date.starts_at + dt.timedelta(minutes=30))
        assert remind() == 1
    assert [mail.to for mail in mails("reminder")] == ["ada@example.org", "ada@example.org"]


def test_nobody_is_reminded_of_a_cancelled_date():
    session = make_session(starts_in=12 * HOUR)
    book(session, "Ada")
    call_off_session(session)
    assert remind() == 0


def test_a_copied_workshop_has_the_sessions_shifted_with_as_many_free_places():
    original = make_session(capacity=5, dates=2, waiting_list=False, label="Vormittags")
    other = make_session(capacity=3, workshop=original.workshop)
    SessionPool.objects.filter(session=other).update(pool=pool_of(original))
    book(original, places=2)
    target = make_workshop("Kopie")
    dates = list(SessionDate.objects.filter(workshop=original.workshop).order_by("starts_at", "pk"))
    first, second = copy_sessions(dates, target, 364)
    assert (first.label, first.waiting_list, first.registrations.count()) == ("Vormittags", False, 0)
    assert [shift_days(date.starts_at, 364) for date in original.ordered_dates] == [
        date.starts_at for date in first.ordered_dates
    ]
    assert pool_of(first) == pool_of(second) != pool_of(original)
    assert (pool_of(first).capacity, pool_of(first).taken) == (5, 0)
