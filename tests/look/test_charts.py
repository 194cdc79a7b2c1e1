"""Charts: nothing is lost between the figures, the picture, its description and its table."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from core.look.charts import SERIES, Datum, bars, columns, parts
from core.templatetags.figure_tags import PATTERNS
from tests.look.test_styles import KINDS, colour, contrast

NAMES = ["Antwort", "Haushalte", "Anteil"]
DATA = [
    Datum("Betreuung früh und abends in jedem Ort", 1317, 64),
    Datum("Wohnung", 252, 50.5),
    Datum("Rad", 0, 0),
]


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield


def drawn(chart, **more):
    return render_to_string("components/chart.html", {"chart": chart, "id": "bild", "kind": "survey", **more})


def test_the_picture_says_in_words_what_it_shows_and_the_table_says_it_again():
    html = drawn(bars("Was fehlt", DATA, names=NAMES, whole=100))
    assert '<title id="bild-titel">Was fehlt</title>' in html
    assert "Betreuung früh und abends in jedem Ort: 64 %; Wohnung: 50,5 %; Rad: 0 %" in html
    cells = re.findall(r"<t[hd] [^>]*>(?:<span[^>]*>[^<]*</span>)?([^<]+)</t[hd]>", html)
    assert cells[:6] == [*NAMES, DATA[0].label, "1.317", "64 %"]
    assert 'role="img" aria-labelledby="bild-titel bild-text"' in html


def test_text_never_scales_and_nothing_needs_an_inline_style():
    for make in (bars, parts, columns):
        html = drawn(make("Was fehlt", DATA, names=NAMES))
        assert "viewBox" not in html
        assert "style=" not in html


def test_bars_are_as_long_as_their_figures():
    chart = bars("x", [Datum("a", 40), Datum("b", 10), Datum("c", 0)], names=NAMES[:2])
    grown = [shape for shape in chart.shapes if shape.look == "s1"]
    assert [shape.width for shape in grown] == ["76.00%", "19.00%"]
    assert chart.height >= max(int(shape.y) + int(shape.height) for shape in chart.shapes)


def test_long_labels_are_broken_where_it_is_narrow():
    narrow = [text.words for text in bars("x", DATA, names=NAMES).texts if text.look == "narrow"]
    assert max(map(len, narrow)) <= 28
    assert " ".join(narrow[:2]) == DATA[0].label


def test_parts_fill_the_whole_and_more_than_six_are_refused():
    chart = parts("x", [Datum("a", 1), Datum("b", 3)], names=NAMES[:2])
    assert [(shape.x, shape.width) for shape in chart.shapes] == [("0.00%", "25.00%"), ("25.00%", "75.00%")]
    assert [(key.series, key.value) for key in chart.legend] == [(1, "1"), (2, "3")]
    with pytest.raises(ValueError, match="7 parts"):
        parts("x", [Datum("a", 1)] * 7, names=NAMES)


def test_crowded_columns_show_the_value_of_the_highest_only():
    chart = columns("x", [Datum(str(n), n) for n in range(1, 13)], names=NAMES[:2])
    assert [text.words for text in chart.texts if text.look == "value"] == ["12"]
    assert [text.words for text in chart.texts if not text.look] == ["1", "3", "5", "7", "9", "11"]


@pytest.mark.parametrize("make", [bars, parts, columns])
def test_no_figures_no_mistake(make):
    drawn(make("Nichts", [], names=NAMES))
    drawn(make("Nichts", [Datum("a", 0)], names=NAMES))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_series_that_touch_are_told_apart_without_colour(kind, scheme):
    """WCAG 2.2, 1.4.11: 3 : 1 between neighbours; and each has its own pattern."""
    tokens = [f"{kind}-{name}" if name in {"text", "area"} else name for name in SERIES]
    close = [pair for pair in pairwise(tokens) if contrast(*(colour(token, scheme) for token in pair)) < 3]
    assert close == []
    assert len(set(PATTERNS)) == len(PATTERNS) == len(SERIES)
