"""Mount the plugins' URL patterns, each below its own prefix and in its own namespace."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLResolver, include, path
from django.utils import translation
from django.utils.text import format_lazy

from .contracts import Manifest, Text
from .dispatch import collect
from .manager import manager
from .prefixes import find_conflicts
from .registry import Registry

#: Ends the namespace of a plugin's URLs without language if it has URLs with one, too: Django finds only one of a name.
PLAIN = "-plain"


def plugin_urlpatterns(hook: str) -> list[URLResolver]:
    """Return one `include()` per plugin for the hook "urlpatterns" or "i18n_urlpatterns".

    The namespace is the plugin's slug. A plugin that has both kinds finds those without language in "<slug>-plain".
    """
    registry: Registry = settings.PLUGIN_REGISTRY
    barred = {failure.plugin for failure in find_conflicts(registry)}
    return [
        path(_route(registry.manifests[slug], hook), include((patterns, slug), namespace=_namespace(slug, hook)))
        for slug, patterns in collect(hook).by_plugin.items()
        if patterns and slug not in barred
    ]


def slug_of_namespace(namespace: str) -> str:
    """Return the plugin that a URL namespace belongs to."""
    return namespace.removesuffix(PLAIN)


def _route(manifest: Manifest, hook: str) -> Text:
    prefix = manifest.prefix
    if isinstance(prefix, str):
        return f"{prefix}/"
    if hook == "i18n_urlpatterns":
        return format_lazy("{}/", prefix)
    with translation.override(settings.LANGUAGE_CODE):
        return f"{prefix}/"


def _namespace(slug: str, hook: str) -> str:
    has_both = {"urlpatterns", "i18n_urlpatterns"}.issubset(manager.hooks_of(slug))
    return f"{slug}{PLAIN}" if has_both and hook == "urlpatterns" else slug
