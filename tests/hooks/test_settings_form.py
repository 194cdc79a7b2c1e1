"""The editors' choice of plugins: one box each, and nobody switches off unknowingly what people use."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Site

from core.hooks.activation import active_slugs
from core.hooks.inventory import holdings, path_to_site
from core.hooks.models import PluginSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return Site.objects.select_related("root_page").get(is_default_site=True)


@pytest.fixture
def url(site):
    return reverse("wagtailsettings:edit", args=["core", "pluginsettings", site.pk])


@pytest.fixture
def holding(plug, registry, site):
    """A plugin to which core's pages belong for a moment: something hangs on it."""
    plug("polls")
    registry.labels["core"] = "polls"
    site.root_page.add_child(instance=apps.get_model("core", "ContentPage")(title="Abstimmung", slug="abstimmung"))


def others(registry, *without):
    return {f"on_{slug}": "on" for slug in registry.manifests if slug not in without}


def test_there_is_a_box_for_every_plugin(plug, admin_client, url):
    plug("polls")
    plug("votes", active=False)

    html = admin_client.get(url).content.decode()

    assert html.count('name="on_polls"') == html.count('name="on_votes"') == 1
    assert 'name="off_' not in html


def test_a_plugin_without_anything_behind_it_is_switched_off_at_once(plug, registry, admin_client, url, site):
    plug("polls")

    admin_client.post(url, others(registry, "polls"))

    assert "polls" not in active_slugs(Site.objects.get(pk=site.pk))


def test_what_hangs_on_a_plugin_is_shown_and_must_be_confirmed(holding, registry, admin_client, url, site):
    asked = admin_client.post(url, others(registry, "polls")).content.decode()
    assert 'name="off_polls"' in asked
    pages = holdings("polls", site)[0]
    assert f"Auf dieser Website: {pages.count} {pages.label}" in asked
    assert "polls" in active_slugs(Site.objects.get(pk=site.pk))

    admin_client.post(url, {**others(registry, "polls"), "off_polls": "on"})
    assert "polls" not in active_slugs(Site.objects.get(pk=site.pk))


def test_a_plugin_needs_the_ones_it_depends_on(plug, registry, admin_client, url):
    plug("polls", active=False)
    plug("votes", active=False, depends=("polls",))

    response = admin_client.post(url, others(registry, "polls"))

    assert "Dieses Modul braucht auch „Polls“." in response.content.decode()
    assert not PluginSettings.objects.filter(chosen__votes=True).exists()


def test_the_choice_for_a_missing_plugin_is_kept(plug, registry, admin_client, url, site):
    PluginSettings.objects.create(site=site, chosen={"gone": True})
    plug("polls")

    admin_client.post(url, others(registry))

    assert PluginSettings.objects.get(site=site).chosen["gone"] is True


def test_a_change_is_seen_at_once(plug, site):
    plug("polls")
    setting = PluginSettings.objects.create(site=site)
    assert "polls" in active_slugs(site)

    setting.chosen = {"polls": False}
    setting.save()
    assert "polls" not in active_slugs(setting.site)
    assert "polls" not in active_slugs(Site.objects.get(pk=site.pk))

    setting.delete()
    assert "polls" in active_slugs(Site.objects.get(pk=site.pk))


def test_rows_are_counted_per_site_where_a_way_leads_there():
    assert path_to_site(PluginSettings) == "site"
    assert path_to_site(GroupPagePermission) == ""


def test_pages_of_another_site_do_not_count(holding, site):
    elsewhere = Page.get_first_root_node().add_child(instance=Page(title="Anders", slug="anders"))
    other = Site.objects.create(hostname="anders.example.org", root_page=elsewhere)

    assert [found.label for found in holdings("polls", other) if found.label.startswith("Seite")] == []
