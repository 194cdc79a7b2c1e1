"""Bodies of pages: plugins add blocks without migrations, and a plugin that goes away takes nothing with it."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from wagtail import blocks
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from core.fields import PluggableStreamField
from core.hooks.models import PluginSettings

pytestmark = pytest.mark.django_db
RAW = [
    {"type": "text", "value": "<p>a</p>", "id": "1"},
    {"type": "gone_block", "value": {"x": 1}, "id": "2"},
    {"type": "text", "value": "<p>b</p>", "id": "3"},
    {"type": "gone_block", "value": {"x": 2}, "id": "4"},
]


@pytest.fixture
def site():
    return Site.objects.select_related("root_page").get(is_default_site=True)


@pytest.fixture
def model():
    return apps.get_model("core", "ContentPage")


@pytest.fixture
def field(model, monkeypatch):
    """The body's field, asking plugins anew."""
    body = model._meta.get_field("body")
    monkeypatch.delitem(body.__dict__, "_stream_block", raising=False)
    yield body
    body.__dict__.pop("_stream_block", None)


@pytest.fixture
def worn(model, site):
    """A page in whose body stand two blocks of a plugin that is gone."""
    page = site.root_page.add_child(instance=model(title="Seite", slug="seite"))
    with connection.cursor() as cursor:
        table = model._meta.db_table
        cursor.execute(f"UPDATE {table} SET body = %s WHERE page_ptr_id = %s", [json.dumps(RAW), page.pk])  # noqa: S608
    return model.objects.get(pk=page.pk)


def stored(page):
    fresh = type(page).objects.get(pk=page.pk)
    return [(raw["type"], raw["value"]) for raw in type(page)._meta.get_field("body").get_prep_value(fresh.body)]


EXPECTED = [(raw["type"], raw["value"]) for raw in RAW]


def test_blocks_of_a_missing_plugin_are_not_shown(worn):
    assert [child.block_type for child in worn.body] == ["text", "text"]


def test_blocks_of_a_missing_plugin_survive_publishing(worn):
    worn.title = "Neu"
    worn.save_revision().publish()

    assert stored(worn) == EXPECTED


def test_blocks_of_a_missing_plugin_survive_copying(worn):
    assert stored(worn.copy(update_attrs={"slug": "kopie"})) == EXPECTED


def test_blocks_of_a_missing_plugin_survive_the_editor(worn, admin_client):
    url = reverse("wagtailadmin_pages:edit", args=[worn.pk])
    form = admin_client.get(url).context["form"]
    given = {name: form[name].value() or "" for name in form.fields if name != "body"}
    body = streamfield([("text", rich_text("<p>neu</p>")), ("text", rich_text("<p>b</p>"))])
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    response = admin_client.post(
        url, nested_form_data({**given, "body": body, "comments": comments, "action-publish": "1"})
    )

    assert response.status_code == 302
    assert [kind for kind, _value in stored(worn)] == [kind for kind, _value in EXPECTED]
    assert stored(worn)[1] == EXPECTED[1]


def test_text_from_before_the_field_was_a_stream_is_kept(field):
    assert field.get_prep_value(field.to_python("kein JSON")) == "kein JSON"


def test_migrations_know_no_blocks(field):
    _name, path, args, kwargs = field.deconstruct()

    assert (path, args) == ("core.fields.PluggableStreamField", [])
    assert "block_lookup" not in kwargs
    assert set(field.clone().stream_block.child_blocks) == set(field.stream_block.child_blocks)


def test_plugins_add_blocks(plug, field):
    plug("polls", stream_blocks=lambda: [("polls_poll", blocks.CharBlock())])

    assert "polls_poll" in field.stream_block.child_blocks
    assert field.stream_block.owners["polls_poll"] == "polls"


class BrokenBlock(blocks.CharBlock):
    def render(self, value, context=None):
        raise LookupError("no poll")


def drawn(field, rf, site):
    request = rf.get("/")
    request._wagtail_site = site
    value = field.to_python([{"type": "polls_poll", "value": "Ja?", "id": "1"}, *RAW])
    return value.stream_block.render(value, context={"request": request})


def test_blocks_are_drawn_only_where_their_plugin_is_active(plug, field, rf, site):
    plug("polls", stream_blocks=lambda: [("polls_poll", blocks.CharBlock())])
    assert "Ja?" in drawn(field, rf, site)

    PluginSettings.objects.create(site=site, chosen={"polls": False})
    assert "Ja?" not in drawn(field, rf, Site.objects.get(pk=site.pk))


def test_a_block_that_fails_leaves_the_page_standing(plug, field, rf, site, caplog):
    plug("polls", stream_blocks=lambda: [("polls_poll", BrokenBlock())])

    assert "<p>b</p>" in drawn(field, rf, site)
    assert [(record.plugin, record.hook) for record in caplog.records] == [("polls", "stream_blocks")]


def test_a_field_takes_blocks_as_pairs():
    body = PluggableStreamField([("text", blocks.CharBlock())])

    assert list(body.clone().block_types_arg) == list(body.block_types_arg)
