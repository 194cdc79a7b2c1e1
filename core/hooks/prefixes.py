"""Translatable URL prefixes: compared once Django can translate."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation

from . import reserved
from .registry import PluginError, Registry, Stage


def find_conflicts(registry: Registry) -> list[PluginError]:
    """Return a failure for each plugin whose prefix, in any language, belongs to core or to a plugin before it.

    Prefixes that are the same in every language were compared while the plugins were loaded.
    """
    if all(isinstance(manifest.url_prefix, str) for manifest in registry.manifests.values()):
        return []
    taken: dict[tuple[str, str], str] = {}
    failures: dict[str, PluginError] = {}
    for language, slug, prefix in _prefixes(registry):
        reserved_by_core = prefix.partition("/")[0] in reserved.PREFIXES
        owner = "core" if reserved_by_core else taken.setdefault((language, prefix), slug)
        if owner != slug:
            problem = f"url_prefix {prefix!r} ({language}) is taken by {owner!r}"
            failures.setdefault(slug, PluginError(slug, problem, Stage.HOOK))
    return list(failures.values())


def _prefixes(registry: Registry) -> Iterator[tuple[str, str, str]]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for slug, manifest in registry.manifests.items():
                yield language, slug, str(manifest.prefix)
