"""Every change of a thing is in the index with the transaction that makes it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Locale, PageViewRestriction

from core.calendar import bodies, indexer
from core.calendar.models import Feed, FeedChange, FeedEntry, Occurrence, OccurrenceText
from core.directory.models import DateStatus, Event, EventDate, Organisation
from core.hooks.contracts import OccurrenceData
from core.pages.models import EventPage, OrganisationIndexPage, OrganisationPage
from tests.calendar import world


@pytest.fixture
def event(shop, place):
    """An event with one date."""
    page = world.make_event(shop)
    world.make_date(page, place=place)
    return page


def only() -> Occurrence:
    return Occurrence.objects.get()


def text(language: str = "de") -> OccurrenceText:
    return OccurrenceText.objects.get(language=language)


def lines(language: str = "de") -> list[str]:
    """The VEVENT's lines, unfolded."""
    return text(language).component.replace("\r\n ", "").split("\r\n")


def feeds_of(row: Occurrence) -> set[str]:
    return {str(entry.feed) for entry in row.entries.filter(left_at=None).select_related("feed")}


class TestPublishing:
    def test_a_draft_is_not_in_the_calendar(self, shop):
        page = world.make_event(shop, live=False)
        world.make_date(page)
        assert not Occurrence.objects.exists()

    def test_publishing_puts_every_date_there(self, shop, place):
        page = world.make_event(shop, live=False)
        topic = world.make_topic(shop.identity.site)
        page.identity.topics.add(topic)
        dates = [world.make_date(page, f"2026-10-0{day} 18:00", f"2026-10-0{day} 20:00", place=place) for day in (8, 9)]
        page.save_revision().publish()
        assert [row.uid for row in Occurrence.objects.all()] == [date.uid for date in dates]
        row = Occurrence.objects.first()
        assert (row.kind, row.status, row.place, row.organisation) == ("event", "confirmed", place, shop.identity)
        assert list(row.topics.all()) == [topic]
        assert feeds_of(row) == {"all/", "organisation/nachbarschaftsladen"}
        assert "CATEGORIES:Wohnen" in lines_of(row)

    def test_a_new_date_of_a_published_event_is_there(self, event):
        world.make_date(event, "2026-11-05 18:00", "2026-11-05 20:00")
        assert Occurrence.objects.count() == 2

    def test_the_words_are_there_in_every_language(self, event):
        found = {row.language: (row.written_in, row.title) for row in OccurrenceText.objects.all()}
        assert found == dict.fromkeys(("de", "en", "de-simple"), ("de", "Frühstück für alle"))
        world.translate(event, "en", title="Breakfast for everybody", lead="Come and eat.")
        found = {row.language: (row.written_in, row.title) for row in OccurrenceText.objects.all()}
        assert found == {
            "de": ("de", "Frühstück für alle"),
            "en": ("en", "Breakfast for everybody"),
            "de-simple": ("de", "Frühstück für alle"),
        }
        assert text("en").url == "/en/organisationen/nachbarschaftsladen/fruhstuck-fur-alle/"
        assert text("en").summary == "Come and eat."
        assert Occurrence.objects.count() == 1

    def test_an_event_that_is_only_english_is_listed_in_german_too(self, event):
        world.translate(event, "en", title="Breakfast")
        event.unpublish()
        assert (text("de").written_in, text("de").title) == ("en", "Breakfast")
        assert only().withdrawn_at is None

    def test_a_stand_in_for_a_missing_translation_counts_as_no_translation(self, event):
        english = Locale.objects.get(language_code="en")
        event.copy_for_translation(english, copy_parents=True, alias=True)
        indexer.reindex(event.identity)
        assert (text("en").written_in, text("en").url) == (
            "de",
            "/organisationen/nachbarschaftsladen/fruhstuck-fur-alle/",
        )

    def test_a_copy_has_no_dates(self, event, shop):
        copy = event.copy(update_attrs={"slug": "zweites", "title": "Zweites Frühstück"}, keep_live=True)
        assert copy.live
        assert Occurrence.objects.count() == 1

    def test_unpublishing_withdraws(self, event, clock):
        event.unpublish()
        row = only()
        assert row.withdrawn_at == world.NOW
        assert "STATUS:CANCELLED" in lines()
        assert "SUMMARY:Abgesagt: Frühstück für alle" in lines()
        assert "SEQUENCE:1" in lines()
        assert not [line for line in lines() if line.startswith(("DESCRIPTION", "URL", "LOCATION", "CONTACT"))]
        assert (text().summary, text().url) == ("", "")

    def test_publishing_again_brings_it_back_with_a_higher_sequence(self, event, clock):
        event.unpublish()
        clock.shift(60)
        EventPage.objects.get(pk=event.pk).save_revision().publish()
        assert only().withdrawn_at is None
        assert "STATUS:CONFIRMED" in lines()
        assert "SEQUENCE:2" in lines()
        assert "DTSTAMP:20261001T100100Z" in lines()

    def test_what_was_published_is_gone_with_its_transaction(self, shop):
        page = world.make_event(shop, live=False)
        world.make_date(page)
        with transaction.atomic():
            page.save_revision().publish()
            assert Occurrence.objects.count() == 1
            transaction.set_rollback(True)
        assert not Occurrence.objects.exists()
        assert not EventPage.objects.get(pk=page.pk).live


