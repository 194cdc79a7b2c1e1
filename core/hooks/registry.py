"""The plugins of this process and what is wrong with some of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from .contracts import Manifest


class Stage(enum.Enum):
    """Where a plugin failed. The value is a sentence that anybody may read."""

    BROKEN = "could not be loaded"
    CONTRACT = "does not keep to the contract"
    VERSION = "needs another version of Allmende"
    DEPENDENCY = "needs a plugin that is not loaded"
    NAME = "uses a name that is taken"
    MODELS = "its models cannot be imported"
    HOOKS = "its hooks could not be registered"
    HOOK = "one of its hooks failed"

    @property
    def left_out(self) -> bool:
        """Whether such a plugin is missing altogether: its pages have no model."""
        return self not in {Stage.HOOKS, Stage.HOOK}


class PluginError(Exception):
    """A plugin could not be loaded, or broke the contract of a hook."""

    def __init__(self, plugin: str, problem: str, stage: Stage = Stage.BROKEN):
        super().__init__(f"plugin {plugin!r}: {problem}")
        self.plugin = plugin
        self.problem = problem
        self.stage = stage

    @classmethod
    def wrap(cls, plugin: str, error: BaseException, stage: Stage = Stage.BROKEN) -> PluginError:
        """Return ``error`` itself if it is one already, else one that names it."""
        return error if isinstance(error, PluginError) else cls(plugin, f"{type(error).__name__}: {error}", stage)


@dataclass
class Registry:
    """The plugins of this process, each after those it depends on, and those that failed."""

    manifests: dict[str, Manifest] = field(default_factory=dict)
    #: slug → where the plugin comes from: the module, or "allmende-polls 0.3.0".
    sources: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    #: app label → slug, as the apps' own configurations say.
    labels: dict[str, str] = field(default_factory=dict)
    #: module of an app → slug.
    modules: dict[str, str] = field(default_factory=dict)
    failures: list[PluginError] = field(default_factory=list)

    def installed_apps(self) -> list[str]:
        """Return the entries for `INSTALLED_APPS`, in dependency order."""
        return [app for manifest in self.manifests.values() for app in manifest.apps]

    def owner_of_label(self, app_label: str) -> str | None:
        """Return the slug of the plugin that brought the app with this label; None for all other apps."""
        return self.labels.get(app_label)

    def owner_of_module(self, module: str) -> str | None:
        """Return the slug of the plugin in one of whose apps a module lies."""
        return next((slug for app, slug in self.modules.items() if f"{module}.".startswith(f"{app}.")), None)

    def labels_of(self, slug: str) -> list[str]:
        """Return the labels of a plugin's apps."""
        return [label for label, owner in self.labels.items() if owner == slug]

    def failures_of(self, slug: str) -> list[PluginError]:
        """Return what is wrong with one plugin."""
        return [failure for failure in self.failures if failure.plugin == slug]

    @property
    def misses_a_plugin(self) -> bool:
        """Whether a plugin that should be here was left out."""
        return any(failure.stage.left_out for failure in self.failures)

    def drop(self, slug: str) -> None:
        """Forget a plugin that was taken in."""
        del self.manifests[slug]
        self.labels = {label: owner for label, owner in self.labels.items() if owner != slug}
        self.modules = {module: owner for module, owner in self.modules.items() if owner != slug}

    def record(self, failure: PluginError) -> None:
        """Remember a failure, once."""
        if str(failure) not in {str(known) for known in self.failures}:
            self.failures.append(failure)
