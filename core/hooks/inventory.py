"""What hangs on a plugin: its pages on a site, and the rows of its models."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import ngettext
from wagtail.models import Page, Site

from .contracts import Text

MAX_STEPS = 4


@dataclass(frozen=True)
class Holding:
    """So many things of one kind."""

    count: int
    label: Text


def holdings(slug: str, site: Site) -> list[Holding]:
    """Return what a plugin holds on ``site``, pages first; kinds without rows are left out.

    Rows whose model does not lead to a site are counted for all sites together.
    """
    pages = _count_pages(slug, site)
    found = [Holding(pages, ngettext("Seite", "Seiten", pages))]
    found += [_hold_rows(model, site) for model in _plain_models(slug)]
    return [holding for holding in found if holding.count]


def _hold_rows(model: type[models.Model], site: Site) -> Holding:
    count = _count_rows(model, site)
    names = model._meta
    return Holding(count, (names.verbose_name if count == 1 else names.verbose_name_plural) or "")


def _models(slug: str) -> Iterator[type[models.Model]]:
    for label in settings.PLUGIN_REGISTRY.labels_of(slug):
        yield from apps.get_app_config(label).get_models()


def _plain_models(slug: str) -> Iterator[type[models.Model]]:
    return (model for model in _models(slug) if not issubclass(model, Page) and not model._meta.proxy)


def _count_pages(slug: str, site: Site) -> int:
    kinds = [model for model in _models(slug) if issubclass(model, Page)]
    if not kinds:
        return 0
    return Page.objects.type(*kinds).descendant_of(site.root_page, inclusive=True).count()


def _count_rows(model: type[models.Model], site: Site) -> int:
    rows = model._base_manager.all()
    path = path_to_site(model)
    return rows.filter(**{path: site}).count() if path else rows.count()


def path_to_site(model: type[models.Model]) -> str:
    """Return the shortest look-up from a model to its site by foreign keys ("session__workshop__site"), or ""."""
    queue = deque([(model, "")])
    seen = {model}
    while queue:
        current, path = queue.popleft()
        for field in current._meta.concrete_fields:
            target = field.related_model
            if not isinstance(target, type) or not field.is_relation or target in seen:
                continue
            if issubclass(target, Site):
                return f"{path}{field.name}"
            seen.add(target)
            if path.count("__") < MAX_STEPS:
                queue.append((target, f"{path}{field.name}__"))
    return ""
