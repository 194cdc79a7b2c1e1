"""Every public page: it is there, sets no cookie, allows no inline script."""

import pytest
from django.urls import reverse

from core.pages.models import AllianceIndexPage
from tests.factories import (
    AlliancePageFactory,
    ContentPageFactory,
    EventDateFactory,
    MembershipFactory,
    PersonFactory,
    PlaceFactory,
    TopicFactory,
    translate,
)


@pytest.fixture
def addresses(town):
    """All kinds of public addresses, with something on each."""
    place, person, topic = PlaceFactory(), PersonFactory(organisation=town.own.identity), TopicFactory()
    EventDateFactory(event=town.own_event.identity, place=place)
    town.own_event.identity.topics.add(topic)
    alliance = AlliancePageFactory(parent=AllianceIndexPage.objects.child_of(town.site.root_page).get())
    MembershipFactory(alliance=alliance.identity, organisation=town.own.identity)
    section = ContentPageFactory(parent=town.site.root_page.specific)
    ContentPageFactory(parent=section)
    english = translate(town.own_event, "en", title="Yard party")
    pages = [
        town.site.root_page,
        town.index,
        town.own,
        town.own_event,
        alliance,
        alliance.get_parent(),
        section,
        english,
    ]
    views = ["place_list", "person_list", "topic_list", "overview"]
    things = [place.url, person.url, topic.url]
    return (
        [page.url for page in pages]
        + [reverse(view) for view in views]
        + things
        + ["/en/", "/de-simple/", "/konto/login/"]
    )


@pytest.mark.django_db
def test_every_public_page_is_there_without_cookie_and_inline_script(client, addresses):
    for address in addresses:
        response = client.get(address)
        assert (address, response.status_code) == (address, 200)
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "default-src 'self'" in policy
        if not address.startswith("/konto/"):
            assert "Cookie" not in response.headers.get("Vary", ""), address
            assert (address, dict(response.cookies)) == (address, {})
        content = response.content.decode()
        assert "<script" not in content
        assert "style=" not in content


@pytest.mark.django_db
def test_unknown_addresses_are_told_politely(client, town):
    for address in ["/gibt-es-nicht/", "/en/organisationen/gibt-es-nicht/", "/orte/gibt-es-nicht/"]:
        response = client.get(address)
        assert response.status_code == 404
        assert not response.cookies
