"""How often the database is asked: at most fifteen times with cold caches, and as often for three things as for one."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.pages.models import AllianceIndexPage
from tests.factories import (
    AlliancePageFactory,
    EventDateFactory,
    EventPageFactory,
    MembershipFactory,
    OrganisationPageFactory,
    PersonFactory,
    PlaceFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
MOST = 15


def queries_of(client, url):
    """Ask once so that the process is warm, then again with empty caches. Savepoints exist in tests only."""
    client.get(url)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


@pytest.fixture
def alliance_index(town):
    return AllianceIndexPage.objects.child_of(town.site.root_page).get()


def grow(town, alliance_index, alliance):
    """One more of everything."""
    page = OrganisationPageFactory(parent=town.index)
    event = EventPageFactory(parent=town.own)
    place, topic = PlaceFactory(), TopicFactory()
    EventDateFactory(event=event.identity, place=place)
    EventDateFactory(event=town.own_event.identity, place=place)
    EventDateFactory(event=town.own_event.identity, starts_at="2026-01-01T10:00Z", ends_at="2026-01-01T12:00Z")
    town.own_event.identity.topics.add(topic)
    PersonFactory(organisation=page.identity)
    AlliancePageFactory(parent=alliance_index)
    MembershipFactory(alliance=alliance.identity, organisation=page.identity)


def test_pages_ask_seldom_and_never_more_for_more(client, town, alliance_index):
    alliance = AlliancePageFactory(parent=alliance_index)
    MembershipFactory(alliance=alliance.identity, organisation=town.own.identity)
    pages = [town.site.root_page, town.index, alliance_index, town.own, alliance, town.own_event]
    urls = [page.url for page in pages] + ["/orte/", "/personen/", "/themen/", "/sitemap.xml"]
    grow(town, alliance_index, alliance)
    with_one = {url: queries_of(client, url) for url in urls}
    for _more in range(2):
        grow(town, alliance_index, alliance)
    with_three = {url: queries_of(client, url) for url in urls}
    assert {url: len(found) for url, found in with_three.items()} == {
        url: len(found) for url, found in with_one.items()
    }
    assert {url: len(found) for url, found in with_three.items() if len(found) > MOST} == {}


def test_the_same_holds_in_other_languages(client, town):
    from tests.factories import translate

    translate(town.own_event, "en")
    EventDateFactory(event=town.own_event.identity)
    english = town.own_event.get_translations().get()
    # one more than in German: the start page of the language
    assert len(queries_of(client, english.url)) <= MOST + 1
