"""One form makes page and first date: once, and from nothing that is half typed."""

import datetime as dt

import pytest
from django.utils import timezone

from core.directory.models import EventDate
from core.pages.models import EventPage
from tests.factories import EventDateFactory, EventPageFactory, PlaceFactory

from .editor import autocreate, autosave, create, publish, save

pytestmark = pytest.mark.django_db
WHEN = {"first_start": "08.10.2027 18:00", "first_end": "08.10.2027 20:30"}
BERLIN = timezone.get_default_timezone()


def the_page() -> EventPage:
    return EventPage.objects.get(slug="fest")


def test_saving_by_hand_makes_page_and_date(as_editor, town):
    place = PlaceFactory()
    create(as_editor, town.own, EventPage, title="Fest", slug="fest", first_place=place.pk, **WHEN)
    date = the_page().identity.dates.get()
    assert date.starts_at == dt.datetime(2027, 10, 8, 18, tzinfo=BERLIN)
    assert date.ends_at == dt.datetime(2027, 10, 8, 20, 30, tzinfo=BERLIN)
    assert (date.place, date.all_day, the_page().live) == (place, False, False)


def test_publishing_at_once_makes_page_and_date(as_editor, town):
    create(as_editor, town.own, EventPage, title="Fest", slug="fest", **WHEN, **{"action-publish": "1"})
    assert the_page().live
    assert the_page().identity.dates.count() == 1
    assert the_page().identity.organisation == town.own.identity


def test_a_draft_saved_by_itself_makes_no_date_and_forgets_nothing(as_editor, town):
    answer = autocreate(
        as_editor, town.own, EventPage, title="Fest", slug="fest", first_start="08.10.2027 1", cost="5 Eu"
    )
    assert answer["success"]
    page = the_page()
    answer = autosave(as_editor, page, **WHEN, cost="5 Euro")
    assert answer["success"]
    assert page.identity.dates.count() == 0
    assert the_page().identity.cost == ""
    html = as_editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert 'value="08.10.2027 18:00"' in html
    assert 'value="5 Euro"' in html


def test_after_drafts_the_real_saving_makes_the_date_once(as_editor, town):
    autocreate(as_editor, town.own, EventPage, title="Fest", slug="fest", **WHEN)
    page = the_page()
    for _again in range(3):
        autosave(as_editor, page, **WHEN)
    publish(as_editor, page, **WHEN, cost="5 Euro")
    publish(as_editor, page, **WHEN)
    autosave(as_editor, page, **WHEN)
    save(as_editor, page, **WHEN)
    assert page.identity.dates.count() == 1
    assert EventPage.objects.get(pk=page.pk).identity.cost == "5 Euro"
    assert EventPage.objects.get(pk=page.pk).get_latest_revision_as_object().pending == {}


def test_a_form_left_open_makes_no_second_date(as_editor, town):
    page = EventPageFactory(parent=town.own, title="Fest")
    EventDateFactory(event=page.identity)
    publish(as_editor, page, **WHEN)
    assert page.identity.dates.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"first_start": "08.10.2027 18:00"}, "Bitte geben Sie Beginn und Ende an."),
        ({"first_end": "08.10.2027 18:00"}, "Bitte geben Sie Beginn und Ende an."),
        ({"first_start": "08.10.2027 18:00", "first_end": "08.10.2027 17:00"}, "Das Ende liegt vor dem Beginn."),
    ],
)
def test_a_date_that_makes_no_sense_is_told(as_editor, town, typed, sentence):
    response = create(as_editor, town.own, EventPage, title="Fest", slug="fest", **typed)
    assert sentence in response.content.decode()
    assert not EventPage.objects.filter(slug="fest").exists()
    assert not EventDate.objects.exists()


def test_whole_days_end_at_the_midnight_after_the_last_day(as_editor, town):
    typed = {"first_start": "30.10.2027", "first_end": "31.10.2027", "first_all_day": "on"}
    create(as_editor, town.own, EventPage, title="Fest", slug="fest", **typed)
    date = the_page().identity.dates.get()
    assert date.starts_at == dt.datetime(2027, 10, 30, tzinfo=BERLIN)
    assert date.ends_at == dt.datetime(2027, 11, 1, tzinfo=BERLIN)
    assert date.ends_at.astimezone(dt.UTC).hour == 23  # the clocks went back on 31 October


def test_a_whole_day_needs_no_end(as_editor, town):
    create(as_editor, town.own, EventPage, title="Fest", slug="fest", first_start="30.10.2027", first_all_day="on")
    date = the_page().identity.dates.get()
    assert date.ends_at == dt.datetime(2027, 10, 31, tzinfo=BERLIN)


def test_places_of_other_sites_are_refused(as_editor, town):
    from tests.factories import make_site

    elsewhere = PlaceFactory(site=make_site("anderswo.example.org", "Anderswo", languages=()))
    create(as_editor, town.own, EventPage, title="Fest", slug="fest", first_place=elsewhere.pk, **WHEN)
    assert not EventDate.objects.exists()


def test_drafts_whose_date_nobody_confirmed_are_not_published_from_the_list(as_editor, town):
    autocreate(as_editor, town.own, EventPage, title="Fest", slug="fest", **WHEN)
    page = the_page()
    response = as_editor.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}", {}, follow=True)
    assert "noch nicht gespeichert" in response.content.decode()
    assert not the_page().live
