"""What hangs on the identity is edited with the page and stored apart from it."""

import pytest
from django.urls import reverse

from core.directory.models import Event, Organisation
from core.pages.models import EventPage
from tests.factories import EventDateFactory, PlaceFactory, TopicFactory, translate

from .editor import add_url, autocreate, edit_url, form_data, publish, save

pytestmark = pytest.mark.django_db


def test_fields_and_lists_are_stored_on_the_identity(as_editor, town):
    topic, place = TopicFactory(), PlaceFactory()
    publish(as_editor, town.own_event, cost="3 Euro", topics=[topic.pk])
    publish(as_editor, town.own, phone="06221 555 10", place=place.pk)
    event, organisation = (
        Event.objects.get(key=town.own_event.translation_key),
        Organisation.objects.get(key=town.own.translation_key),
    )
    assert (event.cost, list(event.topics.all())) == ("3 Euro", [topic])
    assert (organisation.phone, organisation.place) == ("06221 555 10", place)


def test_a_form_left_open_changes_only_what_was_typed_into_it(as_editor, town):
    left_open = form_data(town.own_event)
    publish(as_editor, town.own_event, cost="3 Euro")
    as_editor.post(edit_url(town.own_event), {**left_open, "contact": "Mira"})
    event = Event.objects.get(key=town.own_event.translation_key)
    assert (event.cost, event.contact) == ("3 Euro", "Mira")


def test_an_old_version_published_again_changes_nothing_of_it(as_editor, town):
    publish(as_editor, town.own_event, cost="3 Euro")
    EventDateFactory(event=town.own_event.identity)
    first = town.own_event.revisions.order_by("created_at").first()
    first.publish()
    event = Event.objects.get(key=town.own_event.translation_key)
    assert (event.cost, event.dates.count()) == ("3 Euro", 1)


def test_wrong_values_are_told_and_nothing_is_stored(as_editor, town):
    response = publish(as_editor, town.own, email="kein Zeichen", phone="1")
    assert response.status_code == 200
    assert Organisation.objects.get(key=town.own.translation_key).phone == ""


def test_a_preview_stores_nothing_and_shows_what_is_typed(as_editor, town):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[town.own_event.pk])
    typed = form_data(town.own_event, cost="99 Euro", first_start="08.10.2027 18:00", first_end="08.10.2027 20:00")
    assert as_editor.post(url, typed).json() == {"is_valid": True, "is_available": True}
    shown = as_editor.get(url).content.decode()
    assert "99 Euro" in shown
    assert "8. Oktober 2027" in shown
    event = Event.objects.get(key=town.own_event.translation_key)
    assert (event.cost, event.dates.count()) == ("", 0)


@pytest.mark.parametrize("half_typed", [{}, {"first_start": "08.10.20"}, {"first_start": "08.10.2027 18:00"}])
def test_a_preview_of_a_page_that_is_not_there_yet(as_editor, town, half_typed):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["core", "eventpage", town.own.pk])
    assert as_editor.post(url, form_data(title="Fest", slug="fest", **half_typed)).json()["is_available"]
    assert as_editor.get(url).status_code == 200
    assert not Event.objects.filter(title="Fest").exists()


def test_versions_can_be_compared(as_editor, town):
    save(as_editor, town.own_event, title="Anders")
    first, second = town.own_event.revisions.order_by("created_at")[:2]
    response = as_editor.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[town.own_event.pk, first.pk, second.pk])
    )
    assert response.status_code == 200


def test_the_title_follows_the_published_german_page(as_editor, town):
    english = translate(town.own_event, "en", title="Yard party")
    event = town.own_event.identity
    assert Event.objects.get(pk=event.pk).title == "Hoffest"
    save(as_editor, town.own_event, title="Noch ein Entwurf")
    assert Event.objects.get(pk=event.pk).title == "Hoffest"
    publish(as_editor, town.own_event, title="Großes Hoffest")
    assert Event.objects.get(pk=event.pk).title == "Großes Hoffest"
    publish(as_editor, english, title="Big yard party")
    assert Event.objects.get(pk=event.pk).title == "Großes Hoffest"


def test_the_feed_key_is_made_from_the_title_of_the_first_publication_and_stays(as_editor, town):
    autocreate(as_editor, town.own, EventPage, title="So", slug="so")
    page = EventPage.objects.get(slug="so")
    save(as_editor, page, title="Sommerf")
    publish(as_editor, page, title="Sommerfest am Fluss")
    event = Event.objects.get(key=page.translation_key)
    assert (event.title, event.feed_key) == ("Sommerfest am Fluss", "sommerfest-am-fluss")
    publish(as_editor, page, title="Herbstfest")
    assert Event.objects.get(pk=event.pk).feed_key == "sommerfest-am-fluss"


def test_the_editor_shows_the_dates_with_the_ways_to_change_them(as_editor, town):
    page, event = town.own_event, town.own_event.identity
    html = as_editor.get(edit_url(page)).content.decode()
    assert "first_start" in html
    assert "Noch gibt es keinen Termin." in html
    coming, cancelled = EventDateFactory(event=event), EventDateFactory(event=event, status="cancelled")
    html = as_editor.get(edit_url(page)).content.decode()
    assert "first_start" not in html
    assert reverse("eventdate:edit", args=[coming.pk]) in html
    assert reverse("eventdate:cancel", args=[coming.pk]) in html
    assert reverse("eventdate:cancel", args=[cancelled.pk]) not in html
    assert f"{reverse('eventdate:add')}?of={event.pk}" in html


def test_the_editor_of_a_new_page_offers_the_first_date(as_editor, town):
    html = as_editor.get(add_url(town.own, EventPage)).content.decode()
    assert "first_start" in html
    assert "Termin hinzufügen" not in html
