"""What stands on the common. Each motif is drawn around a middle, within a radius."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from core.pictures.geometry import Point, direction
from core.pictures.palette import (
    CLAY,
    FLAX,
    HEATHER,
    HEDGE,
    INK,
    LAKE,
    LEAF,
    PAPER,
    PATH,
    POND,
    POPPY,
    RAPE,
    ROOF,
    ROOF_LIGHT,
    SOIL,
    TREE,
)

#: Draws around (middle, radius) with the given source of chance.
Motif = Callable[[Random, Point, float], str]

COATS = (POPPY, RAPE, INK, PAPER, HEATHER, POND)


def disc(x: float, y: float, r: float, fill: str) -> str:
    """A filled circle."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}"/>'


def shade(x: float, y: float, r: float) -> str:
    """The shadow of something round; the light comes from the upper left."""
    return f'<circle cx="{x + r * 0.3:.1f}" cy="{y + r * 0.35:.1f}" r="{r:.1f}" fill="{INK}" fill-opacity=".2"/>'


def slab(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'


def slab_shade(x: float, y: float, width: float, height: float) -> str:
    """The shadow of a rectangle."""
    return slab(x + 6, y + 8, width, height, INK).replace("/>", ' fill-opacity=".2"/>')


def tree(x: float, y: float, r: float, fill: str = TREE) -> str:
    """A crown; big ones have lobes and two tones of leaves."""
    if r < 14:
        return shade(x, y, r) + disc(x, y, r, fill) + disc(x - r * 0.22, y - r * 0.22, r * 0.58, LEAF)
    lobes = [direction(math.tau * i / 7 + 0.3) for i in range(7)]
    shadow = "".join(disc(x + r * 0.16 + u.x * r * 0.6, y + r * 0.2 + u.y * r * 0.6, r * 0.44, INK) for u in lobes)
    crown = "".join(disc(x + u.x * r * 0.6, y + u.y * r * 0.6, r * 0.44, fill) for u in lobes)
    light = "".join(disc(x - r * 0.1 + u.x * r * 0.3, y - r * 0.12 + u.y * r * 0.3, r * 0.24, LEAF) for u in lobes)
    return f'<g opacity=".2">{shadow}</g>' + crown + disc(x, y, r * 0.6, fill) + light


def linden(rng: Random, at: Point, r: float) -> str:
    """One big tree, or some that grew together, and a ring of people around."""
    count = rng.randint(7, 15)
    ring = [direction(math.tau * i / count + rng.uniform(-0.08, 0.08)) for i in range(count)]
    people = [disc(at.x + u.x * r * 0.74, at.y + u.y * r * 0.74, r * 0.085, rng.choice(COATS)) for u in ring]
    return "".join(people) + _grove(rng, at, r)


def _grove(rng: Random, at: Point, r: float) -> str:
    trunks, turn = rng.choice((1, 1, 2, 3)), rng.uniform(0, math.tau)
    if trunks == 1:
        return tree(at.x, at.y, r * rng.uniform(0.34, 0.48))
    spots = [direction(turn + math.tau * i / trunks) for i in range(trunks)]
    return "".join(tree(at.x + u.x * r * 0.26, at.y + u.y * r * 0.26, r * rng.uniform(0.2, 0.3)) for u in spots)


def crowd(rng: Random, at: Point, r: float) -> str:
    """Many people, each in their own colour, around an open middle."""
    placed: list[Point] = []
    for _ in range(400):
        u, d = direction(rng.uniform(0, math.tau)), r * rng.uniform(0.2, 0.86)
        p = Point(at.x + u.x * d, at.y + u.y * d)
        if all(math.dist(p, q) > r * 0.2 for q in placed):
            placed.append(p)
    coats = (POPPY, *COATS, HEDGE)
    return "".join(shade(p.x, p.y, r * 0.075) + disc(p.x, p.y, r * 0.08, rng.choice(coats)) for p in placed)


def table(rng: Random, at: Point, r: float) -> str:
    """A long table with seats on both sides."""
    turn, half, wide, seats = rng.uniform(-28, 28), r * 0.62, r * 0.2, rng.randint(4, 6)
    board = (at.x - half, at.y - wide, half * 2, wide * 2)
    chairs = [
        disc(at.x - half + half * 2 * (i + 0.5) / seats, at.y + side * wide * 1.75, r * 0.095, rng.choice(SITTING))
        for i in range(seats)
        for side in (-1, 1)
    ]
    return (
        f'<g transform="rotate({turn:.0f} {at.x:.0f} {at.y:.0f})">{slab_shade(*board)}{slab(*board, PAPER)}'
        f'<path d="M{board[0]:.1f} {at.y:.1f}h{half * 2:.1f}" stroke="{CLAY}" stroke-width="2"/>{"".join(chairs)}</g>'
    )


SITTING = (INK, POPPY, HEDGE, HEATHER, LAKE)


def roofs(rng: Random, at: Point, r: float) -> str:
    """A house with a court: two or three roofs, light from the left."""
    spots = [(-0.5, -0.42, 0.78, 0.5), (0.18, 0.02, 0.46, 0.72), (-0.62, 0.36, 0.5, 0.36)]
    houses = [_roof(at.x + dx * r, at.y + dy * r, w * r, h * r) for dx, dy, w, h in spots[: rng.randint(2, 3)]]
    trees = tree(at.x + r * 0.62, at.y - r * 0.4, r * 0.17) + tree(at.x - r * 0.02, at.y + r * 0.62, r * 0.13)
    return "".join(houses) + trees


def _roof(x: float, y: float, width: float, height: float) -> str:
    sunny = (width, height / 2) if width > height else (width / 2, height)
    return slab_shade(x, y, width, height) + slab(x, y, width, height, ROOF) + slab(x, y, *sunny, ROOF_LIGHT)


def counted(rng: Random, at: Point, r: float) -> str:
    """Rows of dots of different length: answers, counted."""
    rows = [rng.randint(2, 8) for _ in range(5)]
    return "".join(
        disc(at.x - r * 0.66 + i * r * 0.19, at.y - r * 0.5 + row * r * 0.25, r * 0.07, INK if i < count else SOIL)
        for row, count in enumerate(rows)
        for i in range(8)
    )


def saplings(rng: Random, at: Point, r: float) -> str:
    """Young trees in rows, none as big as the next."""
    return "".join(
        tree(at.x + (i - 1.5 + row % 2 * 0.28) * r * 0.36, at.y + (row - 1.5) * r * 0.34, r * rng.uniform(0.05, 0.13))
        for row in range(4)
        for i in range(4)
    )


def spring(rng: Random, at: Point, r: float) -> str:
    """A pond with rings: money that is meant to flow on."""
    rings = "".join(
        f'<ellipse cx="{at.x:.0f}" cy="{at.y:.0f}" rx="{r * k:.0f}" ry="{r * k * 0.78:.0f}" fill="{fill}"/>'
        for k, fill in ((0.72, LAKE), (0.54, POND), (0.34, "#c3e0ec"), (0.14, PAPER))
    )
    side = rng.choice((-1, 1))
    return (
        rings
        + tree(at.x - side * r * 0.72, at.y + r * 0.42, r * 0.14)
        + tree(at.x + side * r * 0.7, at.y - r * 0.46, r * 0.11)
    )


def crossing(rng: Random, at: Point, r: float) -> str:
    """Trees at a crossing of paths."""
    spots = ((-0.4, -0.3), (0.35, 0.1), (-0.1, 0.45))
    return "".join(tree(at.x + dx * r, at.y + dy * r, r * rng.uniform(0.12, 0.26)) for dx, dy in spots)


def garden(rng: Random, at: Point, r: float) -> str:
    """A tended garden: four beds around a crossing of paths. Somebody looks after it."""
    turn, bed = rng.uniform(-18, 18), r * 0.54
    beds = [
        _bed(rng, at.x + dx * r * 0.07 - (bed if dx < 0 else 0), at.y + dy * r * 0.07 - (bed if dy < 0 else 0), bed)
        for dx in (-1, 1)
        for dy in (-1, 1)
    ]
    return (
        f'<g transform="rotate({turn:.0f} {at.x:.0f} {at.y:.0f})">{"".join(beds)}'
        f"{disc(at.x, at.y, r * 0.15, PATH)}{disc(at.x, at.y, r * 0.09, POND)}</g>"
    )


def _bed(rng: Random, x: float, y: float, size: float) -> str:
    rows, edge = 4, size * 0.08
    row = (size - 2 * edge) / rows
    colours = rng.sample((FLAX, POPPY, RAPE, HEATHER, LEAF, PAPER), rows)
    planted = [
        slab(x + edge, y + edge + i * row, size - 2 * edge, row * 0.72, colour) for i, colour in enumerate(colours)
    ]
    return slab_shade(x, y, size, size) + slab(x, y, size, size, HEDGE) + "".join(planted)


def orchard(rng: Random, at: Point, r: float) -> str:
    """Fruit trees in rows, with fruit of one colour."""
    fruit = rng.choice((POPPY, RAPE, HEATHER))
    out = []
    for row in range(3):
        for i in range(3):
            x, y = at.x + (i - 1 + row % 2 * 0.3) * r * 0.44, at.y + (row - 1) * r * 0.42
            out.append(tree(x, y, r * 0.15))
            for u in (direction(rng.uniform(0, math.tau)) for _ in range(4)):
                out.append(disc(x + u.x * r * 0.09, y + u.y * r * 0.09, r * 0.025, fruit))
    return "".join(out)


def yard(rng: Random, at: Point, r: float) -> str:
    """One house, a tree, and a few people in the yard."""
    side = rng.choice((-1, 1))
    house = _roof(at.x - r * 0.5 + side * r * 0.12, at.y - r * 0.5, r * 0.82, r * 0.4)
    people = [
        disc(at.x + (i - 1.5) * r * 0.2, at.y + r * (0.34 + 0.09 * (i % 2)), r * 0.075, rng.choice(COATS))
        for i in range(4)
    ]
    return house + tree(at.x + side * r * 0.56, at.y + r * 0.32, r * 0.24) + "".join(people)


def hives(rng: Random, at: Point, r: float) -> str:
    """Bee hives in many colours: each a house of its own, one meadow for all."""
    size = r * 0.17
    spots = [(at.x + (i - 1.5) * r * 0.32, at.y + (row - 1) * r * 0.36) for row in range(3) for i in range(4)]
    boxes = [
        slab_shade(x - size / 2, y - size / 2, size, size)
        + slab(x - size / 2, y - size / 2, size, size, rng.choice((POPPY, RAPE, HEATHER, POND, FLAX, PAPER)))
        for x, y in spots
    ]
    bees = [
        disc(at.x + rng.uniform(-0.7, 0.7) * r, at.y + rng.uniform(-0.6, 0.6) * r, r * 0.014, INK) for _ in range(22)
    ]
    return "".join(boxes + bees)


def tended(rng: Random, at: Point, r: float) -> str:
    """Something that somebody looks after, for organisations: never the same in a whole list."""
    return rng.choice((garden, orchard, yard, hives))(rng, at, r)


def square(rng: Random, at: Point, r: float) -> str:
    """A village square: a fountain, and trees around it that keep the middle open."""
    count = rng.randint(6, 8)
    ring = [direction(math.tau * i / count + 0.2) for i in range(count)]
    trees = "".join(tree(at.x + u.x * r * 0.68, at.y + u.y * r * 0.68, r * rng.uniform(0.1, 0.15)) for u in ring)
    basin = shade(at.x, at.y, r * 0.26) + disc(at.x, at.y, r * 0.26, PAPER) + disc(at.x, at.y, r * 0.19, LAKE)
    return trees + basin + disc(at.x, at.y, r * 0.07, PAPER)


def flowers(rng: Random, at: Point, r: float) -> str:
    """Flowers of many kinds in one meadow."""
    colours = (HEATHER, POPPY, RAPE, FLAX, PAPER)
    out = []
    for _ in range(46):
        u, d = direction(rng.uniform(0, math.tau)), r * math.sqrt(rng.uniform(0, 0.62))
        out.append(disc(at.x + u.x * d, at.y + u.y * d, r * rng.uniform(0.03, 0.075), rng.choice(colours)))
    return "".join(out)


def someone(rng: Random, at: Point, r: float) -> str:
    """One person under a tree, for those without a photograph."""
    coat, side = rng.choice((POPPY, LAKE, "#c274a3", INK)), rng.choice((-1, 1))
    return (
        tree(at.x + side * r * 0.34, at.y - r * 0.3, r * 0.34)
        + shade(at.x - side * r * 0.2, at.y + r * 0.28, r * 0.2)
        + disc(at.x - side * r * 0.2, at.y + r * 0.28, r * 0.21, coat)
    )


MOTIFS: dict[str, Motif] = {
    "alliance": linden,
    "event": crowd,
    "workshop": table,
    "room": roofs,
    "place": square,
    "survey": counted,
    "project": saplings,
    "funding": spring,
    "organisation": tended,
    "person": someone,
    "news": crossing,
    "topic": flowers,
}
