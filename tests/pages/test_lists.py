"""What is chosen and not typed: lists with search, form, chooser and public pages; dates and members on their own."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from core.directory.models import DateStatus, EventDate, Person, Place, Topic
from tests.factories import (
    EventDateFactory,
    PersonFactory,
    PlaceFactory,
    TopicFactory,
    make_coordinator,
    make_site,
)

from .test_rights import is_refused

pytestmark = pytest.mark.django_db
BERLIN = timezone.get_default_timezone()

NEW = {
    "place": (Place, {"name": "Altes Rathaus", "city": "Auental"}),
    "person": (Person, {"name": "Jonna Brix"}),
    "topic": (Topic, {"title": "Wohnen"}),
}


@pytest.fixture
def elsewhere(town):
    return make_site("anderswo.example.org", "Anderswo", languages=())


@pytest.mark.parametrize("name", NEW)
def test_coordinators_add_change_and_delete(client, town, name):
    model, values = NEW[name]
    client.force_login(make_coordinator(town.site))
    client.post(reverse(f"{name}:add"), values)
    row = model.objects.get()
    assert row.site == town.site
    assert row.slug
    for view in ["edit", "delete", "usage", "history"]:
        assert client.get(reverse(f"{name}:{view}", args=[row.pk])).status_code == 200
    word = str(next(iter(values.values())))
    assert word in client.get(reverse(f"{name}:index"), {"q": word[:5]}).content.decode()
    client.post(reverse(f"{name}:edit", args=[row.pk]), {**values, "description": "Neu."})
    client.post(reverse(f"{name}:delete", args=[row.pk]))
    assert not model.objects.exists()


def test_editors_add_places_and_people_but_change_none(as_editor, town):
    for name in ["place", "person"]:
        model, values = NEW[name]
        as_editor.post(reverse(f"{name}:add"), values)
        row = model.objects.get()
        assert is_refused(as_editor.get(reverse(f"{name}:edit", args=[row.pk])))
        assert is_refused(as_editor.post(reverse(f"{name}:delete", args=[row.pk])))
    assert is_refused(as_editor.post(reverse("topic:add"), NEW["topic"][1]))


@pytest.mark.parametrize(
    ("name", "make"), [("place", PlaceFactory), ("person", PersonFactory), ("topic", TopicFactory)]
)
def test_lists_and_choosers_stay_within_the_site(client, town, elsewhere, name, make):
    client.force_login(make_coordinator(town.site))
    own, foreign = make(), make(site=elsewhere)
    html = client.get(reverse(f"{name}:index")).content.decode()
    assert str(own) in html
    assert str(foreign) not in html
    assert is_refused(client.get(reverse(f"{name}:edit", args=[foreign.pk])))
    chooser = client.get(reverse(f"{name}_chooser:choose")).json()["html"]
    assert str(own) in chooser
    assert str(foreign) not in chooser
    assert client.get(reverse(f"{name}_chooser:chosen", args=[own.pk])).json()["result"]["id"] == str(own.pk)
    assert client.get(reverse(f"{name}_chooser:chosen", args=[foreign.pk])).status_code == 404
    found = client.get(reverse(f"{name}_chooser:choose_results"), {"q": str(own).split()[0]}).content.decode()
    assert str(own) in found
    assert str(foreign) not in found
    many = client.get(reverse(f"{name}_chooser:chosen_multiple"), {"id": [own.pk, foreign.pk]}).json()["result"]
    assert [item["id"] for item in many] == [str(own.pk)]


def test_editors_of_another_site_see_nothing_here(client, town, elsewhere):
    PlaceFactory()
    client.force_login(make_coordinator(elsewhere))
    assert "Bürgertreff" not in client.get(reverse("place:index")).content.decode()


def test_a_missing_place_is_added_while_choosing(as_editor, town):
    response = as_editor.post(reverse("place_chooser:create"), {"name": "Altes Rathaus", "city": "Auental"})
    place = Place.objects.get()
    assert json.loads(response.content)["result"]["id"] == str(place.pk)
    assert place.site == town.site


def test_a_place_that_is_needed_cannot_be_deleted(as_admin, town):
    place = PlaceFactory()
    EventDateFactory(event=town.own_event.identity, place=place)
    response = as_admin.post(reverse("place:delete", args=[place.pk]), follow=True)
    assert response.status_code == 200
    assert Place.objects.exists()


# -- public lists ------------------------------------------------------------------------------------------------------


def test_public_lists_with_search(client, town):
    PlaceFactory(name="Größe Null", city="Überlingen"), PlaceFactory(name="Rathaus", city="Auental")
    PersonFactory(name="Jonna Brix", role="Leiterin"), PersonFactory(name="Ayla Korn")
    TopicFactory(title="Wohnen"), TopicFactory(title="Pflege")
    cases = [
        ("place_list", "uberlingen", "Größe Null", "Rathaus"),
        ("person_list", "leiterin", "Jonna Brix", "Ayla Korn"),
        ("topic_list", "wohn", "Wohnen", "Pflege"),
    ]
    for view, word, found, hidden in cases:
        everything = client.get(reverse(view)).content.decode()
        assert found in everything
        assert hidden in everything
        some = client.get(reverse(view), {"q": word}).content.decode()
        assert found in some
        assert hidden not in some


def test_things_of_another_site_are_not_public_here(client, elsewhere):
    place = PlaceFactory(site=elsewhere)
    assert client.get(place.url).status_code == 404
    assert place.name not in client.get(reverse("place_list")).content.decode()


@pytest.mark.parametrize("page", ["2", "99", "0", "x", "-1"])
def test_lists_come_in_parts(client, town, page):
    PlaceFactory.create_batch(30)
    html = client.get(reverse("place_list"), {"page": page}).content.decode()
    assert "Seite" in html
    assert html.count('data-kind="place"') > 5


# -- dates on their own ------------------------------------------------------------------------------------------------

WHEN = {"starts_at": "08.10.2027 18:00", "ends_at": "08.10.2027 20:00", "status": "planned"}


def test_adding_a_date_from_the_panel_leads_back_to_the_page(as_editor, town):
    event, page_url = town.own_event.identity, reverse("wagtailadmin_pages:edit", args=[town.own_event.pk])
    url = f"{reverse('eventdate:add')}?of={event.pk}&next={page_url}"
    form = as_editor.get(url).content.decode()
    assert f'name="event" value="{event.pk}"' in form
    assert "next=" in form
    response = as_editor.post(url, {**WHEN, "event": event.pk})
    assert response.url == page_url
    assert event.dates.get().starts_at == dt.datetime(2027, 10, 8, 18, tzinfo=BERLIN)


def test_moving_a_date_is_remembered(as_editor, town):
    date = EventDateFactory(event=town.own_event.identity)
    before = date.starts_at
    as_editor.post(reverse("eventdate:edit", args=[date.pk]), WHEN)
    date = EventDate.objects.get()
    assert (date.moved_from, date.sequence) == (before, 1)


def test_whole_days_show_their_last_day(as_editor, town):
    event = town.own_event.identity
    as_editor.post(
        reverse("eventdate:add"),
        {"event": event.pk, "starts_at": "30.10.2027", "ends_at": "31.10.2027", "all_day": "on", "status": "planned"},
    )
    date = event.dates.get()
    assert date.ends_at == dt.datetime(2027, 11, 1, tzinfo=BERLIN)
    form = as_editor.get(reverse("eventdate:edit", args=[date.pk])).content.decode()
    assert 'value="31.10.2027 00:00"' in form
    as_editor.post(
        reverse("eventdate:edit", args=[date.pk]),
        {"starts_at": "30.10.2027 00:00", "ends_at": "31.10.2027 00:00", "all_day": "on", "status": "planned"},
    )
    date.refresh_from_db()
    assert (date.sequence, date.moved_from) == (0, None)


@pytest.mark.parametrize("ends_at", ["", "08.10.2027 17:00", "08.10.2027 18:00"])
def test_a_date_needs_an_end_after_its_start(as_editor, town, ends_at):
    response = as_editor.post(
        reverse("eventdate:add"), {**WHEN, "event": town.own_event.identity.pk, "ends_at": ends_at}
    )
    assert response.status_code == 200
    assert not EventDate.objects.exists()


def test_calling_off_asks_and_counts_up(as_editor, town):
    date = EventDateFactory(event=town.own_event.identity)
    url = f"{reverse('eventdate:cancel', args=[date.pk])}?next=/admin/pages/"
    assert "Ja, absagen" in as_editor.get(url).content.decode()
    date.refresh_from_db()
    assert date.status == DateStatus.PLANNED
    assert as_editor.post(url).url == "/admin/pages/"
    date.refresh_from_db()
    assert (date.status, date.sequence) == (DateStatus.CANCELLED, 1)
