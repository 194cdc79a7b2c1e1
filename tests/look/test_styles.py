"""The style sheets: all linked, in the order of their layers, and readable in every colour scheme."""

import gzip
import math
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from core.look.bundle import bundle, parts, small

ROOT = Path(__file__).parents[2]
CSS = Path(finders.find("core/css/tokens.css")).parent
TOKENS = (CSS / "tokens.css").read_text("utf-8")
KINDS = ["event", "workshop", "room", "survey", "alliance", "project", "funding", "news", "organisation"]


def test_every_part_is_in_the_bundle_once_and_in_its_place():
    names = [path for _name, path in parts()]
    assert sorted(names) == sorted(CSS.rglob("*.css"))
    assert [path.stem for path in names][:3] == ["tokens", "base", "layout"]
    assert [path.stem for path in names][-2:] == ["utilities", "print"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("nav :is(ul, ol) { a: b }", "nav :is(ul,ol){a:b}"),
        ("/* no */ a > b + c { x: calc(1px + 2px) }", "a > b + c{x:calc(1px + 2px)}"),
        (
            "@media (min-width: 3rem) and (hover) {\n  a { b: c; d: e; }\n}",
            "@media (min-width:3rem) and (hover){a{b:c;d:e}}",
        ),
        ('a::before { content: "■  ; }"; }', 'a::before{content:"■  ; }"}'),
        ("a { b: oklch(.2 .03 160 / .45) }", "a{b:oklch(.2 .03 160 / .45)}"),
    ],
)
def test_only_spaces_that_mean_nothing_are_taken_out(written, kept):
    assert small(written) == kept


@pytest.mark.browser
def test_a_browser_reads_the_same_rules_from_the_parts_and_from_the_bundle(page):
    page.goto("about:blank")
    # Custom properties keep the commas as they are written.
    read = """css => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(css)
        return [...sheet.cssRules].map(rule => rule.cssText.replaceAll(', ', ','))
    }"""
    parted = "".join(path.read_text("utf-8") for _name, path in parts())
    rules = page.evaluate(read, parted.replace("../fonts/", "/static/core/fonts/"))
    assert len(rules) > 20
    assert page.evaluate(read, bundle().css.decode()) == rules


def test_the_font_is_where_the_style_sheet_says():
    for address in re.findall(r'url\("([^"]+)"\)', bundle().css.decode()):
        assert finders.find(address.removeprefix("/static/")), address


def test_a_page_carries_at_most_60_kilobytes_of_css_and_script():
    """The bundle and every script that a public page could load, as they are before compression."""
    scripts = [path for name in ("core", "plugins") for path in (ROOT / name).glob("**/static/**/*.js")]
    public = [path for path in scripts if "admin" not in path.parts and not path.stem.startswith("admin")]
    assert len(bundle().css) + sum(path.stat().st_size for path in public) <= 60_000


@pytest.mark.django_db
def test_the_style_sheet_is_kept_for_good_under_its_own_name_only(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(f"/stil/allmende-{bundle().digest}.css")
        old = client.get("/stil/allmende-0123456789ab.css")
        small = client.get(f"/stil/allmende-{bundle().digest}.css", headers={"Accept-Encoding": "br, gzip"})
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in response["Vary"]
    assert response.content == old.content == gzip.decompress(small.content) == bundle().css
    assert (old["Cache-Control"], small["Content-Encoding"]) == ("no-cache", "gzip")


def test_pages_link_one_style_sheet():
    linked = re.findall(r'rel="stylesheet" href="([^"]+)"', get_template("components/stylesheets.html").render())
    assert linked == [f"/stil/allmende-{bundle().digest}.css"]


def test_a_changed_part_is_seen_at_once_in_development(settings, tmp_path):
    changed = tmp_path / "core" / "css" / "components" / "tag.css"
    changed.parent.mkdir(parents=True)
    before = bundle()
    settings.STATICFILES_DIRS = [tmp_path]
    changed.with_name("label.css").write_text("@layer components { .tag { color: red } }", "utf-8")
    finders.get_finder.cache_clear()
    try:
        assert bundle().digest != before.digest
        assert b"{color:red}" in bundle().css
    finally:
        settings.STATICFILES_DIRS = []
        finders.get_finder.cache_clear()


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
