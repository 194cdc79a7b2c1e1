"""Blocks of the body, and what editors find when they log in."""

import pytest
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockValidationError

from core.pages.blocks import BODY_BLOCKS, LinkBlock
from core.pages.models import ContentPage
from tests.factories import ContentPageFactory, EventDateFactory, make_coordinator, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(client, town):
    """Show a page with one block, in German or in English."""

    def show(kind, value, language="de"):
        home = town.site.root_page.specific
        page = ContentPageFactory(parent=home, body=[{"type": kind, "value": value}])
        url = page.url if language == "de" else translate(ContentPage.objects.get(pk=page.pk), language).url
        response = client.get(url)
        assert response.status_code == 200
        return response.content.decode()

    return show


def test_plain_blocks(show):
    assert '<h2 id="so-arbeiten-wir">So arbeiten wir</h2>' in show("heading", "So arbeiten wir")
    assert "<p>Guten Tag</p>" in show("text", "<p>Guten Tag</p>")
    assert "Immer Suppe" in show("quote", {"text": "Immer Suppe", "name": "Mira", "role": ""})
    assert "<summary>Wie?" in show("fold", {"title": "Wie?", "text": "<p>So.</p>"})
    assert 'href="https://example.org/"' in show("link", {"label": "Los", "page": None, "url": "https://example.org/"})


def test_next_dates_of_the_site_and_of_one_organisation(show, town):
    EventDateFactory(event=town.own_event.identity)
    EventDateFactory(event=town.other_event.identity)
    everything = show("next_dates", {"title": "", "organisation": None, "count": 5})
    assert "Hoffest" in everything
    assert "Geheimer Plan" in everything
    own = show("next_dates", {"title": "Bei uns", "organisation": town.own.pk, "count": 5})
    assert "Hoffest" in own
    assert "Geheimer Plan" not in own


def test_chosen_organisations_in_their_order_and_only_public_ones(show, town):
    value = {"title": "Dabei", "pages": [town.other.pk, town.own.pk]}
    html = show("organisations", value)
    assert html.index("Tafelladen") < html.index("Werkhof")
    town.own.unpublish()
    assert "Werkhof" not in show("organisations", value)
    assert "Tafelladen" in show("organisations", value, "en")


@pytest.mark.parametrize("targets", [{}, {"url": "https://example.org/", "page": "home"}])
def test_a_button_leads_to_exactly_one_place(town, targets):
    page = town.site.root_page if targets.get("page") else None
    with pytest.raises(StructBlockValidationError):
        LinkBlock().clean({"label": "Los", "page": page, "url": targets.get("url", "")})


def test_every_block_tells_the_editor_what_it_is_for():
    for name, block in BODY_BLOCKS:
        assert block.meta.description, name


@pytest.mark.parametrize("name", [name for name, _block in BODY_BLOCKS])
def test_blocks_can_be_previewed(as_admin, town, name):
    block = ContentPage._meta.get_field("body").stream_block.child_blocks[name]
    url = reverse("wagtailadmin_block_preview")
    assert as_admin.get(url, {"id": block.definition_prefix}).status_code == 200


def test_editors_find_their_organisation_and_what_to_make(as_editor, town):
    html = as_editor.get("/admin/").content.decode()
    assert "Werkhof" in html
    assert reverse("wagtailadmin_pages:add", args=["core", "eventpage", town.own.pk]) in html
    assert "Tafelladen" not in html


def test_those_who_look_after_everything_find_the_tree(client, town):
    from tests.factories import OrganisationPageFactory

    for _one in range(2):
        OrganisationPageFactory(parent=town.index)
    client.force_login(make_coordinator(town.site))
    assert "Seite der Organisation bearbeiten" not in client.get("/admin/").content.decode()