def lines_of(row: Occurrence) -> list[str]:
    return row.texts.get(language="de").component.replace("\r\n ", "").split("\r\n")


class TestDates:
    def test_moving_a_date_keeps_its_name_and_counts(self, event, clock):
        uid = only().uid
        clock.shift(60)
        date = EventDate.objects.get()
        date.starts_at, date.ends_at = world.berlin("2026-10-09 19:00"), world.berlin("2026-10-09 21:00")
        date.save()
        row = only()
        assert (row.uid, row.sequence, row.moved_from) == (uid, 1, world.berlin("2026-10-08 18:00"))
        assert {"DTSTART;TZID=Europe/Berlin:20261009T190000", "SEQUENCE:1", "LAST-MODIFIED:20261001T100100Z"} <= set(
            lines()
        )
        assert any("Verlegt. Ursprünglich: Donnerstag\\, 8. Oktober 2026\\, 18.00 Uhr." in line for line in lines())

    def test_cancelling_a_date_leaves_it_there_as_cancelled(self, event):
        date = EventDate.objects.get()
        date.status = DateStatus.CANCELLED
        date.save()
        row = only()
        assert (row.status, row.withdrawn_at) == ("cancelled", None)
        assert {"STATUS:CANCELLED", "SUMMARY:Abgesagt: Frühstück für alle", "SEQUENCE:1"} <= set(lines())

    def test_a_deleted_date_is_withdrawn(self, event):
        EventDate.objects.get().delete()
        assert only().withdrawn_at == world.NOW

    def test_a_long_date_is_known_as_such(self, event):
        world.make_date(event, "2026-10-10 00:00", "2026-10-18 00:00", all_day=True)
        assert [row.is_long for row in Occurrence.objects.all()] == [False, True]

    def test_a_date_that_goes_over_to_another_event_goes_along(self, event, shop):
        other = world.make_event(shop, "Erzählcafé")
        date = EventDate.objects.get()
        date.event = other.identity
        date.save()
        assert only().owner.object_id == other.identity.pk
        assert "SUMMARY:Erzählcafé" in lines()
        indexer.reindex(event.identity)
        assert only().withdrawn_at is None


