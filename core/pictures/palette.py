"""Colours of the land, and which of them a kind of thing carries."""

from __future__ import annotations

from typing import NamedTuple

INK = "#1c3227"
HEDGE = "#23583f"
TREE = "#2f6e4d"
LEAF = "#3d7f58"
PATH = "#f3ead2"
PAPER = "#fffdf6"
RAPE = "#f5dc3c"
POPPY = "#e8644a"
POND = "#8fc3de"
LAKE = "#5b9cc0"
HEATHER = "#d99ac0"
CLAY = "#d99b5c"
FLAX = "#a79be0"
SOIL = "#dcc9b4"
ROOF = "#c9523a"
ROOF_LIGHT = "#e8785d"

#: The strips between the coloured ones.
GROUND = ("#cfe0a8", "#b5d08f", "#8dbb7c", "#dfe3b4", "#5f9c69", "#e9e2bd")


class Field(NamedTuple):
    """The strip colours that carry a kind, the colour of its common, and colours of which each picture takes two."""

    strips: tuple[str, ...]
    common: str
    guests: tuple[str, ...] = ()


KINDS: dict[str, Field] = {
    "alliance": Field(
        ("#3f8a5f", "#6fb57f", HEDGE), "#d9ecc4", guests=(RAPE, "#f0907a", POND, CLAY, HEATHER, "#9fcf52", FLAX)
    ),
    "event": Field((POPPY, "#f0907a", "#f6b9a5", RAPE), "#f7ecd0"),
    "workshop": Field((RAPE, "#f9e97f", "#e0bd2a", CLAY), "#e4efc6"),
    "room": Field((POND, LAKE, "#c3e0ec", PATH), "#d9e8c0"),
    "place": Field((POND, LAKE, "#c3e0ec", CLAY), "#efe7cd"),
    "survey": Field((HEATHER, "#c274a3", "#ecc7dd", RAPE), "#f5ecdc"),
    "project": Field(("#9fcf52", "#c5e17f", "#6fae3f", CLAY), "#eadfc0"),
    "funding": Field((CLAY, "#ecc08d", "#b97a3c", POND), "#d9ecc4"),
    "organisation": Field(
        (FLAX, "#8378c9", "#cfc8f0"), "#e0ecc8", guests=(RAPE, "#f0907a", POND, CLAY, HEATHER, "#9fcf52", "#6fb57f")
    ),
    "person": Field(("#f9e97f", "#f0907a", HEATHER, POND), "#f7ecd0"),
    "news": Field(("#b9c4bd", "#93a49b", "#d8ded6", RAPE), "#e6ecd2"),
    "topic": Field(("#b9c4bd", HEATHER, "#d8ded6", POPPY), "#e6ecd2"),
}
