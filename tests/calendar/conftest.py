"""What the tests of the calendar share."""

from tests.calendar.fixtures import clock, place, shop, site, town

__all__ = ["clock", "place", "shop", "site", "town"]
