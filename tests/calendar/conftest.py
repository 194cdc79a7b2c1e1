"""What the tests of the calendar share."""

from __future__ import annotations

import pytest
import time_machine

from tests.calendar import world


@pytest.fixture
def clock():
    """Stop the clock at `world.NOW`; `clock.shift()` and `clock.move_to()` move it."""
    with time_machine.travel(world.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def site(db, clock):
    return world.make_site()


@pytest.fixture
def shop(site):
    """The page of an organisation."""
    return world.make_organisation(site)


@pytest.fixture
def place(site):
    return world.make_place(site)
