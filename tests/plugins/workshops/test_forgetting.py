"""After their time nothing in the whole database says who took part, and everything can still be counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from core.mail.models import OutboxMessage
from core.processes.scheduler import timetable
from plugins.workshops import jobs
from plugins.workshops.domain.cancelling import cancel, disown, give_places_back
from plugins.workshops.domain.scheduling import reschedule
from plugins.workshops.domain.sweeping import expire_due, remind
from plugins.workshops.models import AuditEntry, Claim, Registration
from plugins.workshops.retention import KEPT
from plugins.workshops.states import State
from tests.plugins.workshops.factories import DAY, HOUR, book, fresh, make_session
from tests.plugins.workshops.invariants import violations

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel"
ADDRESS, PHONE = "kanarienvogel@example.org", "0621 987654321"
FIGURES = ("session_id", "state", "places", "channel", "created_at", "revision")


def database() -> Iterator[str]:
    """Every value of every table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- our own tables
            yield from (f"{table}: {row}" for row in cursor.fetchall())


def traces() -> list[str]:
    words = (CANARY.casefold(), PHONE)
    return [row for row in database() if any(word in row.casefold() for word in words)]


def figures() -> tuple[Counter, int, int]:
    return Counter(Registration.objects.values_list(*FIGURES)), Claim.objects.count(), AuditEntry.objects.count()


@pytest.fixture
def full_house(db):
    """People in every state, with every mail that one can get."""
    session = make_session(3, starts_in=10 * DAY)
    book(session, CANARY, email=ADDRESS)
    party = fresh(book(session, f"{CANARY} Familie", email=ADDRESS, phone=PHONE, places=2).registration)
    book(session, f"{CANARY} wartet", email="kanarienvogel.b@example.org")
    book(session, f"{CANARY} ohne Mail", email="", phone=PHONE)
    book(session, CANARY, email=ADDRESS)
    give_places_back(party, 1)
    cancel(fresh(party))
    date = session.dates.get()
    reschedule(date, starts_at=date.starts_at + HOUR, ends_at=date.ends_at + HOUR)
    return session


def travel_to_the_end(session, clock) -> None:
    """Let the days go by as the scheduler does."""
    start = session.dates.get().starts_at
    clock.move_to(start - 2 * HOUR)
    remind()
    clock.move_to(start + HOUR)
    expire_due()


def test_nothing_is_left_of_a_person_and_all_figures_stay(full_house):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        travel_to_the_end(full_house, clock)
        before = figures()
        assert len(traces()) > 10
        clock.move_to(full_house.dates.get().ends_at + KEPT)
        assert jobs.forget_old() == "4 Anmeldungen anonymisiert"
        assert traces() == []
        assert figures() == before
        assert violations() == []
        assert jobs.forget_old() == "0 Anmeldungen anonymisiert"


def test_not_a_moment_too_early(full_house):
    with time_machine.travel(full_house.dates.get().ends_at + KEPT - dt.timedelta(seconds=1), tick=False):
        jobs.forget_old()
        assert Registration.objects.filter(anonymised_at=None).count() == 4


def test_no_link_and_no_code_leads_there_any_more(full_house):
    known = dict(Registration.objects.values_list("link_secret", "code"))
    with time_machine.travel(full_house.dates.get().ends_at + KEPT, tick=False):
        jobs.forget_old()
    now = dict(Registration.objects.values_list("link_secret", "code"))
    assert not known.keys() & now.keys()
    assert not set(known.values()) & set(now.values())


def test_a_session_with_several_dates_counts_from_the_last():
    session = make_session(dates=3)
    book(session)
    last = session.dates.order_by("starts_at").last()
    with time_machine.travel(last.ends_at + KEPT - DAY, tick=False) as clock:
        assert jobs.forget_old() == "0 Anmeldungen anonymisiert"
        clock.shift(DAY)
        assert jobs.forget_old() == "1 Anmeldungen anonymisiert"


def test_that_was_not_me_forgets_the_mails_too():
    session = make_session()
    registration = fresh(book(session, CANARY, email=ADDRESS).registration)
    disown(registration)
    assert traces() == []
    assert fresh(registration).state == State.CANCELLED
    assert OutboxMessage.objects.get().state == OutboxMessage.State.FAILED


def test_it_runs_every_night():
    assert "workshops.forget_old" in {job.key for job, _run in timetable().jobs}
