"""Where a workshop is found beside the calendar: on the pages of its organisation and of whoever leads it."""

from __future__ import annotations

import pytest

from allmende.api import Person
from plugins.workshops.models import WorkshopSpeaker
from tests.plugins.workshops.factories import DAY, make_page, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db):
    return make_page(title="Kleine Allianzen")


def organisation_page(client, page) -> str:
    return client.get(page.get_parent().url).content.decode()


def test_a_workshop_without_a_date_is_on_its_organisations_page(client, page):
    words = organisation_page(client, page)
    assert page.url in words
    assert "Zurzeit kein Termin" in words


def test_an_old_date_is_no_next_one(client, page):
    make_session(workshop=page.identity, starts_in=-3 * DAY)
    assert "Zurzeit kein Termin" in organisation_page(client, page)


def test_the_next_date_is_named(client, page):
    make_session(workshop=page.identity, starts_in=-3 * DAY)
    make_session(workshop=page.identity)
    words = organisation_page(client, page)
    assert "Nächster Termin: " in words
    assert "Zurzeit kein Termin" not in words


@pytest.fixture
def person(page) -> Person:
    return Person.objects.create(site=page.identity.site, name="Ada Beispiel")


def test_a_persons_page_has_the_dates_of_what_they_lead(client, page, person):
    make_session(workshop=page.identity)
    make_session(workshop=page.identity, starts_in=-3 * DAY)
    other = make_page(site=page.identity.site, title="Etwas anderes")
    make_session(workshop=other.identity)
    WorkshopSpeaker.objects.create(workshop=page.identity, person=person)
    words = client.get(person.url).content.decode()
    assert words.count("Kleine Allianzen") == 2
    assert "Was schon war" in words
    assert "Etwas anderes" not in words


def test_whoever_led_something_long_ago_has_no_date_at_present(client, page, person):
    page.identity.speakers.add(person)
    make_session(workshop=page.identity, starts_in=-3 * DAY)
    assert "Zurzeit kein Termin." in client.get(person.url).content.decode()


def test_without_anything_there_is_no_empty_heading(client, page, person):
    make_session(workshop=page.identity)
    page.identity.speakers.add(person)
    page.identity.speakers.clear()
    assert "Nächste Termine" not in client.get(person.url).content.decode()
