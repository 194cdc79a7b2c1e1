"""Fixtures about a small town, for the tests of the calendar and of the plugin that shows it.

The town is built once for each module and every test starts from it; a module whose tests use real transactions makes
its own, as these end with an empty database.
"""

from __future__ import annotations

import pytest
import time_machine
from django.db import connections
from wagtail.models import Site

from core.directory.models import Place
from core.pages.models import OrganisationPage
from tests.calendar import world


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """A site, an organisation and a place, outside of the tests' transactions."""
    with django_db_blocker.unblock():
        with time_machine.travel(world.NOW, tick=False):
            site = world.make_site()
            world.make_organisation(site)
            world.make_place(site)
        yield
        connections.close_all()
        django_db_setup.reset()


@pytest.fixture
def clock():
    """Stop the clock at `world.NOW`; `clock.shift()` and `clock.move_to()` move it."""
    with time_machine.travel(world.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def site(town, db, clock) -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def shop(site) -> OrganisationPage:
    """The page of the organisation „Nachbarschaftsladen“."""
    return OrganisationPage.objects.get()


@pytest.fixture
def place(site) -> Place:
    return Place.objects.get()
