"""The sheet: a common, four fields around it, cut into blocks and strips."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from core.pictures.geometry import Point, Polygon, Wave, along, between, cut, direction, extent, middle, slices
from core.pictures.motifs import MOTIFS, disc, shade
from core.pictures.palette import GROUND, HEDGE, INK, KINDS, LEAF, PATH, TREE

#: The land goes on beyond the frame, so that the wave shows no edge.
MARGIN = 60.0
FURROW = 8.0
#: Lower sheets are borders: fields without a common.
BORDER = 200


def draw(kind: str, seed: str, width: int, height: int) -> str:
    """The picture of a thing as an SVG document. Raises ``KeyError`` for an unknown kind."""
    colours = KINDS[kind]
    rng = Random(hashlib.sha256(f"{kind}:{seed}".encode()).digest())  # noqa: S311 -- a drawing, no secret
    centre = _place_of_the_common(rng, width, height)
    radius = min(width, height) * rng.uniform(0.27, 0.32)
    wave = Wave(min(width, height) * 0.03, rng.uniform(120, 180), (rng.uniform(0, 6), rng.uniform(0, 6)))
    guests = rng.sample(colours.guests, 2) if colours.guests else []
    land = _Land(rng, wave, (*colours.strips, *guests))
    common = land.lay_out(width, height, centre, radius)
    motif = MOTIFS[kind](rng, wave.bend(middle(common)), radius)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<rect width="{width}" height="{height}" fill="{GROUND[0]}"/>{"".join(land.ground)}{land.tracks()}'
        f'<path d="{wave.outline(common)}" fill="{colours.common}" stroke="{PATH}" stroke-width="11"'
        f' stroke-linejoin="round"/>{"".join(land.hedges)}{motif}</svg>\n'
    )


def _place_of_the_common(rng: Random, width: int, height: int) -> Point:
    """In the middle; on wide sheets to the right of the words; beyond the edge of mere borders."""
    across = (0.66, 0.74) if width >= height * 2 else (0.38, 0.62)
    down = (0.42, 0.58) if height >= BORDER else (-2.6, -2.2)
    return Point(rng.uniform(*across) * width, rng.uniform(*down) * height)


@dataclass
class _Land:
    """Collects what is drawn: the ground first, hedges above the paths."""

    rng: Random
    wave: Wave
    colours: tuple[str, ...]
    ground: list[str] = field(default_factory=list)
    hedges: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    def lay_out(self, width: int, height: int, centre: Point, radius: float) -> Polygon:
        """Put the four fields around the common and return the common."""
        common = [
            Point(-MARGIN, -MARGIN),
            Point(width + MARGIN, -MARGIN),
            Point(width + MARGIN, height + MARGIN),
            Point(-MARGIN, height + MARGIN),
        ]
        sheet, sides = common, self._sides(centre, radius)
        for i, (at, normal) in enumerate(sides):
            after, after_normal = sides[(i + 1) % 4]
            _, strip_field = cut(sheet, at, normal)
            strip_field, _ = cut(strip_field, after, after_normal)
            common, _ = cut(common, at, normal)
            if len(strip_field) > 2:  # the common may reach beyond the sheet
                self._sow(strip_field, math.atan2(normal.y, normal.x) + math.pi / 2 * (i % 2))
        return common if len(common) > 2 else [centre]

    def tracks(self) -> str:
        """The paths around the fields."""
        paths = "".join(self.fields)
        return f'<g fill="none" stroke="{PATH}" stroke-width="11" stroke-linejoin="round">{paths}</g>'

    def _sides(self, centre: Point, radius: float) -> list[tuple[Point, Point]]:
        turn, sides = self.rng.uniform(-0.32, 0.32), []
        for i in range(4):
            n = direction(turn + i * math.pi / 2 + self.rng.uniform(-0.09, 0.09))
            d = radius * self.rng.uniform(0.92, 1.12)
            sides.append((Point(centre.x + n.x * d, centre.y + n.y * d), n))
        return sides

    def _sow(self, shape: Polygon, angle: float) -> None:
        for block, across in self._blocks(shape, angle, depth=2):
            self.ground += self._strips(block, across)
            corner = self.rng.randrange(len(block))
            if self.rng.random() < 0.5:
                self.hedges += self._hedge(block[corner], block[(corner + 1) % len(block)])
            self.ground.append(f'<path d="{self.wave.outline(block)}" fill="none" stroke="{PATH}" stroke-width="3.5"/>')
        self.fields.append(f'<path d="{self.wave.outline(shape)}"/>')

    def _blocks(self, shape: Polygon, angle: float, depth: int) -> Iterator[tuple[Polygon, float]]:
        rng = self.rng
        low, high = extent(shape, direction(angle))
        if depth == 0 or high - low < 150:
            yield shape, angle + math.pi / 2 * (rng.random() < 0.5) + rng.uniform(-0.06, 0.06)
            return
        shares = [rng.uniform(0.8, 1.3) for _ in range(2 if high - low < 380 else 3)]
        for part in slices(shape, angle + rng.uniform(-0.1, 0.1), shares):
            if len(part) > 2:
                yield from self._blocks(part, angle + math.pi / 2, depth - 1)

    def _strips(self, block: Polygon, angle: float) -> Iterator[str]:
        rng, last = self.rng, ""
        low, high = extent(block, direction(angle))
        count = max(2, min(9, round((high - low) / rng.uniform(27, 52))))
        for strip in slices(block, angle, [rng.uniform(0.6, 1.7) for _ in range(count)]):
            last = rng.choice([c for c in (*GROUND, *self.colours * 3) if c != last])
            yield f'<path d="{self.wave.outline(strip)}" fill="{last}"/>'
            if rng.random() < 0.3:
                yield self._furrows(strip, direction(angle))

    def _furrows(self, strip: Polygon, n: Point) -> str:
        low, high = extent(strip, n)
        lines = []
        for k in range(1, max(2, int((high - low) / FURROW))):
            d = low + k * FURROW
            _, ahead = cut(strip, Point(n.x * d, n.y * d), n)
            edge = [p for p in ahead if abs(along(p, n) - d) < 0.01]
            if len(edge) == 2:
                lines.append(self.wave.line(*edge))
        return f'<path d="{"".join(lines)}" fill="none" stroke="{INK}" stroke-opacity=".16" stroke-width="1.4"/>'

    def _hedge(self, a: Point, b: Point) -> Iterator[str]:
        """A row of crowns from a to b, with gaps to walk through."""
        rng, count = self.rng, int(math.dist(a, b) / 11)
        for i in range(count):
            if rng.random() < 0.16:
                continue
            p, r = self.wave.bend(between(a, b, i / count)), rng.uniform(4, 8.5)
            yield shade(p.x, p.y, r) + disc(p.x, p.y, r, rng.choice((HEDGE, TREE, LEAF)))
