"""The run-time plugin manager, filled in `CoreConfig.ready()`."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pluggy
from django.apps import apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule

from . import specs
from .contracts import Contract, OnError
from .markers import PROJECT
from .prefixes import find_conflicts
from .registry import PluginError, Registry, Stage

logger = logging.getLogger("allmende.plugins")


class HookManager(pluggy.PluginManager):
    """pluggy's manager, with what Allmende remembers about plugins that failed in this process."""

    def __init__(self) -> None:
        super().__init__(PROJECT)
        self.add_hookspecs(specs)
        #: Whether `register_hooks` has run: before, no plugin can be asked.
        self.is_ready = False
        #: Slugs of loaded plugins whose hooks could not be registered.
        self.unheard: set[str] = set()
        #: (slug, hook) that failed at their first use and are left out from then on.
        self.dropped: set[tuple[str, str]] = set()

    def contract_of(self, hook: str) -> Contract:
        """Return what the hook promises."""
        return getattr(self.hook, hook).spec.function.contract

    def specified(self) -> list[str]:
        """Return the names of all hooks that plugins may implement."""
        return sorted(name for name, caller in vars(self.hook).items() if caller.has_spec())

    def implementations(self, hook: str) -> Iterator[tuple[str, pluggy.HookImpl]]:
        """Yield (slug, implementation) in dependency order."""
        for implementation in reversed(getattr(self.hook, hook).get_hookimpls()):
            yield slug_of(implementation.plugin_name), implementation

    def hooks_of(self, slug: str) -> list[str]:
        """Return the names of the hooks that a plugin implements."""
        return [hook for hook in self.specified() if slug in {owner for owner, _ in self.implementations(hook)}]


manager = HookManager()


def slug_of(name: str) -> str:
    """Return the plugin of a registered module: a second app's hooks are registered as "slug:app"."""
    return name.partition(":")[0]


def register_hooks(registry: Registry) -> None:
    """Import the `hooks.py` of every plugin's apps and register them; one that is broken is left out and recorded."""
    # pluggy puts the last registered first; so registered in reverse, calls follow the order of dependency.
    for slug in reversed(registry.manifests):
        try:
            _register_plugin(registry, slug)
        except (Exception, SystemExit) as error:  # noqa: BLE001 -- whatever a plugin does, the site starts
            _unregister_plugin(slug)
            manager.unheard.add(slug)
            _fail(registry, PluginError.wrap(slug, error, Stage.HOOKS), "its hooks are left out", cause=error)
    for failure in find_conflicts(registry):
        _fail(registry, failure, "its URLs are left out")
    manager.is_ready = True


def _fail(registry: Registry, failure: PluginError, consequence: str, *, cause: BaseException | None = None) -> None:
    unexpected = cause if cause is not failure else None
    if settings.PLUGINS_STRICT:
        raise failure from unexpected
    logger.error("%s; %s", failure, consequence, exc_info=unexpected, extra={"plugin": failure.plugin})
    registry.record(failure)


def _register_plugin(registry: Registry, slug: str) -> None:
    for label in registry.labels_of(slug):
        config = apps.get_app_config(label)
        if config.module and module_has_submodule(config.module, "hooks"):
            register_module(slug if label == slug else f"{slug}:{label}", import_module(f"{config.name}.hooks"))


def register_module(name: str, module: ModuleType) -> None:
    """Register the hooks of one module under ``name``; refuse unknown names and arguments, and wrappers."""
    manager.register(module, name)
    for caller in manager.get_hookcallers(module) or ():
        if problem := _misfit(caller, module):
            manager.unregister(module)
            raise PluginError(slug_of(name), problem, Stage.HOOKS)


def _misfit(caller: pluggy.HookCaller, module: ModuleType) -> str:
    if not caller.has_spec():
        close = difflib.get_close_matches(caller.name, manager.specified(), n=1)
        return f"unknown hook {caller.name!r}" + (f", did you mean {close[0]!r}?" if close else "")
    mine = [found for found in caller.get_hookimpls() if found.plugin is module]
    if any(found.wrapper or found.hookwrapper for found in mine):
        return f"{caller.name} is a wrapper; hooks answer for themselves only"
    return ""


def _unregister_plugin(slug: str) -> None:
    for name, module in list(manager.list_name_plugin()):
        if module is not None and slug_of(name) == slug:
            manager.unregister(name=name)


def drop(hook: str, failure: PluginError) -> None:
    """Leave out one hook of a plugin in this process, and record why.

    Its other hooks stay: a plugin with a broken block must still be asked what hangs on a page.
    """
    if settings.PLUGINS_STRICT:
        raise failure
    manager.dropped.add((failure.plugin, hook))
    settings.PLUGIN_REGISTRY.record(failure)


def wire() -> None:
    """Ask every hook that is asked once per process, so that its failures are known."""
    from .dispatch import collect  # dispatch stands on this module

    for hook in manager.specified():
        if manager.contract_of(hook).on_error is OnError.DISABLE:
            collect(hook)