class TestPages:
    def test_a_new_title_is_there_with_its_publication(self, event, clock):
        clock.shift(60)
        event.title = "Frühstück mit Beratung"
        revision = event.save_revision()
        assert "SUMMARY:Frühstück für alle" in lines()
        revision.publish()
        assert {"SUMMARY:Frühstück mit Beratung", "SEQUENCE:0", "LAST-MODIFIED:20261001T100100Z"} <= set(lines())

    def test_a_new_slug_of_the_event(self, event):
        event.slug = "neu"
        event.save_revision().publish()
        assert text().url == "/organisationen/nachbarschaftsladen/neu/"
        assert "URL:http://127.0.0.1:8000/organisationen/nachbarschaftsladen/neu/" in lines()

    def test_a_new_slug_of_a_page_above_within_the_same_transaction(self, event, shop):
        shop.slug = "laden"
        with transaction.atomic():
            shop.save_revision().publish()
            assert text().url == "/organisationen/laden/fruhstuck-fur-alle/"
        assert text().url == "/organisationen/laden/fruhstuck-fur-alle/"

    def test_a_slug_that_a_program_changes_without_publishing(self, event, shop, django_capture_on_commit_callbacks):
        shop.slug = "laden"
        with django_capture_on_commit_callbacks(execute=True):
            shop.save()
        assert text().url == "/organisationen/laden/fruhstuck-fur-alle/"

    def test_moving_the_page_to_another_organisation(self, event, site, clock):
        other = world.make_organisation(site, "Seniorenrat")
        clock.shift(60)
        EventPage.objects.get(pk=event.pk).move(other, pos="last-child")
        row = only()
        assert row.organisation == other.identity
        assert text().url == "/organisationen/seniorenrat/fruhstuck-fur-alle/"
        assert feeds_of(row) == {"all/", "organisation/seniorenrat"}
        assert {"CONTACT:Seniorenrat", "SEQUENCE:1", "STATUS:CONFIRMED"} <= set(lines())
        left = FeedEntry.objects.get(feed__key="nachbarschaftsladen")
        assert left.left_at == world.NOW + dt.timedelta(seconds=60)
        assert "STATUS:CANCELLED\r\n" in left.tombstones["de"]
        assert "SEQUENCE:1\r\n" in left.tombstones["de"]

    def test_moving_it_back(self, event, site, shop, clock):
        other = world.make_organisation(site, "Seniorenrat")
        for target in (other, shop):
            clock.shift(60)
            EventPage.objects.get(pk=event.pk).move(OrganisationPage.objects.get(pk=target.pk), pos="last-child")
        assert feeds_of(only()) == {"all/", "organisation/nachbarschaftsladen"}
        assert "SEQUENCE:2" in lines()
        assert FeedEntry.objects.get(feed__key="nachbarschaftsladen").tombstones == {}

    def test_moving_the_organisation(self, event, shop, site):
        index = OrganisationIndexPage.objects.child_of(site.root_page).get()
        elsewhere = site.root_page.add_child(instance=OrganisationIndexPage(title="Vereine", slug="vereine", live=True))
        OrganisationPage.objects.get(pk=shop.pk).move(elsewhere, pos="last-child")
        assert not index.get_children().exists()
        assert text().url == "/vereine/nachbarschaftsladen/fruhstuck-fur-alle/"

    def test_deleting_the_page(self, event):
        identity = event.identity
        EventPage.objects.get(pk=event.pk).delete()
        assert Event.objects.filter(pk=identity.pk).exists()
        assert only().withdrawn_at == world.NOW

    def test_deleting_the_page_above(self, event, shop):
        OrganisationPage.objects.get(pk=shop.pk).delete()
        assert only().withdrawn_at == world.NOW

    def test_deleting_one_of_two_translations(self, event):
        english = world.translate(event, "en", title="Breakfast")
        EventPage.objects.get(pk=english.pk).delete()
        assert only().withdrawn_at is None
        assert text("en").title == "Frühstück für alle"

    def test_deleting_the_thing_itself(self, event):
        EventDate.objects.all().delete()
        event.identity.delete()
        assert only().withdrawn_at == world.NOW

    @pytest.mark.parametrize("above", [False, True])
    def test_a_page_that_becomes_private_and_public_again(self, event, shop, above):
        page = shop if above else event
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        assert only().withdrawn_at == world.NOW
        restriction.delete()
        assert only().withdrawn_at is None

    def test_a_private_page_whose_groups_change_stays_private(self, event):
        restriction = PageViewRestriction.objects.create(page=event, restriction_type=PageViewRestriction.GROUPS)
        restriction.groups.add(Group.objects.create(name="Vorstand"))
        restriction.save()
        assert only().withdrawn_at == world.NOW


class TestWhatDatesDependOn:
    def test_renaming_the_place(self, event, place, clock):
        clock.shift(60)
        place.name, place.latitude, place.longitude = "Neues Hallenbad", "49.407680", "8.690790"
        place.save()
        assert {
            "LOCATION:Neues Hallenbad\\, Poststraße 36\\, 69115 Heidelberg",
            "LAST-MODIFIED:20261001T100100Z",
            "SEQUENCE:0",
        } <= set(lines())
        assert "GEO:49.40768;8.69079" in lines()

    def test_what_nobody_sees_of_a_place_changes_nothing(self, event, place, clock):
        before = OccurrenceText.objects.values_list("component", flat=True)
        before, marks = list(before), FeedChange.objects.count()
        clock.shift(60)
        place.arrival = "Mit Bus 33."
        place.save()
        assert list(OccurrenceText.objects.values_list("component", flat=True)) == before
        assert FeedChange.objects.count() == marks

    def test_renaming_the_organisation_keeps_the_feed(self, event, shop):
        organisation = shop.identity
        organisation.title = "Laden für alle"
        organisation.save()
        assert "CONTACT:Laden für alle" in lines()
        feed = Feed.objects.get(kind="organisation")
        assert (feed.key, feed.title) == ("nachbarschaftsladen", "Laden für alle")

    def test_renaming_it_by_its_page(self, event, shop):
        shop.title = "Laden für alle"
        shop.save_revision().publish()
        assert "CONTACT:Laden für alle" in lines()
        assert Feed.objects.get(kind="organisation").key == Organisation.objects.get().feed_key == "nachbarschaftsladen"

    def test_renaming_a_topic(self, event, site):
        topic = world.make_topic(site)
        event.identity.topics.add(topic)
        assert "CATEGORIES:Wohnen" in lines()
        topic.title = "Miete"
        topic.save()
        assert "CATEGORIES:Miete" in lines()
        event.identity.topics.clear()
        assert not [line for line in lines() if line.startswith("CATEGORIES")]

    def test_a_cost_that_changes(self, event):
        identity = Event.objects.get()
        identity.cost = "5 Euro"
        identity.save()
        assert any("Kosten: 5 Euro" in line for line in lines())
        assert only().cost == "5 Euro"

    def test_the_site_has_another_name(self, event, site):
        FeedChange.objects.all().delete()
        site.site_name = "Heidelberg"
        site.save()
        assert {change.feed.kind for change in FeedChange.objects.select_related("feed")} == {"all", "organisation"}


