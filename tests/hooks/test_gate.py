"""What is not active, or not there any more, is out of reach: for visitors, and for editors without an error page."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.urls import reverse
from wagtail.models import Page, Site

from core.hooks import gate
from core.hooks.activation import active_slugs, effective, is_model_active, shown_pages
from core.hooks.models import PluginSettings
from core.hooks.registry import PluginError, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return Site.objects.select_related("root_page").get(is_default_site=True)


@pytest.fixture
def make_page():
    """Add a page of core below another."""

    def make_page(parent, slug):
        return parent.add_child(instance=apps.get_model("core", "ContentPage")(title=slug.title(), slug=slug))

    return make_page


@pytest.fixture
def poll(site, make_page):
    return make_page(site.root_page, "abstimmung")


def orphaned(page):
    """Make a page one whose plugin is gone: its content type names a model that no app has."""
    gone, _ = ContentType.objects.get_or_create(app_label="polls", model="pollpage")
    Page.objects.filter(pk=page.pk).update(content_type=gone)
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def orphan(poll):
    return orphaned(poll)


@pytest.fixture
def borrowed(registry):
    """Core's pages belong to a plugin for a moment, so that a real page type can be switched off."""
    registry.labels["core"] = "polls"


def switch(site, **chosen):
    PluginSettings.objects.update_or_create(site=site, defaults={"chosen": chosen})
    setting = PluginSettings.objects.get(site=site)
    setting.save()
    vars(site).pop("_active_plugins", None)


# -- activation ----------------------------------------------------------------------------------


def test_a_plugin_keeps_its_own_default_until_somebody_chooses(plug, site):
    plug("polls", active=True)
    plug("votes", active=False)

    assert {"polls", "votes"} & active_slugs(site) == {"polls"}

    switch(site, polls=False, votes=True)
    assert {"polls", "votes"} & active_slugs(site) == {"votes"}


def test_a_plugin_without_the_ones_it_needs_is_not_active(plug, registry):
    plug("polls")
    plug("votes", depends=("polls",))

    assert "votes" in effective({}, registry.manifests)
    assert "votes" not in effective({"polls": False}, registry.manifests)


def test_sites_choose_for_themselves(plug, site, poll):
    plug("polls")
    other = Site.objects.create(hostname="anders.example.org", root_page=poll)
    switch(other, polls=False)

    assert ("polls" in active_slugs(site), "polls" in active_slugs(other)) == (True, False)


def test_asking_again_costs_nothing(plug, site, django_assert_num_queries):
    active_slugs(site)
    with django_assert_num_queries(0):
        active_slugs(site)
        active_slugs(Site(pk=site.pk))


def test_models_of_core_are_always_active(site):
    assert is_model_active(Page, site)


def test_page_types_of_an_inactive_plugin_are_not_offered(site):
    model = apps.get_model("workshops", "WorkshopPage")
    assert is_model_active(model, site)

    switch(site, workshops=False)
    assert not is_model_active(model, site)
    assert not model.can_create_at(site.root_page)


def test_listings_leave_out_pages_of_inactive_and_of_missing_plugins(plug, borrowed, poll, site):
    plug("polls")
    assert poll.page_ptr in shown_pages(Page.objects.all(), site)

    switch(site, polls=False)
    assert poll.page_ptr not in shown_pages(Page.objects.all(), site)


def test_listings_leave_out_orphans(orphan, site):
    assert orphan not in shown_pages(Page.objects.all(), site)


# -- visitors ------------------------------------------------------------------------------------


def request_to(namespace, site):
    return SimpleNamespace(resolver_match=SimpleNamespace(namespaces=[namespace]), _wagtail_site=site)


@pytest.mark.parametrize("namespace", ["polls"])
def test_urls_of_an_inactive_plugin_are_not_found(plug, site, namespace):
    plug("polls")
    middleware = gate.PluginGateMiddleware(lambda request: None)
    assert middleware.process_view(request_to(namespace, site), None, (), {}) is None

    switch(site, polls=False)
    with pytest.raises(Http404):
        middleware.process_view(request_to(namespace, site), None, (), {})


