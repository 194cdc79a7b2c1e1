"""Which plugins are active on which site."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import models, transaction
from wagtail.models import Page, PageQuerySet, Site, get_page_models

from .contracts import Manifest

CACHE_KEY = "allmende:active-plugins:{site}"
CACHE_SECONDS = 60


def active_slugs(site: Site) -> frozenset[str]:
    """Return the slugs of the plugins that are active on ``site``.

    A plugin without the ones it depends on is not active. Remembered on the `Site` object, which Wagtail keeps for one
    request, and for a minute in the cache.
    """
    known: frozenset[str] | None = getattr(site, "_active_plugins", None)
    if known is None:
        known = _through_cache(site)
        site._active_plugins = known  # type: ignore[attr-defined]
    return known


def _through_cache(site: Site) -> frozenset[str]:
    key = CACHE_KEY.format(site=site.pk)
    known = cache.get(key)
    if known is None:
        known = read_choice(site)
        cache.set(key, sorted(known), CACHE_SECONDS)
    return frozenset(known) & settings.PLUGIN_REGISTRY.manifests.keys()


def read_choice(site: Site) -> frozenset[str]:
    """Return the active plugins as the database says."""
    from .models import PluginSettings  # models are not ready when this module is imported

    chosen = PluginSettings.objects.filter(site=site).values_list("chosen", flat=True).first() or {}
    return effective(chosen, settings.PLUGIN_REGISTRY.manifests)


def effective(chosen: Mapping[str, bool], manifests: Mapping[str, Manifest]) -> frozenset[str]:
    """Return the slugs that ``chosen`` switches on, without those whose dependencies are off."""
    active: set[str] = set()
    for slug, manifest in manifests.items():  # in dependency order
        if chosen.get(slug, manifest.active_by_default) and active.issuperset(manifest.depends):
            active.add(slug)
    return frozenset(active)


def forget(site: Site | int) -> None:
    """Drop what is remembered about a site's plugins, now and when the transaction is committed."""
    if isinstance(site, Site):
        vars(site).pop("_active_plugins", None)
        site = site.pk
    key = CACHE_KEY.format(site=site)
    cache.delete(key)
    transaction.on_commit(partial(cache.delete, key))


def owner_of_model(model: type[models.Model]) -> str | None:
    """Return the slug of the plugin that a model belongs to; None for core, Wagtail and Django."""
    return settings.PLUGIN_REGISTRY.owner_of_label(model._meta.app_label)


def is_model_active(model: type[models.Model], site: Site) -> bool:
    """Whether a model may be used on ``site``: it belongs to an active plugin, or to none."""
    slug = owner_of_model(model)
    return slug is None or slug in active_slugs(site)


def shown_pages(pages: PageQuerySet, site: Site) -> PageQuerySet:
    """Leave out the pages that ``site`` does not show: of inactive plugins, and of plugins that are missing.

    For menus, listings, search and the sitemap. Costs no query.
    """
    shown = [model for model in get_page_models() if model is Page or is_model_active(model, site)]
    return pages.filter(content_type__in=ContentType.objects.get_for_models(*shown, for_concrete_models=False).values())
