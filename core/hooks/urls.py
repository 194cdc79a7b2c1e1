"""Mount the plugins' URL patterns, each below its own prefix and in its own namespace."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLResolver, include, path
from django.utils.text import format_lazy

from .contracts import Text
from .dispatch import collect
from .prefixes import find_conflicts
from .registry import Registry


def plugin_urlpatterns() -> list[URLResolver]:
    """Return one `include()` per plugin, its namespace being the plugin's slug; for use inside `i18n_patterns`."""
    registry: Registry = settings.PLUGIN_REGISTRY
    barred = {failure.plugin for failure in find_conflicts(registry)}
    return [
        path(_route(registry.manifests[slug].prefix), include((patterns, slug), namespace=slug))
        for slug, patterns in collect("i18n_urlpatterns").by_plugin.items()
        if patterns and slug not in barred
    ]


def _route(prefix: Text) -> Text:
    return f"{prefix}/" if isinstance(prefix, str) else format_lazy("{}/", prefix)