def test_a_built_in_plugin_can_be_switched_off(site, client):
    assert client.get("/kalender/").status_code == 200

    switch(site, calendars=False)
    assert client.get("/kalender/").status_code == 404


def test_pages_of_an_inactive_plugin_are_not_found(plug, borrowed, poll, site, client):
    plug("polls")
    assert client.get("/abstimmung/").status_code == 200

    switch(site, polls=False)
    assert client.get("/abstimmung/").status_code == 404


def test_a_page_without_its_plugin_is_not_found(orphan, client):
    assert client.get("/abstimmung/").status_code == 404


def test_a_page_whose_plugin_could_not_be_loaded_comes_back_later(orphan, client, registry):
    registry.record(PluginError("polls", "RuntimeError: broken models", Stage.MODELS))

    response = client.get("/abstimmung/")

    assert (response.status_code, response["Retry-After"]) == (503, "3600")


def test_a_broken_hook_leaves_no_page_waiting(orphan, client, registry):
    registry.record(PluginError("polls", "unknown hook", Stage.HOOKS))

    assert client.get("/abstimmung/").status_code == 404


# -- editors -------------------------------------------------------------------------------------

VIEWS = ["edit", "copy", "move", "delete", "unpublish", "view_draft", "add_subpage", "history", "usage", "set_privacy"]


@pytest.mark.parametrize("view", VIEWS)
def test_an_editor_is_sent_back_from_a_page_without_its_plugin(orphan, admin_client, site, view):
    response = admin_client.get(reverse(f"wagtailadmin_pages:{view}", args=[orphan.pk]), follow=True)

    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_explore", args=[site.root_page_id])
    assert "nicht geladen" in response.content.decode()


def test_a_page_without_its_plugin_is_still_listed(orphan, admin_client, site):
    response = admin_client.get(reverse("wagtailadmin_explore", args=[site.root_page_id]))

    assert "Abstimmung" in response.content.decode()


def test_a_stranger_learns_nothing_about_it(orphan, client):
    response = client.get(reverse("wagtailadmin_pages:edit", args=[orphan.pk]))

    assert "/login/" in response["Location"]


@pytest.mark.parametrize("action", ["delete", "copy", "unpublish"])
def test_taking_along_such_a_page_below_is_refused(poll, make_page, admin_client, action):
    orphan = orphaned(make_page(poll, "frage"))

    url = reverse(f"wagtailadmin_pages:{action}", args=[poll.pk])
    response = admin_client.post(url, {"include_descendants": "on"}, follow=True)

    assert "nicht geladen" in response.content.decode()
    assert Page.objects.filter(pk=orphan.pk, live=True).exists()


def test_what_leaves_such_a_page_below_in_peace_is_allowed(poll, make_page, site, admin_client):
    orphan = orphaned(make_page(poll, "frage"))
    there = make_page(site.root_page, "dort")

    url = reverse("wagtailadmin_pages:move_confirm", args=[poll.pk, there.pk])
    assert admin_client.post(url, {"next": "/admin/"}).status_code == 302
    url = reverse("wagtailadmin_pages:unpublish", args=[poll.pk])
    assert admin_client.post(url).status_code == 302

    orphan.refresh_from_db()
    poll.refresh_from_db()
    assert (orphan.url_path, poll.live) == (f"{there.url_path}abstimmung/frage/", False)


def test_deleting_many_with_such_a_page_is_refused(orphan, admin_client, site):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    response = admin_client.post(f"{url}?id={orphan.pk}&next=/admin/", follow=True)

    assert "nicht geladen" in response.content.decode()
    assert Page.objects.filter(pk=orphan.pk).exists()


def test_other_pages_are_edited_as_ever(poll, admin_client):
    assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[poll.pk])).status_code == 200
