"""An editor of one organisation walks through every address of the admin with the keys of another organisation.

The addresses come from the URLconf, so a new view of core or of a plugin is walked through by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Task, Workflow
from wagtail.permissions import policy_registry

from tests.pages.editor import form_data

from .world import SECRET, World, build, foreign_row, now_stored

PREFIXES = ("admin/", "django-admin/")
#: Where those are sent who may not: to the log-in, as editors are no staff of Django's own admin.
ELSEWHERE = ("/konto/", "/django-admin/login/")

#: Whose keys the parameters of addresses without a model are.
MODELS = {
    "wagtailadmin_api:pages": Page,
    "wagtailadmin_api:documents": get_document_model(),
    "wagtailadmin_api:images": get_image_model(),
    "wagtailadmin_pages": Page,
    "wagtailadmin_workflows:usage": Workflow,
    "wagtailadmin_workflows:edit_task": Task,
    "wagtailadmin_workflows:enable_task": Task,
    "wagtailadmin_workflows:disable_task": Task,
    "wagtailadmin_workflows": Workflow,
    "wagtaildocs_chooser": get_document_model(),
}
#: Addresses that carry a key and still answer: what they show is public, shared, or the editor's own.
HARMLESS = {
    "wagtailadmin_choose_page_child",  # the public pages below a public page
    "wagtailadmin_explore",  # leads to the own part of the tree
    "wagtailadmin_explore_results",
    "wagtailadmin_pages:choose_parent",
    "wagtailadmin_pages:type_use",  # the own pages of a type
    "wagtailadmin_pages:type_use_results",
    "wagtailadmin_pages:revisions_index",  # leads to the history, which refuses
    "wagtailadmin_pages:confirm_workflow_cancellation",  # a sentence that names nothing
    "wagtailadmin_workflows:task_chosen",  # tasks are shared
    "wagtailadmin_editing_sessions:release",  # the own ones
    "wagtail_bulk_action",  # has a test of its own
}
#: Log-in and log-out, an error on purpose, and one that fails without its form.
NOT_WALKED = {
    "wagtailadmin_logout",
    "wagtailadmin_error_test",
    "wagtailadmin_login",
    "wagtailadmin_choose_page_external_link",
}


#: Parameters that name a model together.
PAIRS = (
    ("content_type_app_name", "content_type_model_name"),
    ("app_label", "model_name"),
    ("app_name", "model_name"),
)


# -- the addresses -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf."""

    route: str
    name: str
    parameters: tuple[str, ...]
    model: type[Model] | None


def addresses() -> list[Address]:
    """Return every address of the admin once."""
    found = {one.route: one for one in walk(get_resolver().url_patterns) if one.route.startswith(PREFIXES)}
    return [one for one in found.values() if one.name not in NOT_WALKED and "stats.json" not in one.route]


def walk(patterns: list[Any], route: str = "", namespaces: tuple[str, ...] = ()) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from walk(pattern.url_patterns, here, inner)
        else:
            name = ":".join((*namespaces, pattern.name or ""))
            yield Address(here, name, tuple(pattern.pattern.regex.groupindex), model_of(pattern, name))


def model_of(pattern: URLPattern, name: str) -> type[Model] | None:
    """Return the model that a view is about."""
    for start, model in MODELS.items():
        if name == start or name.startswith(f"{start}:"):
            return model
    view: Any = pattern.callback
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    view_class = getattr(pattern.callback, "view_class", None) or getattr(view, "view_class", None)
    model = getattr(view, "view_initkwargs", {}).get("model") or getattr(view_class, "model", None)
    return model if isinstance(model, type) else None


def urls(address: Address, world: World) -> Iterator[str]:
    """Give the address with foreign keys, for every kind of thing that it can be about."""
    for arguments in fillings(address, world):
        try:
            yield reverse(address.name, kwargs=arguments)
        except NoReverseMatch:  # without a name
            yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match, given=arguments: str(given[match[1]]), address.route)


def fillings(address: Address, world: World) -> Iterator[dict[str, Any]]:
    """Give values for the parameters: one by one, and label and model as a pair."""
    pair = next((pair for pair in PAIRS if set(pair) <= set(address.parameters)), ())
    single = [name for name in address.parameters if name not in pair]
    choices = [[(name, value) for value in values_for(name, address, world)] for name in single]
    for chosen in product(*choices):
        for kind in kinds_of(pair, world):
            yield {**dict(chosen), **dict(zip(pair, kind, strict=True))}


def kinds_of(pair: tuple[str, ...], world: World) -> list[tuple[str, ...]]:
    if not pair:
        return [()]
    if pair == PAIRS[0]:
        return [("core", "eventpage"), ("workshops", "workshoppage")]
    return [(model._meta.app_label, model._meta.model_name or "") for model in world.foreign_rows]


