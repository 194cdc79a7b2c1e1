"""The component page: complete, in development only, right in every state."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.template import loader

from core.look import components as look
from core.look.views import component_urls

FOLDER = Path(settings.TEMPLATES[0]["DIRS"][0]) / "components"
#: Pieces of other components, and what is no part of a page's body.
PIECES = {
    "body",
    "field_error",
    "field_help",
    "field_label",
    "field_notes",
    "stylesheets",
}


def test_every_template_is_on_the_component_page():
    assert {path.stem for path in FOLDER.glob("*.html")} - PIECES == set(look.names())


def test_every_component_says_what_it_is():
    silent = [name for name, component in look.components().items() if len(component.description) < 15]
    assert silent == []


def test_there_is_no_component_page_unless_it_is_switched_on(settings):
    assert len(component_urls()) == 3
    settings.COMPONENT_PAGE = False
    assert component_urls() == []


@pytest.mark.django_db
def test_unknown_components_and_states_are_not_found(client):
    unknown = ["/komponenten/nichts/", "/komponenten/nichts/1/", "/komponenten/masthead/99/", "/komponenten/tag/1/"]
    assert {client.get(address).status_code for address in unknown} == {404}


@pytest.mark.django_db
def test_the_list_leads_to_every_component(client):
    html = client.get("/komponenten/").content.decode()
    assert all(f'href="{component.address}"' in html for component in look.components().values())


@pytest.mark.django_db
@pytest.mark.parametrize("name", look.names())
def test_every_state_is_drawn(client, name):
    component = look.components()[name]
    states = list(component.states())
    assert states
    for address in (component.address, *component.address_alone.values()):
        response = client.get(address)
        assert response.status_code == 200, address
        assert "no-store" in response["Cache-Control"]
        html = response.content.decode()
        ids = Counter(re.findall(r'\sid="([^"]*)"', html))
        assert [name for name, count in ids.items() if count > 1 or not name] == [], address
        assert html.count(" autofocus") <= 1
        missing = [target for target in re.findall(r'href="#([^"]+)"', html) if target not in ids]
        assert not set(missing) - {"baustein"}, address
    shown = client.get(component.address).content.decode()
    assert [state.label for state in states if f">{state.label}<" not in shown] == []


def test_every_component_can_be_drawn_on_its_own():
    """What a plugin includes with „only“ must not depend on the request."""
    for name, component in look.components().items():
        for state in component.states():
            if name != "pagination":
                assert loader.render_to_string(component.template_name, dict(state.parameters)).strip(), state.label