class TestStaleSources:
    @pytest.fixture
    def broken(self, event, monkeypatch):
        """Core's source cannot read its data: as a plugin whose table is missing would."""
        monkeypatch.setattr(Event, "dates", property(lambda _event: Event.objects.raw("SELECT * FROM nowhere")))
        return event

    def test_a_failing_source_breaks_nothing_and_leaves_its_dates(self, broken, clock, caplog):
        before = list(OccurrenceText.objects.values_list("component", flat=True))
        broken.title = "Etwas anderes"
        broken.save_revision().publish()
        assert EventPage.objects.get(pk=broken.pk).title == "Etwas anderes"
        assert list(OccurrenceText.objects.values_list("component", flat=True)) == before
        assert only().owner.stale_since == world.NOW
        assert "calendar source core.events failed" in caplog.text

    def test_the_sweeper_repairs_it(self, event, clock):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Event, "dates", property(lambda _event: Event.objects.raw("SELECT * FROM nowhere")))
            event.title = "Etwas anderes"
            event.save_revision().publish()
            assert indexer.retry_stale() == 0
        assert indexer.retry_stale() == 1
        assert only().owner.stale_since is None
        assert "SUMMARY:Etwas anderes" in lines()

    def test_an_event_that_fails_at_its_first_publication_is_found_too(self, shop, clock):
        page = world.make_event(shop, live=False)
        world.make_date(page)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Event, "dates", property(lambda _event: Event.objects.raw("SELECT * FROM nowhere")))
            page.save_revision().publish()
        assert not Occurrence.objects.exists()
        assert indexer.retry_stale() == 1
        assert only().status == "confirmed"


class TestGathering:
    def test_many_changes_are_one(self, event, django_assert_num_queries):
        date = EventDate.objects.get()
        with indexer.gathered():
            for hour in (17, 18, 19):
                date.starts_at = world.berlin(f"2026-10-08 {hour}:00")
                date.save()
            assert "SEQUENCE:0" in lines()
        assert {"SEQUENCE:3", "DTSTART;TZID=Europe/Berlin:20261008T190000"} <= set(lines())

    def test_what_fails_is_followed_by_nobody(self, event):
        date = EventDate.objects.get()
        with pytest.raises(ZeroDivisionError):
            self.move_and_fail(date)
        assert EventDate.objects.get().starts_at == world.berlin("2026-10-08 18:00")
        assert "SEQUENCE:0" in lines()

    def move_and_fail(self, date):
        with indexer.gathered():
            date.starts_at = world.berlin("2026-10-08 17:00")
            date.save()
            _ = 1 / 0

    @pytest.mark.parametrize("count", [1, 3])
    def test_an_unchanged_object_costs_the_same_however_many_dates_it_has(
        self, event, place, count, django_assert_num_queries
    ):
        for day in range(10, 9 + count):
            world.make_date(event, f"2026-10-{day} 18:00", f"2026-10-{day} 20:00", place=place)
        identity = Event.objects.get()
        with django_assert_num_queries(21):
            indexer.reindex(identity)


def test_two_dates_with_one_key_are_an_error():
    from core.calendar.wanted import _wanted

    key = "00000000-0000-0000-0000-000000000001"
    data = OccurrenceData(key=key, starts_at=world.NOW, ends_at=world.NOW, title={"de": "x"})
    with pytest.raises(ValueError, match="same key"):
        _wanted([data, data], None)


def test_the_window_is_counted_in_months():
    assert bodies.add_months(dt.date(2026, 1, 31), 1) == dt.date(2026, 2, 28)
    assert bodies.add_months(dt.date(2026, 12, 15), 12) == dt.date(2027, 12, 15)
    assert bodies.add_months(dt.date(2028, 2, 29), 12) == dt.date(2029, 2, 28)
