"""Whatever type of page core or a plugin brings: it is previewed, copied, published by the clock and translated."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from core.directory.slugs import german_slug
from core.hooks.models import PluginSettings
from core.pages.attached import OWN_DATES
from core.pages.models import AllmendePage, HomePage, IdentityPage
from core.pages.models.indexes import IndexPage
from core.processes.jobs import publish_scheduled

pytestmark = pytest.mark.django_db

TYPES = sorted(
    (model for model in apps.get_models() if issubclass(model, AllmendePage)), key=lambda model: model._meta.label
)
HOUR = dt.timedelta(hours=1)

each_type = pytest.mark.parametrize("model", TYPES, ids=lambda model: model._meta.label)


@pytest.fixture(autouse=True)
def _all_plugins_are_active(town, settings):
    PluginSettings.objects.update_or_create(
        site=town.site, defaults={"chosen": dict.fromkeys(settings.PLUGIN_REGISTRY.manifests, True)}
    )


def parent_for(model: type[Page], site: Any) -> Page:
    """Return a page below which the type may stand, made if needed."""
    if model is HomePage:
        return Page.get_first_root_node()
    if HomePage in model.allowed_parent_page_models():
        return site.root_page.specific
    above = next(found for found in model.allowed_parent_page_models() if found is not model)
    return above.objects.first() or make(above, site, live=True)


def make(model: type[Page], site: Any, *, title: str = "Ein Beispiel", live: bool = False) -> Any:
    """Make a page with hardly anything on it, a draft unless it shall be live."""
    parent = parent_for(model, site)
    if issubclass(model, IndexPage):
        model.objects.child_of(parent).delete()
        parent.refresh_from_db()
    page = model(
        title=title,
        slug=f"{german_slug(title)}-{model._meta.model_name}",
        live=False,
        locale=parent.locale or Locale.get_default(),
    )
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    return model.objects.get(pk=page.pk)


class FormReader(HTMLParser):
    """Collects what a browser would send of a form that nobody has touched."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._area = ""
        self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and given.get("type") not in {"checkbox", "radio", "file", "submit"}:
            self.fields[name] = given.get("value") or ""
        elif tag == "input" and name and "checked" in given:
            self.fields[name] = given.get("value") or "on"
        elif tag == "textarea" and name:
            self._area, self.fields[name] = name, ""
        elif tag == "select":
            self._choice = name
        elif tag == "option" and self._choice and ("selected" in given or self._choice not in self.fields):
            self.fields[self._choice] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area
        self._choice = "" if tag == "select" else self._choice


def drawn(client: Any, url: str, model: type[Page], **fields: Any) -> dict[str, str]:
    """Return what the page editor at `url` would send; streams are empty, since scripts draw them."""
    reader = FormReader()
    response = client.get(url)
    assert response.status_code == 200
    reader.feed(response.content.decode())
    streams = {f"{field.name}-count": "0" for field in model._meta.get_fields() if isinstance(field, StreamField)}
    return {**reader.fields, **streams, **fields}


def with_date(page: Any) -> tuple[type[models.Model], str] | None:
    """Give the thing behind a page a date, if it can have one; returns the dates' model and their way to it."""
    if page._meta.label == "workshops.WorkshopPage":
        from plugins.workshops.models import SessionDate
        from tests.plugins.workshops.factories import make_session

        make_session(workshop=page.identity)
        return SessionDate, "workshop"
    for dates, owner in OWN_DATES:
        if isinstance(page, IdentityPage) and dates._meta.get_field(owner).related_model is page.identity_model:
            start = timezone.now() + 24 * HOUR
            dates.objects.create(**{owner: page.identity}, starts_at=start, ends_at=start + HOUR)
            return dates, owner
    return None


@each_type
def test_it_is_shown_and_previewed_in_every_mode(client, town, model):
    page = make(model, town.site, live=True)
    assert client.get(page.url).status_code == 200 or model is HomePage
    page.title = "Noch nicht gespeichert"
    for mode, _label in page.preview_modes:
        shown = page.make_preview_request(preview_mode=mode)
        assert shown.status_code == 200
        assert "Noch nicht gespeichert" in shown.render().content.decode()
    assert model.objects.get(pk=page.pk).title == "Ein Beispiel"


@each_type
def test_an_editor_sees_it_before_it_is_saved(as_admin, town, model):
    parent = parent_for(model, town.site)
    if issubclass(model, IndexPage):
        model.objects.child_of(parent).delete()
    kind = [model._meta.app_label, model._meta.model_name, parent.pk]
    add = reverse("wagtailadmin_pages:add", args=kind)
    sent = drawn(as_admin, add, model, title="Ganz neu", slug="ganz-neu")
    preview = reverse("wagtailadmin_pages:preview_on_add", args=kind)
    assert as_admin.post(preview, sent).json()["is_valid"]
    assert "Ganz neu" in as_admin.get(preview, {"mode": ""}).content.decode()
    assert not Page.objects.filter(title="Ganz neu").exists()


@each_type
def test_its_copy_is_a_thing_of_its_own_without_dates(as_admin, town, model):
    page = make(model, town.site, live=True)
    dates = with_date(page)
    sent = {"new_title": "Eine Kopie", "new_slug": "eine-kopie", "new_parent_page": page.get_parent().pk}
    response = as_admin.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {**sent, "publish_copies": "on"})
    copy = model.objects.filter(slug="eine-kopie").first()
    if model.max_count_per_parent == 1:
        assert copy is None  # there is one of each
        assert response.status_code in {200, 302}
        return
    assert copy is not None
    assert as_admin.get(copy.url).status_code == 200 or model is HomePage
    if isinstance(page, IdentityPage):
        assert copy.identity.pk != page.identity.pk
    if dates:
        rows, owner = dates
        assert [rows.objects.filter(**{owner: found.identity}).count() for found in (page, copy)] == [1, 0]


@each_type
def test_it_goes_live_by_the_clock(client, town, model):
    page = make(model, town.site)
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    publish_scheduled()
    assert not Page.objects.get(pk=page.pk).live
    with time_machine.travel(timezone.now() + 2 * HOUR):
        publish_scheduled()
    page = model.objects.get(pk=page.pk)
    assert page.live
    assert client.get(page.url).status_code == 200 or model is HomePage
    if isinstance(page, IdentityPage):
        assert page.identity.first_published_at is not None


@each_type
def test_it_is_translated(client, town, model):
    page = make(model, town.site, live=True)
    translated = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    translated.title = "An example"
    translated.save_revision().publish()
    if model is not HomePage:  # this one belongs to no site
        assert translated.url.startswith("/en/")
        shown = client.get(translated.url)
        assert shown.status_code == 200
        assert "An example" in shown.content.decode()
    if isinstance(page, IdentityPage):
        assert translated.identity == page.identity
