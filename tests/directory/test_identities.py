"""Identities: one row for each thing, with a feed key that never changes once the thing has been public."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.directory.models import DateStatus, Event, EventDate, Organisation, Topic
from core.directory.slugs import free_slug, german_slug
from core.directory.spans import last_day, whole_days
from tests.factories import EventDateFactory, PlaceFactory
from tests.factories.directory import default_site

pytestmark = pytest.mark.django_db
BERLIN = timezone.get_default_timezone()


@pytest.fixture
def site(db):
    return default_site()


@pytest.fixture
def event(site):
    return Event.objects.create(site=site, title="Sommerfest")


# -- feed keys and addresses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Über uns", "ueber-uns"), ("Straße & Größe", "strasse-groesse"), ("  ", ""), ("Ein " * 40, "ein-" * 19 + "ein")],
)
def test_german_slug(text, slug):
    assert german_slug(text) == slug


def test_names_that_are_taken_get_a_number(site):
    keys = [Organisation.objects.create(site=site, title="Caritas").feed_key for _number in range(3)]
    assert keys == ["caritas", "caritas-2", "caritas-3"]
    assert Organisation.objects.create(site=site, title="…").feed_key == "termine"


def test_other_sites_have_their_own_names(site):
    from tests.factories import make_site

    other = make_site("anderswo.example.org", languages=())
    assert Organisation.objects.create(site=site, title="Caritas").feed_key == "caritas"
    assert Organisation.objects.create(site=other, title="Caritas").feed_key == "caritas"


def test_a_slug_of_ones_own_is_free(site):
    row = Organisation.objects.create(site=site, title="Caritas")
    assert free_slug(Organisation, "feed_key", "Caritas", "x", but=row, site_id=site.pk) == "caritas"


def test_the_feed_key_is_fixed_with_the_first_publication(event):
    event.fix_feed_key("Sommerfest am Fluss")
    assert (event.title, event.feed_key) == ("Sommerfest am Fluss", "sommerfest-am-fluss")
    event.fix_feed_key("Herbstfest")
    event.title = "Herbstfest"
    event.save()
    event.refresh_from_db()
    assert (event.title, event.feed_key) == ("Herbstfest", "sommerfest-am-fluss")


def test_one_key_is_one_thing(event, site):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(site=site, title="Doppelt", key=event.key)


def test_entries_of_lists_keep_their_address_when_renamed(site):
    topic = Topic.objects.create(site=site, title="Wohnen für alle")
    topic.title = "Wohnen"
    topic.save()
    assert (topic.slug, topic.url) == ("wohnen-fuer-alle", "/themen/wohnen-fuer-alle/")


# -- dates -------------------------------------------------------------------------------------------------------------


def test_sequence_counts_what_subscribers_must_notice(event):
    date = EventDateFactory(event=event)
    date.save()
    assert date.sequence == 0
    for field, value in [
        ("place", PlaceFactory()),
        ("ends_at", date.ends_at + dt.timedelta(hours=1)),
        ("status", DateStatus.CANCELLED),
    ]:
        before = date.sequence
        date = EventDate.objects.get(pk=date.pk)
        setattr(date, field, value)
        date.save()
        assert date.sequence == before + 1
    assert date.moved_from is None


def test_moving_remembers_the_first_start(event):
    date = EventDateFactory(event=event)
    first = date.starts_at
    for _day in range(2):
        date = EventDate.objects.get(pk=date.pk)
        date.starts_at += dt.timedelta(days=1)
        date.ends_at += dt.timedelta(days=1)
        date.save(update_fields=["starts_at", "ends_at"])
    date.refresh_from_db()
    assert (date.moved_from, date.sequence) == (first, 2)


def test_a_date_cannot_end_before_it_starts(event):
    with pytest.raises(IntegrityError), transaction.atomic():
        EventDateFactory(event=event, ends_at=timezone.now())


@pytest.mark.parametrize(
    ("day", "hours"), [(dt.date(2027, 3, 28), 23), (dt.date(2027, 10, 31), 25), (dt.date(2027, 6, 1), 24)]
)
def test_whole_days_last_as_long_as_the_day(day, hours):
    noon = dt.datetime.combine(day, dt.time(12), tzinfo=BERLIN)
    start, end = whole_days(noon, noon)
    assert (start.hour, end.hour) == (0, 0)
    assert end.astimezone(dt.UTC) - start.astimezone(dt.UTC) == dt.timedelta(hours=hours)
    assert last_day(end) == day