def values_for(name: str, address: Address, world: World) -> list[Any]:
    """Return what a parameter can be."""
    if name in world.arguments:
        return [world.arguments[name]]
    if name in {"pk", "workflow_pk", "task_id", "object_id"} and address.model is not None:
        return [foreign_row(address.model, world.foreign_rows).pk]
    if name == "owner" and address.model is not None:
        way = policy_registry.get_by_type(address.model).owner.partition("__")[0]
        return [getattr(foreign_row(address.model, world.foreign_rows), way).pk]
    return ["copy", "delete", "publish", "revert_to_page_revision"] if name == "action_name" else ["1"]


def bulk_actions() -> list[tuple[str, str, str]]:
    """Return label, model and name of every bulk action that is registered."""
    bulk_action_registry._scan_for_bulk_actions()
    tree = bulk_action_registry.actions
    return [(label, model, name) for label in tree for model in tree[label] for name in tree[label][model]]


# -- the walk ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    """Build everything once; each test sees it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = build()
        for address in addresses():
            if address.model is not None and address.parameters:
                foreign_row(address.model, made.foreign_rows)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None) -> World:
    return built


@pytest.fixture
def as_editor(client: Any, world: World) -> Any:
    client.force_login(world.editor)
    return client


def is_refused(response: HttpResponseBase) -> bool:
    if response.status_code in {301, 302}:
        return response.headers["Location"].startswith(ELSEWHERE) or response.headers["Location"] == "/admin/"
    return response.status_code in {400, 403, 404, 405}


def leaks(response: HttpResponseBase) -> bool:
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    return SECRET.lower() in body.decode(errors="ignore").lower()


def ask(client: Any, url: str, data: dict[str, Any] | None = None) -> tuple[HttpResponseBase, HttpResponseBase]:
    """Look and send; what a view refuses half way is undone, as in a request of its own."""
    with transaction.atomic():
        return client.get(url, data), client.post(url, data or {})


def test_no_address_with_a_foreign_key_answers(as_editor, world):
    before = now_stored()
    open_ones = []
    for address in addresses():
        if not address.parameters or address.name in HARMLESS:
            continue
        for url in urls(address, world):
            answers = ask(as_editor, url)
            open_ones += [url for response in answers if not is_refused(response) or leaks(response)]
    assert open_ones == []
    assert now_stored() == before


def test_a_whole_form_sent_to_a_foreign_page_changes_nothing(as_editor, world):
    before = now_stored()
    sent = form_data(
        world.foreign_event,
        **{
            "title": "Übernommen",
            "action-publish": "1",
            "new_title": "Kopie",
            "new_slug": "kopie",
            "new_parent_page": world.own.pk,
            "next": "/admin/",
        },
    )
    for address in addresses():
        if address.name.startswith("wagtailadmin_pages:") and address.parameters and address.name not in HARMLESS:
            for url in urls(address, world):
                assert is_refused(as_editor.post(url, sent)), url
    assert now_stored() == before


def test_no_list_search_or_chooser_shows_anything_foreign(as_editor, world):
    found = []
    for address in addresses():
        if (address.parameters and address.name not in HARMLESS) or address.name in {"wagtail_bulk_action", "admin:"}:
            continue
        for url in urls(address, world):
            sheets = [{"export": "csv"}] if "index" in address.name or "reports" in address.name else []
            for query in ({}, {"q": SECRET[:8]}, *sheets):
                found += [f"{url} {query}"] if leaks(as_editor.get(url, query)) else []
    assert found == [], "\n".join(map(str, found))


def test_choosers_and_forms_take_no_foreign_key(as_editor, world):
    keys = sorted({row.pk for row in world.foreign_rows.values()})
    found = []
    for address in addresses():
        if address.name.endswith(("chosen_multiple", ":add")) and not address.parameters:
            url = reverse(address.name)
            found += [(url, pk) for pk in keys if leaks(as_editor.get(url, {"id": pk, "of": pk}))]
    assert found == [], "\n".join(map(str, found))


def test_no_bulk_action_touches_anything_foreign(as_editor, world):
    before = now_stored()
    rows = {model._meta.label_lower: row for model, row in world.foreign_rows.items()}
    for label, model, name in bulk_actions():
        url = f"{reverse('wagtail_bulk_action', args=[label, model, name])}?id={rows[f'{label}.{model}'].pk}"
        sent = {"collection": 1, "chooser": world.own.pk, "tags": "x", "role": 1}
        assert not any(leaks(response) for response in (as_editor.get(url), as_editor.post(url, sent))), url
    assert now_stored() == before
