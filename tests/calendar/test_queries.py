"""Dates for pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from core.calendar import indexer, queries, sources
from core.directory.models import EventDate
from core.hooks.contracts import LiveState
from core.pages import events_source
from tests.calendar import world

NOW = world.NOW
SPAN = (world.berlin("2026-10-01 00:00"), world.berlin("2026-11-01 00:00"))


@pytest.fixture
def event(shop):
    return world.make_event(shop)


def titles(found) -> list[str]:
    return [f"{entry.title} {timezone.localtime(entry.starts_at):%d.%m.}" for entry in found]


def days(found) -> list[str]:
    return [f"{timezone.localtime(entry.starts_at):%d.%m.}" for entry in found]


def test_an_entry_has_all_that_a_list_shows(site, shop, place, event):
    world.make_date(event, place=place)
    (entry,) = queries.entries(site, "de", *SPAN)
    assert entry == queries.Entry(
        uid=EventDate.objects.get().uid,
        title="Frühstück für alle",
        summary="Worum es geht: Frühstück für alle.",
        url="/organisationen/nachbarschaftsladen/fruhstuck-fur-alle/",
        starts_at=world.berlin("2026-10-08 18:00"),
        ends_at=world.berlin("2026-10-08 20:30"),
        all_day=False,
        kind="event",
        kind_label="Veranstaltung",
        place=place,
        organisation=shop.identity,
        status="confirmed",
        moved_from=None,
        is_online=False,
        cost="",
        only_in="",
        lang="",
        source="core.events",
    )
    assert (entry.availability, entry.free_places) == ("", None)


def test_dates_that_touch_the_span(site, event):
    for start, end in [
        ("2026-09-28 00:00", "2026-10-02 00:00"),  # long, runs into it
        ("2026-09-30 22:00", "2026-10-01 02:00"),  # over its beginning
        ("2026-09-30 20:00", "2026-10-01 00:00"),  # ends when it begins
        ("2026-10-01 00:00", "2026-10-01 00:00"),  # takes no time
        ("2026-10-31 23:00", "2026-11-01 01:00"),
        ("2026-11-01 00:00", "2026-11-01 01:00"),  # begins when it ends
        ("2026-08-01 00:00", "2026-12-31 00:00"),  # all through
    ]:
        if start != end:
            world.make_date(event, start, end)
    assert days(queries.entries(site, "de", *SPAN)) == ["01.08.", "28.09.", "30.09.", "31.10."]
    assert days(queries.entries(site, "de", SPAN[0], None)) == ["01.08.", "28.09.", "30.09.", "31.10.", "01.11."]
    assert days(queries.entries(site, "de", SPAN[0], None, limit=2)) == ["01.08.", "28.09."]
    assert len(queries.entries(site, "de", None, None)) == 6


def test_past_dates_come_latest_first(site, event):
    for day in (1, 5, 20):
        world.make_date(event, f"2026-09-{day:02} 18:00", f"2026-09-{day:02} 20:00")
    world.make_date(event, "2026-10-01 11:00", "2026-10-01 13:00")  # not over yet
    assert days(queries.entries(site, "de", None, NOW, past=True)) == ["20.09.", "05.09.", "01.09."]
    assert days(queries.entries(site, "de", None, NOW, past=True, limit=1)) == ["20.09."]
    assert days(queries.entries(site, "de", world.berlin("2026-09-03 00:00"), NOW, past=True)) == ["20.09.", "05.09."]


def test_what_one_can_choose_by(site, shop, place):
    other = world.make_organisation(site, "Seniorenrat")
    topic, unused = world.make_topic(site), world.make_topic(site, "Nichts")
    here, there = world.make_event(shop, "Hier"), world.make_event(other, "Dort")
    here.identity.topics.add(topic)
    world.make_date(here)
    world.make_date(there, place=place)

    def chosen(**by) -> list[str]:
        return titles(queries.entries(site, "de", *SPAN, **by))

    assert chosen(organisation=shop.identity) == chosen(organisation=shop.identity.pk) == ["Hier 08.10."]
    assert chosen(place=place) == ["Dort 08.10."]
    assert chosen(topic=topic) == ["Hier 08.10."]
    assert chosen(topic=unused) == []
    assert chosen(kind="event") == ["Hier 08.10.", "Dort 08.10."]
    assert chosen(kind="workshop") == []
    found = {name: [(choice.value, choice.label) for choice in each] for name, each in queries.choices(site).items()}
    assert found == {
        "kind": [("event", "Veranstaltung")],
        "topic": [("wohnen", "Wohnen")],
        "place": [("altes-hallenbad-heidelberg", "Altes Hallenbad")],
        "organisation": [("nachbarschaftsladen", "Nachbarschaftsladen"), ("seniorenrat", "Seniorenrat")],
    }


def test_withdrawn_dates_and_those_of_another_site_are_not_there(site, event):
    world.make_date(event)
    other = world.make_site("mannheim.example.org", "Mannheim", default=False)
    assert queries.entries(other, "de", *SPAN) == []
    assert queries.span(other) is None
    event.unpublish()
    assert queries.entries(site, "de", *SPAN) == []
    assert queries.span(site) is None
    assert queries.choices(site)["organisation"] == []


@pytest.mark.parametrize(
    ("language", "title", "only_in", "lang"),
    [
        ("de", "Frühstück", "", ""),
        ("de-simple", "Frühstück", "nicht in Einfacher Sprache", ""),
        ("en", "Breakfast", "", ""),
    ],
)
def test_words_in_the_readers_language_or_in_german(site, shop, language, title, only_in, lang):
    event = world.make_event(shop, "Frühstück")
    world.make_date(event)
    world.translate(event, "en", title="Breakfast")
    (entry,) = queries.entries(site, language, *SPAN)
    assert (entry.title, entry.only_in, entry.lang) == (title, only_in, lang)


def test_what_is_only_german_is_marked_in_english(site, event):
    world.make_date(event)
    (entry,) = queries.entries(site, "en", *SPAN)
    assert (entry.only_in, entry.lang) == ("nur auf Deutsch", "de")


def test_by_day(site, event):
    for start, end in [
        ("2026-09-30 00:00", "2026-10-03 00:00"),
        ("2026-10-01 18:00", "2026-10-01 20:00"),
        ("2026-10-01 23:30", "2026-10-02 01:00"),
        ("2026-10-04 10:00", "2026-10-04 11:00"),
    ]:
        world.make_date(event, start, end)
    found = queries.entries(site, "de", SPAN[0], SPAN[1])
    grouped = queries.by_day(found, dt.date(2026, 10, 1))
    assert [(day.isoformat(), len(each)) for day, each in grouped] == [("2026-10-01", 3), ("2026-10-04", 1)]
    assert [day.isoformat() for day, _each in queries.by_day(found)] == ["2026-09-30", "2026-10-01", "2026-10-04"]
    assert [day.day for day in found[0].days(dt.date(2026, 10, 1), dt.date(2026, 10, 31))] == [1, 2]


class TestLiveStates:
    @pytest.fixture
    def source(self, monkeypatch):
        """Core's source as a plugin's would be, one that knows how many places are free."""

        def live(keys):
            asked.append(sorted(keys))
            return {key: LiveState(availability="few", free_places=2) for key in keys}

        asked: list = []
        monkeypatch.setitem(sources.sources(), "core.events", replace(events_source.SOURCE, live=live))
        return asked

    def test_they_are_asked_for_once_and_only_for_what_is_open(self, site, event, source):
        first = world.make_date(event, "2026-10-08 18:00", "2026-10-08 20:00")
        second = world.make_date(event, "2026-10-09 18:00", "2026-10-09 20:00")
        world.make_date(event, "2026-10-10 18:00", "2026-10-10 20:00", status="cancelled")
        world.make_date(event, "2026-10-01 08:00", "2026-10-01 10:00")
        found = queries.entries(site, "de", *SPAN)
        assert [(entry.availability, entry.free_places) for entry in found] == [
            ("", None),
            ("few", 2),
            ("few", 2),
            ("", None),
        ]
        assert source == [sorted([first.uid, second.uid])]

    def test_a_source_that_fails_costs_only_the_free_places(self, site, event, monkeypatch, caplog):
        broken = replace(events_source.SOURCE, live=lambda _keys: 1 / 0)
        world.make_date(event)
        monkeypatch.setitem(sources.sources(), "core.events", broken)
        (entry,) = queries.entries(site, "de", *SPAN)
        assert entry.availability == ""
        assert "could not say what is free" in caplog.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(site, event, place, count, django_assert_num_queries):
    with indexer.gathered():
        for day in range(1, count + 1):
            world.make_date(event, f"2026-10-1{day} 18:00", f"2026-10-1{day} 20:00", place=place)
    with django_assert_num_queries(1):
        assert len(queries.entries(site, "de", *SPAN)) == count
    with django_assert_num_queries(2):
        assert len(queries.entries(site, "de", SPAN[0], None, limit=50)) == count
    with django_assert_num_queries(1):
        queries.choices(site)
