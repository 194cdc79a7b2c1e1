"""The small town of the calendar's tests."""

from tests.calendar.fixtures import clock, place, shop, site, town

__all__ = ["clock", "place", "shop", "site", "town"]
