"""A site with two organisations, each with an editor and an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from wagtail.models import Site

from core.pages.models import EventPage, OrganisationIndexPage, OrganisationPage
from tests.factories import EventPageFactory, OrganisationPageFactory, UserFactory, make_editor, make_site


@dataclass
class Town:
    """What most tests of pages start with."""

    site: Site
    index: OrganisationIndexPage
    own: OrganisationPage
    other: OrganisationPage
    own_event: EventPage
    other_event: EventPage
    editor: Any
    stranger: Any


@pytest.fixture
def site(db: None) -> Site:
    return make_site()


@pytest.fixture
def index(site: Site) -> OrganisationIndexPage:
    return OrganisationIndexPage.objects.child_of(site.root_page).get()


@pytest.fixture
def town(site: Site, index: OrganisationIndexPage) -> Town:
    own = OrganisationPageFactory(parent=index, title="Werkhof")
    other = OrganisationPageFactory(parent=index, title="Tafelladen")
    return Town(
        site=site,
        index=index,
        own=own,
        other=other,
        own_event=EventPageFactory(parent=own, title="Hoffest"),
        other_event=EventPageFactory(parent=other, title="Geheimer Plan"),
        editor=make_editor(own, username="werkhof"),
        stranger=make_editor(other, username="tafel"),
    )


@pytest.fixture
def admin_user(db: None) -> Any:
    return UserFactory(username="admin", is_superuser=True, is_staff=True)


@pytest.fixture
def as_admin(client: Any, admin_user: Any) -> Any:
    client.force_login(admin_user)
    return client


@pytest.fixture
def as_editor(client: Any, town: Town) -> Any:
    client.force_login(town.editor)
    return client
