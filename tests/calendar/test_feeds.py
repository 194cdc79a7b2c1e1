"""Feeds as calendar programs fetch them: right at once, cheap when nothing changed, nothing vanishes without a word."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest
from django.utils.http import parse_http_date
from django.utils.translation import override
from wagtail.models import Page

from core.calendar import bodies, feeds, indexer, jobs
from core.calendar.ical import uid
from core.calendar.models import Feed, FeedBody, FeedEntry, Occurrence, OccurrenceText
from core.directory.languages import only_in_text
from core.directory.models import Event, EventDate, Organisation
from core.pages.models import EventPage, OrganisationPage
from tests.calendar import world
from tests.calendar.readers import Read, lint, local, read_with_ical, read_with_icaljs, read_with_khal

ALL = "/feeds/all.ics"
SHOP = "/feeds/organisation/nachbarschaftsladen.ics"


@pytest.fixture
def event(shop, place):
    page = world.make_event(shop)
    world.make_date(page, place=place)
    return page


def body(client, url: str = ALL, **headers: str) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def told(client, url: str = ALL) -> list[tuple[str, str]]:
    """Status and title of every event in a feed, by title."""
    return sorted((event.status, event.title) for event in read_with_ical(body(client, url)))


class TestReading:
    def test_a_feed_is_what_it_says(self, client, event):
        response = client.get(ALL)
        assert response.status_code == 200
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Content-Disposition"] == 'inline; filename="all.ics"'
        assert response["Content-Length"] == str(len(response.content))
        assert response["Cache-Control"] == "public, no-cache"
        assert "Accept-Encoding" in response["Vary"]
        assert "Cookie" not in response["Vary"]
        assert not response.cookies
        assert lint(response.content) == []
        assert b"METHOD" not in response.content
        assert b"X-WR-CALNAME:Allmende: alle Termine\r\n" in response.content

    def test_every_program_reads_what_the_index_says(self, client, shop, place, tmp_path):
        event = world.make_event(shop, "Frühstück für alle")
        for start, end in [
            ("2026-10-08 18:00", "2026-10-08 20:30"),
            ("2026-10-24 22:00", "2026-10-25 06:00"),
            ("2026-10-25 14:00", "2026-10-25 16:00"),
            ("2027-03-28 01:30", "2027-03-28 04:30"),
            ("2027-03-28 14:00", "2027-03-28 16:00"),
        ]:
            world.make_date(event, start, end, place=place)
        week = world.make_event(shop, "Aktionswoche")
        world.make_date(week, "2026-10-19 00:00", "2026-10-26 00:00", all_day=True)
        EventDate.objects.filter(event=event.identity).last().delete()
        cancelled = EventDate.objects.filter(event=event.identity).first()
        cancelled.status = "cancelled"
        cancelled.save()
        text = body(client)
        assert lint(text.encode()) == []
        expected = index_says()
        assert [read.status for read in expected].count("CANCELLED") == 2
        assert len(expected) == 6
        assert read_with_ical(text) == expected
        assert read_with_khal(text, tmp_path) == expected
        assert read_with_icaljs(text) == expected

    @pytest.mark.parametrize(
        ("query", "title"), [("", "Frühstück"), ("?sprache=en", "Breakfast"), ("?sprache=fr", "Frühstück")]
    )
    def test_the_language_is_asked_for(self, client, shop, query, title):
        event = world.make_event(shop, "Frühstück")
        world.make_date(event)
        world.translate(event, "en", title="Breakfast")
        assert told(client, ALL + query) == [("CONFIRMED", title)]

    def test_what_is_not_translated_says_so(self, client, event):
        with override("en"):
            note = f"DESCRIPTION:({only_in_text('de')})"
        assert note not in body(client)
        text = body(client, ALL + "?sprache=en").replace("\r\n ", "")
        assert "SUMMARY:Frühstück für alle" in text
        assert note in text

    def test_an_organisation_has_its_own(self, client, event, site):
        other = world.make_organisation(site, "Seniorenrat")
        world.make_date(world.make_event(other, "Erzählcafé"))
        assert told(client) == [("CONFIRMED", "Erzählcafé"), ("CONFIRMED", "Frühstück für alle")]
        assert told(client, SHOP) == [("CONFIRMED", "Frühstück für alle")]
        assert "X-WR-CALNAME:Nachbarschaftsladen\r\n" in body(client, SHOP)

    def test_an_empty_feed_is_a_calendar(self, client, shop):
        assert lint(body(client, SHOP).encode()) == []
        assert lint(body(client, ALL).encode()) == []

    @pytest.mark.parametrize("url", ["/feeds/organisation/unbekannt.ics", "/feeds/nichts.ics", "/feeds/event/x.ics"])
    def test_what_there_is_not(self, client, site, url):
        assert client.get(url).status_code == 404

    def test_an_organisation_that_was_never_public_has_none(self, client, site):
        index = Page.objects.get(slug="organisationen", depth=3)
        draft = index.add_child(instance=OrganisationPage(title="Noch geheim", live=False))
        key = Organisation.objects.get(key=draft.translation_key).feed_key
        assert client.get(f"/feeds/organisation/{key}.ics").status_code == 404

    def test_nothing_can_be_sent_there(self, client, event):
        assert client.post(ALL).status_code == 405

    def test_two_sites_never_mix(self, client, event, settings):
        settings.ALLOWED_HOSTS = ["localhost", "mannheim.example.org"]
        other = world.make_site("mannheim.example.org", "Mannheim", default=False)
        shop = world.make_organisation(other)
        world.make_date(world.make_event(shop, "Stadtteilfest"))
        here = {"headers": {"host": "localhost"}}
        there = {"headers": {"host": "mannheim.example.org"}}
        for url in (ALL, SHOP):
            assert [e.title for e in read_with_ical(client.get(url, **here).content.decode())] == ["Frühstück für alle"]
            assert [e.title for e in read_with_ical(client.get(url, **there).content.decode())] == ["Stadtteilfest"]
        assert b"URL:http://mannheim.example.org/organisationen/" in client.get(ALL, **there).content.replace(
            b"\r\n ", b""
        )
        mine = Occurrence.objects.get(site__hostname="localhost").uid
        assert client.get(f"/feeds/event/{mine}.ics", **here).status_code == 200
        assert client.get(f"/feeds/event/{mine}.ics", **there).status_code == 404


def index_says() -> list[Read]:
    """What a feed should say, from the rows of the index."""
    found = []
    for text in OccurrenceText.objects.filter(language="de").select_related("occurrence"):
        row = text.occurrence
        cancelled = row.withdrawn_at is not None or row.status == "cancelled"
        times = [moment.astimezone(world.BERLIN) for moment in (row.starts_at, row.ends_at)]
        start, end = (local(moment.date() if row.all_day else moment) for moment in times)
        title = f"Abgesagt: {text.title}" if cancelled else text.title
        found.append(Read(uid(row.uid), start, end, "CANCELLED" if cancelled else row.status.upper(), title))
    return sorted(found)


class TestConditionalRequests:
    def test_whoever_has_it_gets_304(self, client, event, clock):
        first = client.get(ALL)
        clock.shift(3600)
        for headers in (
            {"if-none-match": first["ETag"]},
            {"if-none-match": f"W/{first['ETag']}"},
            {"if-none-match": f'"other", {first["ETag"]}'},
            {"if-modified-since": first["Last-Modified"]},
            {"if-modified-since": "Mon, 05 Oct 2026 10:00:00 GMT"},
        ):
            response = client.get(ALL, headers=headers)
            assert (response.status_code, response.content) == (304, b""), headers
            assert response["ETag"] == first["ETag"]
            assert response["Last-Modified"] == first["Last-Modified"]

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"if-none-match": '"other"'},
            {"if-modified-since": "Mon, 05 Oct 2020 10:00:00 GMT"},
            {"if-modified-since": "gestern"},
            # the tag decides where both are sent (RFC 9110 §13.2.2)
            {"if-none-match": '"other"', "if-modified-since": "Mon, 05 Oct 2026 10:00:00 GMT"},
        ],
    )
    def test_whoever_has_it_not_gets_it(self, client, event, headers):
        assert client.get(ALL, headers=headers).status_code == 200

    def test_head_is_get_without_a_body(self, client, event):
        full, head = client.get(ALL), client.head(ALL)
        assert head.status_code == 200
        assert head.content == b""
        for name in ("ETag", "Last-Modified", "Content-Length", "Content-Type"):
            assert head[name] == full[name]
        assert client.head(ALL, headers={"if-none-match": full["ETag"]}).status_code == 304

    def test_an_edit_is_there_with_the_next_request(self, client, event, clock):
        first = client.get(ALL)
        event.title = "Frühstück mit Beratung"
        event.save_revision().publish()
        second = client.get(ALL, headers={"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]})
        assert second.status_code == 200
        assert b"SUMMARY:Fr\xc3\xbchst\xc3\xbcck mit Beratung" in second.content
        assert parse_http_date(second["Last-Modified"]) > parse_http_date(first["Last-Modified"])

    def test_the_other_language_is_there_too(self, client, event):
        for url in (ALL, ALL + "?sprache=en"):
            body(client, url)
        place = event.identity.dates.get().place
        place.name = "Neuer Saal"
        place.save()
        for url in (ALL, ALL + "?sprache=en"):
            assert "Neuer Saal" in body(client, url)

    def test_only_the_feeds_concerned_change(self, client, event, site):
        other = world.make_organisation(site, "Seniorenrat")
        quiet = "/feeds/organisation/seniorenrat.ics"
        before = client.get(quiet)
        event.title = "Neu"
        event.save_revision().publish()
        assert client.get(quiet, headers={"if-none-match": before["ETag"]}).status_code == 304
        assert not Feed.objects.get(key=other.identity.feed_key).changes.exists()

    def test_the_same_bytes_keep_their_validators(self, client, event, clock):
        first = client.get(ALL)
        clock.shift(3600)
        feeds.mark(Feed.objects.values_list("pk", flat=True))
        again = client.get(ALL)
        assert (again["ETag"], again["Last-Modified"]) == (first["ETag"], first["Last-Modified"])
        assert FeedBody.objects.get().revision == Feed.objects.get(kind="all").revision == 2

    def test_a_new_day_that_changes_nothing_keeps_them_too(self, client, event, clock):
        first = client.get(ALL)
        clock.shift(24 * 3600)
        assert client.get(ALL, headers={"if-none-match": first["ETag"]}).status_code == 304
        assert FeedBody.objects.get().day == dt.date(2026, 10, 2)

    def test_the_date_never_goes_back(self, client, event, clock):
        dates = []
        for number, moment in enumerate(["2026-10-01 12:00", "2026-10-01 12:00", "2026-09-30 12:00"]):
            clock.move_to(world.berlin(moment))
            event.title = f"Titel {number}"
            event.save_revision().publish()
            dates.append(parse_http_date(client.get(ALL)["Last-Modified"]))
        assert dates == sorted(set(dates))

    def test_deleting_moves_it_on_too(self, client, event, clock):
        first = client.get(ALL)
        EventDate.objects.get().delete()
        second = client.get(ALL, headers={"if-modified-since": first["Last-Modified"]})
        assert second.status_code == 200
        assert parse_http_date(second["Last-Modified"]) > parse_http_date(first["Last-Modified"])


class TestGzip:
    @pytest.fixture
    def zipped(self, client, event):
        first = client.get(ALL)
        jobs.sweep()
        return first

    def test_it_is_made_by_a_job(self, client, event):
        assert not client.get(ALL, headers={"accept-encoding": "gzip"}).has_header("Content-Encoding")
        jobs.sweep()
        assert client.get(ALL, headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"

    def test_it_unpacks_to_the_same(self, client, zipped):
        response = client.get(ALL, headers={"accept-encoding": "deflate, gzip;q=0.8"})
        assert gzip.decompress(response.content) == zipped.content
        assert response["Content-Length"] == str(len(response.content))
        assert response["ETag"] != zipped["ETag"]
        assert response["Last-Modified"] == zipped["Last-Modified"]

    @pytest.mark.parametrize(
        "accepted", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0, br", "notgzip", "gzip;q=.", "gzip;q=1.2.3"]
    )
    def test_only_for_those_who_ask(self, client, zipped, accepted):
        response = client.get(ALL, headers={"accept-encoding": accepted})
        assert not response.has_header("Content-Encoding")
        assert response.content == zipped.content

    def test_either_form_is_unchanged_for_whoever_has_it(self, client, zipped):
        other = client.get(ALL, headers={"accept-encoding": "gzip"})
        for etag in (zipped["ETag"], other["ETag"]):
            for accepted in ("gzip", "identity"):
                response = client.get(ALL, headers={"accept-encoding": accepted, "if-none-match": etag})
                assert (response.status_code, response["ETag"]) == (304, etag)

    def test_an_edit_takes_the_old_one_away(self, client, zipped, event):
        event.title = "Neu"
        event.save_revision().publish()
        response = client.get(ALL, headers={"accept-encoding": "gzip"})
        assert not response.has_header("Content-Encoding")
        assert "SUMMARY:Neu" in response.content.decode()


class TestNothingVanishes:
    def test_a_withdrawn_date_is_cancelled_for_thirty_days(self, client, event, clock):
        world.make_date(event, "2026-11-30 18:00", "2026-11-30 20:00")
        late = EventDate.objects.get(starts_at__month=11)
        late.delete()
        for days, expected in [(0, 2), (30, 2), (31, 1)]:
            clock.move_to(world.NOW + dt.timedelta(days=days))
            assert len(told(client)) == expected, days
        clock.move_to(world.NOW)
        assert told(client) == [("CANCELLED", "Abgesagt: Frühstück für alle"), ("CONFIRMED", "Frühstück für alle")]

    def test_a_cancelled_date_stays_until_it_is_past(self, client, event, clock):
        date = EventDate.objects.get()
        date.starts_at, date.ends_at = world.berlin("2026-12-20 18:00"), world.berlin("2026-12-20 20:00")
        date.status = "cancelled"
        date.save()
        clock.move_to(world.berlin("2026-12-19 12:00"))
        assert told(client) == [("CANCELLED", "Abgesagt: Frühstück für alle")]

    def test_a_past_date_stays_for_thirty_days(self, client, event, clock):
        clock.move_to(world.berlin("2026-11-07 12:00"))
        assert len(told(client)) == 1
        clock.move_to(world.berlin("2026-11-08 12:00"))
        assert told(client) == []

    def test_a_date_is_there_a_year_before(self, client, event, clock):
        world.make_date(event, "2027-09-30 18:00", "2027-09-30 20:00")
        world.make_date(event, "2027-10-01 18:00", "2027-10-01 20:00")
        assert len(told(client)) == 2

    def test_a_date_that_leaves_one_feed_is_cancelled_there_only(self, client, event, site, clock):
        other = world.make_organisation(site, "Seniorenrat")
        EventPage.objects.get(pk=event.pk).move(other, pos="last-child")
        assert told(client, SHOP) == [("CANCELLED", "Abgesagt: Frühstück für alle")]
        assert told(client, "/feeds/organisation/seniorenrat.ics") == [("CONFIRMED", "Frühstück für alle")]
        assert told(client) == [("CONFIRMED", "Frühstück für alle")]
        assert lint(body(client, SHOP).encode()) == []
        clock.shift(31 * 24 * 3600)
        assert told(client, SHOP) == []

    def test_a_renamed_organisation_keeps_its_address(self, client, event, shop):
        shop.title, shop.slug = "Laden für alle", "laden-fuer-alle"
        shop.save_revision().publish()
        text = body(client, SHOP)
        assert "X-WR-CALNAME:Laden für alle\r\n" in text
        assert told(client, SHOP) == [("CONFIRMED", "Frühstück für alle")]
        assert client.get("/feeds/organisation/laden-fuer-alle.ics").status_code == 404

    def test_a_deleted_organisation_says_so_for_ninety_days(self, client, event, shop, clock):
        world.make_date(event, "2027-02-08 18:00", "2027-02-08 20:00")
        OrganisationPage.objects.get(pk=shop.pk).delete()
        cancelled = ("CANCELLED", "Abgesagt: Frühstück für alle")
        assert told(client, SHOP) == [cancelled, cancelled]
        clock.move_to(world.NOW + dt.timedelta(days=60))
        jobs.nightly()
        assert told(client, SHOP) == [cancelled]  # the other one is past
        assert told(client) == []
        clock.move_to(world.NOW + dt.timedelta(days=91))
        jobs.nightly()
        response = client.get(SHOP)
        assert response.status_code == 410
        assert "gibt es nicht mehr" in response.content.decode()

    def test_an_organisation_that_comes_back(self, client, event, shop):
        identity = shop.identity
        OrganisationPage.objects.get(pk=shop.pk).delete()
        assert Feed.objects.get(kind="organisation").gone_at
        index = Page.objects.get(slug="organisationen", depth=3)
        page = index.add_child(
            instance=OrganisationPage(title="Nachbarschaftsladen", live=False, translation_key=identity.key)
        )
        page.save_revision().publish()
        assert Feed.objects.get(kind="organisation").gone_at is None

    def test_an_unpublished_organisation_is_not_gone(self, client, event, shop):
        OrganisationPage.objects.get(pk=shop.pk).unpublish()
        assert told(client, SHOP) == [("CONFIRMED", "Frühstück für alle")]

    def test_the_words_of_what_is_long_gone_are_forgotten(self, client, event, clock):
        EventDate.objects.get().delete()
        clock.shift(91 * 24 * 3600)
        jobs.forget()
        assert not OccurrenceText.objects.exists()
        assert not FeedEntry.objects.exists()
        assert Occurrence.objects.count() == 1
        indexer.rebuild()
        assert Occurrence.objects.get().withdrawn_at == world.NOW


class TestSize:
    @pytest.fixture
    def many(self, shop):
        event = world.make_event(shop)
        with indexer.gathered():
            for month in range(1, 13):
                day = bodies.add_months(dt.date(2026, 9, 20), month)
                world.make_date(event, f"{day} 18:00", f"{day} 20:00")
        return event

    def test_the_far_end_moves_in_by_whole_months_and_says_so(self, client, many, settings):
        whole = body(client)
        assert "X-WR-CALDESC" not in whole
        assert whole.count("BEGIN:VEVENT") == 12
        settings.FEED_MAX_BYTES = len(whole.encode()) // 2
        feeds.mark(Feed.objects.values_list("pk", flat=True))
        short = body(client)
        assert short.count("BEGIN:VEVENT") == 6
        assert len(short.encode()) < settings.FEED_MAX_BYTES + 1000
        assert "Dieser Kalender reicht bis Mittwoch\\, 31. März 2027" in short.replace("\r\n ", "")
        assert lint(short.encode()) == []

    def test_one_month_is_always_there(self, client, many, settings):
        settings.FEED_MAX_BYTES = 10
        assert body(client).count("BEGIN:VEVENT") == 1

    def test_zero_means_no_limit(self, client, many, settings):
        settings.FEED_MAX_BYTES = 0
        assert body(client).count("BEGIN:VEVENT") == 12


class TestOneDate:
    @pytest.fixture
    def url(self, event):
        return f"/feeds/event/{EventDate.objects.get().uid}.ics"

    def test_it_is_a_calendar_of_one(self, client, url):
        response = client.get(url)
        assert lint(response.content) == []
        assert told(client, url) == [("CONFIRMED", "Frühstück für alle")]
        assert client.get(url, headers={"if-none-match": response["ETag"]}).status_code == 304
        assert client.get(url, headers={"if-modified-since": response["Last-Modified"]}).status_code == 304
        assert client.head(url)["ETag"] == response["ETag"]

    def test_it_has_the_name_that_it_has_in_feeds(self, client, url):
        (here,), (there,) = read_with_ical(body(client, url)), read_with_ical(body(client))
        assert here == there

    def test_it_is_cancelled_and_then_gone(self, client, url, event, clock):
        event.unpublish()
        assert told(client, url) == [("CANCELLED", "Abgesagt: Frühstück für alle")]
        clock.shift(91 * 24 * 3600)
        assert client.get(url).status_code == 410
        jobs.nightly()
        assert client.get(url).status_code == 410

    def test_what_was_never_there(self, client, site):
        assert client.get("/feeds/event/00000000-0000-0000-0000-000000000000.ics").status_code == 404


class TestQueries:
    @pytest.mark.parametrize("count", [1, 3])
    def test_unchanged(self, client, event, count, django_assert_num_queries):
        for day in range(10, 9 + count):
            world.make_date(event, f"2026-10-{day} 18:00", f"2026-10-{day} 20:00")
        etag = client.get(ALL)["ETag"]
        jobs.sweep()
        with django_assert_num_queries(2):
            assert client.get(ALL, headers={"if-none-match": etag}).status_code == 304
        with django_assert_num_queries(3):
            assert client.get(ALL, headers={"accept-encoding": "gzip"}).status_code == 200

    @pytest.mark.parametrize("count", [1, 3])
    def test_after_a_change(self, client, event, count, django_assert_num_queries):
        for day in range(10, 9 + count):
            world.make_date(event, f"2026-10-{day} 18:00", f"2026-10-{day} 20:00")
        body(client)
        feeds.mark(Feed.objects.values_list("pk", flat=True))
        Event.objects.get().save()
        event.title = "Neu"
        event.save_revision().publish()
        with django_assert_num_queries(14):
            body(client)
