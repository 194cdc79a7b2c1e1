"""The style sheets: all linked, in the order of their layers, and readable in every colour scheme."""

import math
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

CSS = Path(finders.find("core/css/tokens.css")).parent
TOKENS = (CSS / "tokens.css").read_text("utf-8")
KINDS = ["event", "workshop", "room", "survey", "alliance", "project", "funding", "news", "organisation"]


def test_all_style_sheets_are_linked_once_and_exist():
    html = get_template("components/stylesheets.html").render()
    linked = [Path(finders.find("core/css/" + name)) for name in re.findall(r"core/css/([\w/-]+)(?:\.\w+)?\.css", html)
              for name in [name + ".css"]]  # fmt: skip
    assert sorted(linked) == sorted(CSS.rglob("*.css"))
    assert [path.stem for path in linked][:2] == ["tokens", "base"]
    assert linked[-1].stem == "utilities"


def test_every_file_stays_in_its_layer():
    for path in (CSS / "components").glob("*.css"):
        assert re.findall(r"@layer (\w+)", path.read_text("utf-8")) == ["components"], path.name


def luminance(lightness, chroma, hue):
    """Relative luminance (WCAG 2.2) of an oklch colour, by the published matrices of Oklab."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return sum(part * min(1, max(0, value)) for part, value in ((0.2126, red), (0.7152, green), (0.0722, blue)))


def colour(name, scheme):
    """The luminance of a token in the light (0) or dark (1) scheme."""
    value = re.search(rf"--{name}: (.*);", TOKENS).group(1)
    found = re.findall(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", value)
    return luminance(*map(float, found[min(scheme, len(found) - 1)]))


def contrast(one, other):
    light, dark = max(one, other), min(one, other)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_kinds_are_readable(kind, scheme):
    for ground in ("paper", "ground"):
        assert contrast(colour(f"{kind}-text", scheme), colour(ground, scheme)) >= 4.5
    assert contrast(colour("ink", scheme), colour(f"{kind}-area", scheme)) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        ("ink", ["paper", "ground", "hollow", "good-area", "care-area", "bad-area"]),
        ("ink-soft", ["paper", "ground", "hollow"]),
        ("hedge", ["paper", "ground", "hollow"]),
        ("on-hedge", ["hedge"]),
        ("on-rape", ["rape"]),
        ("good", ["paper", "ground", "good-area"]),
        ("care", ["paper", "ground", "care-area"]),
        ("bad", ["paper", "ground", "bad-area"]),
    ],
)
def test_words_are_readable(text, grounds, scheme):
    assert [ground for ground in grounds if contrast(colour(text, scheme), colour(ground, scheme)) < 4.5] == []


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_edges_of_fields_are_seen(scheme):
    for ground in ("paper", "ground", "hollow"):
        assert contrast(colour("boundary-firm", scheme), colour(ground, scheme)) >= 3
