"""Find plugins and read their manifests, before Django is set up.

Called while the settings load: nothing imported here, nor by a plugin's `plugin.py` or `apps.py`, may import a model.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

import pluggy
from django.apps import AppConfig
from packaging.specifiers import SpecifierSet

from . import reserved
from .contracts import Manifest
from .markers import PROJECT, hookspec
from .registry import PluginError, Registry, Stage

logger = logging.getLogger("allmende.plugins")

ENTRY_POINT_GROUP = "allmende.plugins"
BUILTIN_PACKAGE = "plugins"
#: Environment: {slug: reason} as JSON, of plugins that were found to stop the start (see `core.hooks.probe`).
BROKEN = "PLUGINS_BROKEN"


class BootSpecs:
    """What is asked while the settings load. Implement it in the plugin's `plugin.py`."""

    @hookspec(firstresult=True)
    def manifest(self) -> Manifest:
        """Return the plugin's `Manifest`."""
        raise NotImplementedError


@dataclass(frozen=True)
class Candidate:
    """A plugin that was found and not looked into yet."""

    name: str
    source: str
    version: str
    load: Callable[[], ModuleType]


def load_plugins(*, version: str, disabled: Iterable[str] = (), strict: bool = False) -> Registry:
    """Load the built-in plugins, then those of installed packages.

    ``version`` is Allmende's own, ``disabled`` holds slugs (or entry-point names) to pass over. A plugin that cannot be
    loaded is left out and recorded in `Registry.failures`; with ``strict`` its `PluginError` is raised instead.
    """
    registry = Registry()
    disabled, broken = frozenset(disabled), broken_before()
    for candidate in find_candidates(version):
        if candidate.name in disabled:
            continue
        try:
            _admit(registry, candidate, version, disabled, broken)
        except (Exception, SystemExit) as error:  # noqa: BLE001 -- whatever a plugin does, the site starts
            _fail(registry, PluginError.wrap(candidate.name, error), strict=strict, cause=error)
    _order_by_dependency(registry, strict=strict)
    return registry


def broken_before() -> dict[str, str]:
    """Return {slug: reason} of the plugins that a probe before this process found to stop the start."""
    return json.loads(os.environ.get(BROKEN) or "{}")


def find_candidates(version: str) -> Iterator[Candidate]:
    """Yield the packages below `plugins/` that have a `plugin.py`, then the entry points of the group, by name."""
    folders = import_module(BUILTIN_PACKAGE).__path__
    for name in sorted({file.parent.name for folder in folders for file in Path(folder).glob("*/plugin.py")}):
        path = f"{BUILTIN_PACKAGE}.{name}.plugin"
        yield Candidate(name, path, version, partial(import_module, path))
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda found: found.name):
        yield _from_entry_point(point)


def _from_entry_point(point: EntryPoint) -> Candidate:
    version = point.dist.version if point.dist else ""
    source = f"{point.dist.name} {version}" if point.dist else point.value
    return Candidate(point.name, source, version, point.load)


def _admit(
    registry: Registry, candidate: Candidate, version: str, disabled: frozenset[str], broken: dict[str, str]
) -> None:
    manifest = read_manifest(candidate)
    slug = manifest.slug
    if slug in disabled:
        return
    if slug in broken:
        raise PluginError(slug, broken[slug], Stage.MODELS)
    _check_version(candidate, manifest, version)
    _check_names(registry, candidate, manifest)
    configs = _app_configs(registry, candidate, manifest)
    registry.manifests[slug] = manifest
    registry.sources[slug] = candidate.source
    registry.versions[slug] = candidate.version
    registry.labels |= {config.label: slug for config in configs}
    registry.modules |= {config.name: slug for config in configs}


def read_manifest(candidate: Candidate) -> Manifest:
    """Import the plugin's `plugin.py` and return what its `manifest()` says."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(BootSpecs)
    manager.register(candidate.load(), candidate.name)
    for name, caller in vars(manager.hook).items():
        if not caller.has_spec():
            raise PluginError(candidate.name, f"plugin.py has only manifest(), unknown hook {name!r}", Stage.CONTRACT)
    manifest = manager.hook.manifest()
    if not isinstance(manifest, Manifest):
        raise PluginError(candidate.name, f"manifest() returned {manifest!r}, not a Manifest", Stage.CONTRACT)
    return manifest


def _check_version(candidate: Candidate, manifest: Manifest, version: str) -> None:
    if manifest.requires and not SpecifierSet(manifest.requires).contains(version, prereleases=True):
        raise PluginError(candidate.name, f"needs Allmende {manifest.requires}, this is {version}", Stage.VERSION)


def _check_names(registry: Registry, candidate: Candidate, manifest: Manifest) -> None:
    slug, prefix = manifest.slug, manifest.prefix
    if slug in registry.manifests:
        raise PluginError(candidate.name, f"slug {slug!r} is taken by {registry.sources[slug]}", Stage.NAME)
    if slug in reserved.SLUGS:
        raise PluginError(candidate.name, f"slug {slug!r} is reserved", Stage.NAME)
    if not isinstance(prefix, str):
        return  # translatable: compared when Django can translate, see `core.hooks.urls`
    if prefix.partition("/")[0] in reserved.PREFIXES:
        raise PluginError(candidate.name, f"url_prefix {prefix!r} is reserved", Stage.NAME)
    for other in registry.manifests.values():
        if isinstance(other.prefix, str) and other.prefix == prefix:
            raise PluginError(candidate.name, f"url_prefix {prefix!r} is taken by {other.slug!r}", Stage.NAME)


def _app_configs(registry: Registry, candidate: Candidate, manifest: Manifest) -> list[AppConfig]:
    """Return the apps as Django will set them up: labels are never guessed from the modules' names."""
    configs = [AppConfig.create(entry) for entry in manifest.apps]
    if configs[0].label != manifest.slug:
        problem = f"its first app has the label {configs[0].label!r}: set label = {manifest.slug!r} in its AppConfig"
        raise PluginError(candidate.name, problem, Stage.CONTRACT)
    taken = {*registry.labels, *reserved.SLUGS}
    for config in configs:
        if config.label in taken:
            raise PluginError(candidate.name, f"app label {config.label!r} is taken", Stage.NAME)
        taken.add(config.label)
    return configs


def _order_by_dependency(registry: Registry, *, strict: bool) -> None:
    """Put every plugin after those it depends on; leave out one whose dependency is missing or circular."""
    while failure := _first_unmet(registry.manifests):
        registry.drop(failure.plugin)
        _fail(registry, failure, strict=strict)
    order = TopologicalSorter({slug: manifest.depends for slug, manifest in registry.manifests.items()}).static_order()
    registry.manifests = {slug: registry.manifests[slug] for slug in order}


def _first_unmet(manifests: dict[str, Manifest]) -> PluginError | None:
    for slug, manifest in manifests.items():
        if missing := [needed for needed in manifest.depends if needed not in manifests]:
            return PluginError(slug, f"depends on {', '.join(missing)}, not loaded", Stage.DEPENDENCY)
    try:
        TopologicalSorter({slug: manifest.depends for slug, manifest in manifests.items()}).prepare()
    except CycleError as error:
        circle = error.args[1]
        return PluginError(circle[0], f"dependency cycle: {' -> '.join(circle)}", Stage.DEPENDENCY)
    return None


def _fail(registry: Registry, failure: PluginError, *, strict: bool, cause: BaseException | None = None) -> None:
    unexpected = cause if cause is not failure else None
    if strict:
        raise failure from unexpected
    logger.error("%s; left out", failure, exc_info=unexpected, extra={"plugin": failure.plugin})
    registry.record(failure)
