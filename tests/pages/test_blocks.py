"""Blocks of the body, and what editors find when they log in."""

import itertools
import re

import pytest
from django.urls import reverse
from wagtail.blocks import StreamBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from core.pages.blocks import BODY_BLOCKS, LinkBlock
from core.pages.models import ContentPage
from tests.factories import ContentPageFactory, EventDateFactory, PersonFactory, make_coordinator, translate

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
    answers = {"title": "", "questions": [{"title": "Wie?", "text": "<p>So.</p>"}]}
    assert "<summary>Wie?" in show("disclosure", answers)
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


def test_chosen_pages_in_their_order_and_only_public_ones(show, town):
    value = {"title": "Dabei", "pages": [town.other.pk, town.own_event.pk, town.own.pk], "below": None}
    html = show("teaser", value)
    assert html.index("Tafelladen") < html.index("Hoffest") < html.index("Werkhof")
    town.own.unpublish()
    assert "Werkhof" not in show("teaser", value)
    assert "Tafelladen" in show("teaser", value, "en")


def test_chosen_pages_are_shown_in_the_visitors_language(show, town):
    translate(town.own, "en", title="Workyard")
    value = {"title": "Dabei", "pages": [town.own.pk], "below": None}
    assert "Workyard" in show("teaser", value, "en")
    assert "Workyard" not in show("teaser", value)


def test_what_stands_below_a_page(show, town):
    html = show("teaser", {"title": "Alle", "pages": [], "below": town.index.pk})
    assert html.index("Werkhof") < html.index("Tafelladen")


def test_a_button_to_a_withdrawn_page_is_gone(show, town):
    value = {"label": "Zum Werkhof", "page": town.own.pk, "url": ""}
    assert "Zum Werkhof" in show("link", value)
    town.own.unpublish()
    assert "Zum Werkhof" not in show("link", value)


def test_people_with_their_role_on_this_page(show):
    person = PersonFactory(name="Mira Tannwald", role="Nachbarin")
    html = show("people", {"title": "Wir", "people": [{"person": person.pk, "role": "Hat die Schlüssel"}]})
    assert "Hat die Schlüssel" in html
    assert f'href="{person.url}"' in html
    assert "Nachbarin" in show("people", {"title": "Wir", "people": [{"person": person.pk, "role": ""}]})


def test_dates_as_precise_as_they_are_known(show):
    found = show("timeline", {"title": "Wann", "milestones": [{"date": "2004-10", "title": "Erste Runde", "text": ""}]})
    assert '<time datetime="2004-10">Oktober 2004</time>' in found


@pytest.mark.parametrize("text", ["2004-13", "im Mai", "2004-1", "04"])
def test_a_date_that_is_none(text):
    block = dict(BODY_BLOCKS)["timeline"]
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"title": "Wann", "milestones": [{"date": text, "title": "Was", "text": ""}]}))


def test_a_figure_without_source_is_refused():
    block = dict(BODY_BLOCKS)["facts"]
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"title": "", "figures": [{"number": "7", "label": "Vereine", "source": ""}]}))


@pytest.mark.parametrize("targets", [{}, {"url": "https://example.org/", "page": "home"}])
def test_a_button_leads_to_exactly_one_place(town, targets):
    page = town.site.root_page if targets.get("page") else None
    with pytest.raises(StructBlockValidationError):
        LinkBlock().clean({"label": "Los", "page": page, "url": targets.get("url", "")})


def test_every_block_tells_the_editor_what_it_is_for():
    for name, block in BODY_BLOCKS:
        assert block.meta.description, name
        assert block.meta.group, name
        assert block.meta.icon != "placeholder", name


@pytest.mark.parametrize("name", [*[name for name, _block in BODY_BLOCKS], "workshops_next"])
def test_the_chooser_shows_a_block_as_visitors_see_it(as_admin, town, name):
    block = ContentPage._meta.get_field("body").stream_block.child_blocks[name]
    assert block.is_previewable
    html = as_admin.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}).content.decode()
    assert "/stil/allmende-" in html
    shown = html.partition('<main data-kind="alliance"><div class="flow">')[2].partition("</div></main>")[0]
    assert shown.strip()
    assert "style=" not in shown


#: Optional fields left empty; nothing for what cannot be drawn without something stored.
SPARSE = {
    "heading": "So",
    "text": "<p>So</p>",
    "quote": {"text": "Ja", "name": "Mira", "role": "", "url": ""},
    "facts": {"title": "", "figures": [{"number": "7", "label": "Vereine", "source": "Liste", "url": ""}]},
    "disclosure": {"title": "", "questions": [{"title": "Wie?", "text": "<p>So.</p>"}]},
    "timeline": {"title": "Wann", "milestones": [{"date": "2004", "title": "Anfang", "text": ""}]},
    "image": {"image": None, "caption": "", "credit": ""},
    "gallery": {"title": "", "pictures": []},
    "film": {"title": "Rundgang", "url": "https://video.example.org/1", "transcript": ""},
    "people": {"title": "Wir", "people": [{"person": None, "role": ""}]},
    "logos": {"title": "", "logos": [{"name": "Werkhof", "image": None, "url": ""}]},
    "call": {"title": "Los", "text": "", "label": "Mitmachen", "page": None, "url": "https://example.org/"},
    "link": {"label": "Los", "page": None, "url": ""},
    "teaser": {"title": "Hier", "pages": [], "below": None},
    "next_dates": {"title": "", "organisation": None, "count": 5},
    "downloads": {"title": "Dateien", "documents": []},
    "columns": {"left": [], "right": [{"type": "text", "value": "<p>So</p>"}]},
}


@pytest.mark.parametrize("name", [name for name, _block in BODY_BLOCKS])
def test_blocks_with_little_in_them(show, name):
    html = show(name, SPARSE[name])
    assert "<figcaption></figcaption>" not in html
    assert "None" not in html


@pytest.mark.parametrize("name", [name for name, _block in BODY_BLOCKS])
def test_headings_follow_the_outline_of_the_page(show, name):
    levels = [int(level) for level in re.findall(r"<h(\d)", show(name, SPARSE[name]))]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels


def test_one_loud_area_on_a_page():
    stream = ContentPage._meta.get_field("body").stream_block
    assert isinstance(stream, StreamBlock)
    assert stream.meta.block_counts == {"call": {"max_num": 1}}


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
