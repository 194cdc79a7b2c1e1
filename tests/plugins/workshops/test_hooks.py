"""What the plugin adds elsewhere: calendar, overview, blocks, jobs."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.utils import timezone

from allmende.plugin import LiveState
from core.calendar import queries
from plugins.workshops import jobs
from plugins.workshops.blocks import NextWorkshopsBlock
from plugins.workshops.dates_source import SOURCE, occurrences
from plugins.workshops.domain.availability import live_states
from plugins.workshops.domain.cancelling import cancel
from plugins.workshops.domain.scheduling import call_off_session, reschedule
from plugins.workshops.models import CapacityPool, Registration, Session
from plugins.workshops.overview import panels
from tests.factories import make_site, translate
from tests.plugins.workshops.factories import DAY, HOUR, book, default_site, fresh, make_page, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop_page(db):
    return make_page(title="Kleine Allianzen")


@pytest.fixture
def session(workshop_page) -> Session:
    return make_session(workshop=workshop_page.identity, capacity=10)


def calendar(language: str = "de") -> list[queries.Entry]:
    now = timezone.now()
    return queries.entries(default_site(), language, now, now + 90 * DAY)


def live(session: Session) -> LiveState:
    return live_states([session.dates.get().uid])[session.dates.get().uid]


# -- calendar ------------------------------------------------------------------------------------


def test_hook_calendar_sources(workshop_page, session):
    """A published workshop is in the calendar in every language, with its free places."""
    translate(workshop_page, "en", title="Small alliances")
    [german], [english] = calendar(), calendar("en")
    date = session.dates.get()
    assert (german.uid, german.title, german.kind) == (date.uid, "Kleine Allianzen", "workshop")
    assert (english.uid, english.title) == (date.uid, "Small alliances")
    assert (german.availability, german.free_places) == ("free", 10)
    assert german.url.endswith("/kleine-allianzen/")


def test_the_calendar_follows_the_dates_and_a_registration_writes_nothing_there(session):
    before = calendar()
    book(session)
    assert [entry.free_places for entry in calendar()] == [9]
    date = session.dates.get()
    reschedule(date, starts_at=date.starts_at + DAY, ends_at=date.ends_at + DAY)
    [moved] = calendar()
    assert (moved.uid, moved.starts_at, moved.moved_from) == (before[0].uid, date.starts_at + DAY, date.starts_at)
    call_off_session(session)
    assert [entry.status for entry in calendar()] == ["cancelled"]


def test_a_workshop_that_is_not_public_has_no_dates(workshop_page, session):
    assert SOURCE.visible(workshop_page.identity)
    workshop_page.unpublish()
    assert not SOURCE.visible(workshop_page.identity)
    assert calendar() == []


def test_the_sequence_is_the_same_in_feed_and_mail(workshop_page, session):
    date = session.dates.get()
    moved = reschedule(date, starts_at=date.starts_at + DAY, ends_at=date.ends_at + DAY)
    assert [data.sequence for data in occurrences(workshop_page.identity)] == [moved.sequence] == [1]


@pytest.mark.parametrize(
    ("capacity", "booked", "settings", "state"),
    [
        (10, 0, {}, LiveState(availability="free", free_places=10)),
        (10, 8, {}, LiveState(availability="few", free_places=2)),
        (1, 1, {}, LiveState(availability="waiting")),
        (1, 1, {"waiting_list": False}, LiveState(availability="full")),
        (None, 3, {}, LiveState(availability="free")),
        (10, 0, {"registration_opens_at": timezone.now() + DAY}, LiveState(availability="not_yet")),
        (10, 0, {"closes_hours_before": 1000}, LiveState(availability="closed")),
        (10, 0, {"starts_in": -HOUR}, LiveState()),
    ],
)
def test_how_many_places_are_free_is_asked_live(capacity, booked, settings, state):
    session = make_session(capacity, **settings)
    CapacityPool.objects.update(taken=booked)
    assert live(session) == state


def test_free_places_of_many_dates_take_one_query(django_assert_num_queries):
    sessions = [make_session(dates=number) for number in (1, 2, 3)]
    uids = [date.uid for session in sessions for date in session.dates.all()]
    with django_assert_num_queries(1):
        assert len(live_states(uids)) == 6


# -- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("items", [1, 3])
def test_the_page_of_a_workshop_takes_few_queries_however_many_dates(
    workshop_page, items, django_assert_max_num_queries
):
    for _session in range(items):
        book(make_session(workshop=workshop_page.identity, dates=2))
    url = workshop_page.get_url()
    Client().get(url)
    with django_assert_max_num_queries(15):
        response = Client().get(url)
    assert response.content.decode().count("Jetzt anmelden") >= items
    assert response.cookies == {}


def test_hook_stream_blocks(session):
    """The teaser shows the next workshops, whatever page it stands on."""
    block = NextWorkshopsBlock()
    value = block.to_python({"title": "Bald", "count": 3})
    request = RequestFactory().get("/")
    html = block.render(value, context={"request": request})
    assert "Kleine Allianzen" in html
    assert "Bald" in html
    assert "Kleine Allianzen" not in block.render(value)


# -- people --------------------------------------------------------------------------------------


def test_hook_overview_panels(session):
    """Only what this address has open, on this site, and what is not over."""
    site = session.workshop.site
    for name in ("Ada", "Bert"):
        book(session, name, email="beispiel@example.org")
    cancel(fresh(Registration.objects.get(name="Bert")))
    book(session, "Fremd", email="fremd@example.org")
    [panel] = panels(site, "beispiel@example.org")
    assert [(row["name"], row["title"]) for row in panel.context["rows"]] == [("Ada", "Kleine Allianzen")]
    assert list(panels(site, "niemand@example.org")) == []
    assert list(panels(make_site("anderswo.example.org", "Anderswo", languages=()), "beispiel@example.org")) == []
    with time_machine.travel(timezone.now() + 40 * DAY):
        assert list(panels(site, "beispiel@example.org")) == []


# -- jobs ----------------------------------------------------------------------------------------


def test_hook_scheduled_jobs(session, caplog):
    """Each may run twice; a counter that is wrong is named in the log."""
    book(session)
    assert jobs.sweep() == jobs.sweep() == "0 verfallen, 0 nachgerückt"
    assert jobs.send_reminders() == "0 erinnert"
    assert jobs.check_counters() == "0 Abweichungen"
    CapacityPool.objects.update(taken=7)
    assert jobs.check_counters() == "1 Abweichungen"
    assert "taken is 7, should be 1" in caplog.text
