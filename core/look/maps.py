"""A map of the towns where something is: points over the outlines of the states in core/static/core/states.svg.

The outlines are simplified from Natural Earth 1:10m, Admin 1 (public domain), drawn in a plain projection: degrees of
longitude shortened by the cosine of 51.2° north, 600 units wide.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 814
WEST, EAST, NORTH, SOUTH = 5.8, 15.1, 55.1, 47.2
SHORTER = math.cos(math.radians(51.2))
SCALE = WIDTH / ((EAST - WEST) * SHORTER)


@dataclass(frozen=True)
class Town:
    """Where a thing of a directory is."""

    slug: str
    name: str
    state: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Point:
    """A town on the map: `x` and `y` in units of the drawing, None where the town is not on it."""

    slug: str
    name: str
    count: int
    x: int | None
    y: int | None


def points_of(towns: Iterable[Town]) -> list[Point]:
    """Return one point for each town, by name, with how many things are there."""
    counted = Counter(towns)
    return [
        Point(town.slug, town.name, count, *_position(town))
        for town, count in sorted(counted.items(), key=lambda item: item[0].name)
    ]


def _position(town: Town) -> tuple[int | None, int | None]:
    north, east = town.latitude, town.longitude
    if north is None or east is None or not (SOUTH < north < NORTH and WEST < east < EAST):
        return None, None
    return round((east - WEST) * SHORTER * SCALE), round((NORTH - north) * SCALE)
