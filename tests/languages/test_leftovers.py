"""No English on German pages and no German on English ones, except words that are marked as such."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from allmende.messages import apps, messages_of
from core.pages.models import AllianceIndexPage
from tests.factories import (
    AlliancePageFactory,
    EventDateFactory,
    EventPageFactory,
    MembershipFactory,
    PersonFactory,
    PlaceFactory,
    TopicFactory,
    translate,
)
from tests.plugins.workshops.factories import book, make_page, make_session

from .reading import ENGLISH, leftovers

WORDS = {
    "en": {"home": "Room for all", "workshop": "Small alliances", "organisation": "Work yard", "event": "Summer party"},
    "de-simple": {"home": "Platz", "workshop": "Kleine Gruppen", "organisation": "Der Werk-Hof", "event": "Das Fest"},
}
VIEWS = {
    "de": ["/kalender/", "/kalender/monat/", "/kalender/abonnieren/", "/orte/", "/personen/", "/themen/", "/kommunen/"],
    "en": ["/en/calendar/", "/en/calendar/month/", "/en/places/", "/en/people/", "/en/topics/", "/en/municipalities/"],
    "de-simple": ["/de-simple/kalender/", "/de-simple/orte/", "/de-simple/personen/", "/de-simple/themen/"],
}
#: English words that German sentences use as their own, or that are names.
AT_HOME = re.compile(r"Reply-To|Open-?Source|Open Graph|Page Break|Home Office|Search Console|page-|/|%\(|\{")


@pytest.fixture
def world(db):
    """A workshop, an event, an alliance, people and places; the pages in three languages, all else in German."""
    workshop = make_page(title="Gründen leicht gemacht")
    session = make_session(
        capacity=1,
        workshop=workshop.identity,
        place=PlaceFactory(name="Lindenhof", description="Ein Hof für alle.", arrival="Mit dem Bus."),
    )
    book(session)
    own = workshop.get_parent().specific
    event = EventPageFactory(parent=own, title="Fest für alle", lead="Mit Kuchen.")
    EventDateFactory(event=event.identity, starts_at=timezone.now() + dt.timedelta(days=3))
    event.identity.topics.add(TopicFactory(title="Für Ältere", description="Was das Alter leichter macht."))
    PersonFactory(name="Jonas Meier", role="Leiter der Küche", about="Er ist für alle da.", organisation=own.identity)
    alliance = AlliancePageFactory(parent=AllianceIndexPage.objects.get(), title="Bündnis für Brot")
    MembershipFactory(alliance=alliance.identity, organisation=own.identity, since="2014-10")
    for language, words in WORDS.items():
        home = own.get_site().root_page.get_translations().get(locale__language_code=language).specific
        home.title = words["home"]
        home.save_revision().publish()
        translate(own, language, title=words["organisation"], slug="org", lead="")
        translate(event, language, title=words["event"], slug="event", lead="")
        translate(workshop, language, title=words["workshop"], slug="workshop", lead="")
    return [own, event, workshop], session


def addresses(world, language):
    """The pages in a language, and the views that hang on nothing."""
    pages, session = world
    prefix = "" if language == "de" else f"/{language}"
    translated = [page.get_translations(inclusive=True).get(locale__language_code=language) for page in pages]
    register = {"de": "anmelden", "en": "register", "de-simple": "anmelden"}[language]
    forms = [f"{prefix}/workshops/{register}/{session.key}/"]
    return [f"{prefix}/", *(page.url for page in translated), *VIEWS[language], *forms]


@pytest.mark.parametrize("language", ["de", "en", "de-simple"])
def test_pages_speak_one_language(client, world, language):
    found = {}
    for url in addresses(world, language):
        response = client.get(url)
        assert response.status_code == 200, url
        if wrong := list(leftovers(response.content.decode())):
            found[url] = wrong
    assert found == {}


@pytest.mark.parametrize("language", ["en", "de-simple"])
def test_details_of_what_is_german_only_are_marked_as_german(client, world, language):
    prefix = {"en": "/en/people/", "de-simple": "/de-simple/personen/"}[language]
    html = client.get(f"{prefix}jonas-meier/").content.decode()
    assert "Jonas Meier" in html
    assert ('lang="de"' in html.split("<main")[1]) is (language == "en")


def test_the_check_sees_what_it_is_made_for():
    page = '<html lang="de"><body><p>Please wait</p><p lang="en">Please wait</p><img alt="The end"></body></html>'
    assert list(leftovers(page)) == ["de: Please wait", "de: The end"]
    assert list(leftovers('<html lang="en"><p>Zurück</p><p lang="de">Zurück</p></html>')) == ["en: Zurück"]


def test_sentences_of_the_source_are_german():
    sentences = [key[1] for app in apps() for key in messages_of(app) if key[0] != "address"]
    assert len(sentences) > 500
    assert [text for text in sentences if ENGLISH.search(text) and not AT_HOME.search(text)] == []
