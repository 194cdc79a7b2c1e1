"""Driving Wagtail's page editor as a browser does."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from wagtail.models import Page

AUTOSAVE = {"HTTP_ACCEPT": "application/json"}


def form_data(page: Page | None = None, **fields: Any) -> dict[str, Any]:
    """Return what the editor's form sends: an empty body, and for an existing page its own words."""
    words = {"title": page.title, "slug": page.slug, "lead": getattr(page, "lead", "")} if page else {"lead": ""}
    seen = {}
    if page is not None and hasattr(page, "identity_model"):
        form = type(page).get_edit_handler().get_form_class()(instance=page, parent_page=page.get_parent())
        seen = {"identity_seen": form.initial["identity_seen"], **_drawn(form)}
    return {**words, "body-count": "0", "picture": "", **seen, **fields}


def _drawn(form: Any) -> dict[str, Any]:
    """The values that the form draws for the identity's own fields."""
    values = {name: form[name].value() for name in form.identity_fields}
    return {name: "" if value is None else value for name, value in values.items()}


def add_url(parent: Page, model: type[Page]) -> str:
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def create(client: Any, parent: Page, model: type[Page], **fields: Any) -> Any:
    """Save a new page by hand."""
    return client.post(add_url(parent, model), form_data(**fields))


def autocreate(client: Any, parent: Page, model: type[Page], **fields: Any) -> Any:
    """Let the editor save a new page by itself; returns what it answers."""
    response = client.post(add_url(parent, model), form_data(**fields), **AUTOSAVE)
    return json.loads(response.content)


def autosave(client: Any, page: Page, **fields: Any) -> Any:
    """Let the editor save a page by itself; returns what it answers."""
    response = client.post(edit_url(page), form_data(page, **fields), **AUTOSAVE)
    return json.loads(response.content)


def save(client: Any, page: Page, **fields: Any) -> Any:
    """Save a page by hand."""
    return client.post(edit_url(page), form_data(page, **fields))


def publish(client: Any, page: Page, **fields: Any) -> Any:
    """Publish a page in the editor."""
    return save(client, page, **{"action-publish": "1", **fields})
