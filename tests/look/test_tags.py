import re

import pytest
from django.template import Context, Template
from django.utils import translation

from core.templatetags import allmende_tags as tags


def render(source, **context):
    with translation.override("de"):
        return Template("{% load allmende_tags %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("capacity", "free", "taken", "open_"),
    [
        (30, 7, 23, 7),
        (30, 0, 30, 0),
        (30, 30, 0, 30),
        (1, 1, 0, 1),
        (400, 1, 39, 1),
        (400, 399, 1, 39),
        (400, 200, 20, 20),
    ],
)
def test_the_bar_of_places_never_rounds_a_place_away(capacity, free, taken, open_):
    bar = render("{% places_bar capacity free %}", capacity=capacity, free=free)
    assert (bar.count('class="taken"'), bar.count('class="open"')) == (taken, open_)
    assert f"{capacity - free} von {capacity}" in bar


def test_no_places_no_bar():
    assert render("{% places_bar 0 0 %}") == ""


def test_icons_come_from_one_file():
    assert re.fullmatch(
        r'<svg class="icon" aria-hidden="true"><use href="/static/core/icons[.\w]*\.svg#event"/></svg>',
        render('{% icon "event" %}'),
    )


def test_pictures_take_any_name_as_seed():
    picture = render("{% picture 'event' seed 900 800 %}", seed="Größe <b>7</b>/../x")
    assert 'src="/bilder/event/groe-b7bx-900x800.svg"' in picture
    assert 'alt=""' in picture
    assert "allmende-800x500.svg" in render("{% picture 'event' seed %}", seed="…")


def test_every_kind_has_an_icon():
    from django.contrib.staticfiles import finders

    with open(finders.find("core/icons.svg"), encoding="utf-8") as file:
        icons = set(re.findall(r'<symbol id="([\w-]+)"', file.read()))
    assert {tags.kind_icon(kind) for kind in [*tags.KIND_ICONS, "else"]} <= icons


def test_a_state_without_a_number_of_places_is_said_in_words():
    assert render("{% state_of status 'free' free_places as state %}{{ state.label }}") == "Plätze frei"
