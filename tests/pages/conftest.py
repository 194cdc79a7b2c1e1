"""A site with two organisations, each with an editor and an event. Built once for each module, fresh for each test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.models import Page, Site

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


@pytest.fixture(scope="module")
def keys_of_town(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """Build the town in a transaction around all tests of the module, which run in savepoints; give its keys."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {name: thing.pk for name, thing in vars(build_town()).items()}
        transaction.set_rollback(True)


def build_town() -> Town:
    """Make a site, two organisations, and an editor and an event for each."""
    site = make_site()
    index = OrganisationIndexPage.objects.child_of(site.root_page).get()
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
def town(keys_of_town: dict[str, int], db: None) -> Town:
    """Give the town as this test has it, without anything remembered from others."""
    people = {"editor", "stranger"}
    pages = {
        name: Page.objects.get(pk=pk).specific for name, pk in keys_of_town.items() if name not in {*people, "site"}
    }
    users = {name: get_user_model().objects.get(pk=keys_of_town[name]) for name in people}
    return Town(site=Site.objects.get(pk=keys_of_town["site"]), **pages, **users)


@pytest.fixture
def site(town: Town) -> Site:
    return town.site


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
