"""Many at once: a feed is built once, and never without a change that was committed meanwhile."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from core.calendar import indexer
from core.calendar.models import Feed, FeedBody, FeedChange, IndexedObject, Occurrence
from core.directory.models import EventDate
from tests.calendar import world
from tests.calendar.readers import read_with_ical

pytestmark = pytest.mark.django_db(transaction=True)
ALL = "/feeds/all.ics"
LANGUAGES = ("de", "en", "de-simple")


@pytest.fixture
def event():
    site = world.make_site()
    page = world.make_event(world.make_organisation(site))
    world.make_date(page, at("18:00"), at("20:00"))
    return page


def at(time: str) -> str:
    """A time in thirty days: these tests live in real time, and a feed shows only the year to come."""
    return f"{timezone.localdate() + dt.timedelta(days=30)} {time}"


def at_once(*tasks):
    """Run the tasks in threads that start together, each with its own connection. Return what they return."""
    start = threading.Barrier(len(tasks))

    def run(task):
        try:
            start.wait(timeout=30)
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return [future.result() for future in [threads.submit(run, task) for task in tasks]]


def fetch() -> tuple[int, str]:
    response = Client().get(ALL)
    return response.status_code, response["ETag"]


def test_the_first_requests_after_a_change_build_it_once(event, caplog):
    caplog.set_level(logging.DEBUG, logger="allmende.calendar")
    assert len(set(at_once(*[fetch] * 8))) == 1
    Feed.objects.get(kind="all").changes.create()
    answers = set(at_once(*[fetch] * 8))
    assert {status for status, _etag in answers} == {200}
    assert len(answers) == 1
    assert [record.getMessage() for record in caplog.records if "built" in record.getMessage()] == [
        "feed all/ built in de"
    ] * 2


def test_languages_are_built_side_by_side(event):
    def in_language(code):
        return lambda: Client().get(f"{ALL}?sprache={code}").status_code

    assert at_once(*[in_language(code) for code in LANGUAGES * 2]) == [200] * 6
    assert set(FeedBody.objects.values_list("language", flat=True)) == set(LANGUAGES)
    assert not FeedChange.objects.filter(feed__kind="all").exists()


def test_editing_and_reading_at_once_end_with_the_last_edit(event):
    def move():
        for hour in range(10, 15):
            date = EventDate.objects.get()
            date.starts_at, date.ends_at = world.berlin(at(f"{hour}:00")), world.berlin(at(f"{hour + 1}:00"))
            date.save()

    def read():
        return [fetch()[0] for _ in range(5)]

    assert at_once(move, read, read)[1:] == [[200] * 5] * 2
    (told,) = read_with_ical(Client().get(ALL).content.decode())
    assert (told.start, told.end) == (at("14:00"), at("15:00"))


def test_a_place_and_a_date_that_change_at_once_are_both_there(event):
    site = event.get_site()
    place = world.make_place(site)
    date = EventDate.objects.get()
    date.place = place
    date.save()

    def rename():
        place.name = "Neuer Saal"
        place.save()

    def move():
        mine = EventDate.objects.get()
        mine.ends_at = world.berlin(at("21:00"))
        mine.save()

    at_once(rename, move)
    component = Occurrence.objects.get().texts.get(language="de").component
    assert "LOCATION:Neuer Saal" in component
    assert "T210000" in component


@pytest.mark.postgres_only
def test_a_change_that_commits_after_the_feed_was_built_is_not_lost(event):
    """On PostgreSQL the one that began first may commit last: its note has the smaller number."""
    first = Client().get(ALL)
    noted, built = threading.Event(), threading.Event()

    def slow_edit():
        with transaction.atomic():
            date = EventDate.objects.get()
            date.starts_at = world.berlin(at("17:00"))
            date.save()
            noted.set()
            assert built.wait(timeout=30)

    def quick_reader():
        assert noted.wait(timeout=30)
        Feed.objects.get(kind="all").changes.create()
        etag = Client().get(ALL)["ETag"]
        built.set()
        return etag

    _nothing, seen = at_once(slow_edit, quick_reader)
    assert seen == first["ETag"]
    after = Client().get(ALL)
    assert after["ETag"] != seen
    assert b"T170000" in after.content


def test_two_first_publications_at_once_make_one_row(event):
    for model in (IndexedObject, Feed):
        model.objects.all().delete()
    identity = event.identity
    at_once(*[lambda: indexer.reindex(identity)] * 4)
    assert Occurrence.objects.count() == 1
    assert {str(feed) for feed in Feed.objects.all()} == {"all/", f"organisation/{identity.organisation.feed_key}"}
