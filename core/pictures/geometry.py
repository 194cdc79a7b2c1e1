"""Points, convex polygons and the wave that bends them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


class Point(NamedTuple):
    x: float
    y: float


#: The corners of a convex shape, in order.
Polygon = list[Point]

#: Lines are bent piece by piece; a piece is about this long.
PIECE = 42.0


@dataclass(frozen=True)
class Wave:
    """A slow bend of the whole sheet."""

    size: float
    pitch: float
    phase: tuple[float, float]

    def bend(self, p: Point) -> Point:
        """Where a point of the flat sheet lies on the bent one."""
        return Point(
            p.x + self.size * math.sin(p.y / self.pitch + self.phase[0]),
            p.y + self.size * math.sin(p.x / (self.pitch * 1.3) + self.phase[1]),
        )

    def outline(self, shape: Sequence[Point]) -> str:
        """The path data of a bent, closed shape."""
        corners = [*shape, shape[0]]
        return self._path(p for a, b in pairwise(corners) for p in _pieces(a, b)) + "Z"

    def line(self, a: Point, b: Point) -> str:
        """The path data of a bent line."""
        return self._path([*_pieces(a, b), b])

    def _path(self, points: Iterable[Point]) -> str:
        return "M" + "L".join(f"{p.x:.0f} {p.y:.0f}" for p in map(self.bend, points))


def _pieces(a: Point, b: Point) -> Iterator[Point]:
    count = max(1, round(math.dist(a, b) / PIECE))
    return (between(a, b, i / count) for i in range(count))


def between(a: Point, b: Point, share: float) -> Point:
    """The point that lies this share of the way from a to b."""
    return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)


def direction(angle: float) -> Point:
    """The unit vector of an angle."""
    return Point(math.cos(angle), math.sin(angle))


def along(p: Point, n: Point) -> float:
    """How far a point lies along a direction."""
    return p.x * n.x + p.y * n.y


def cut(shape: Polygon, at: Point, normal: Point) -> tuple[Polygon, Polygon]:
    """Cut a convex polygon by the line through ``at``: the side against the normal, the side along it."""
    if not shape:
        return [], []
    line = along(at, normal)
    behind: Polygon = []
    ahead: Polygon = []
    for p, q in pairwise([*shape, shape[0]]):
        dp, dq = along(p, normal) - line, along(q, normal) - line
        (behind if dp <= 0 else ahead).append(p)
        if dp * dq < 0:
            crossing = between(p, q, dp / (dp - dq))
            behind.append(crossing)
            ahead.append(crossing)
    return behind, ahead


def extent(shape: Polygon, n: Point) -> tuple[float, float]:
    """From where to where a shape reaches along a direction."""
    reach = [along(p, n) for p in shape]
    return min(reach), max(reach)


def slices(shape: Polygon, angle: float, shares: Sequence[float]) -> Iterator[Polygon]:
    """Slices of a convex polygon, side by side along ``angle``, as wide as their shares."""
    n = direction(angle)
    low, high = extent(shape, n)
    rest, done = shape, 0.0
    for share in shares[:-1]:
        done += share
        d = low + (high - low) * done / sum(shares)
        part, rest = cut(rest, Point(n.x * d, n.y * d), n)
        if len(part) > 2:
            yield part
        if len(rest) < 3:
            return
    yield rest


def middle(shape: Polygon) -> Point:
    """The mean of the corners."""
    return Point(sum(p.x for p in shape) / len(shape), sum(p.y for p in shape) / len(shape))
