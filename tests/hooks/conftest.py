"""Plugins made up in a test, and the dummy plugin installed for child processes."""

from __future__ import annotations

import dataclasses
from types import ModuleType

import pytest

from allmende.plugin import Manifest, hookimpl
from core.hooks.manager import manager, register_module
from tests.hooks.polls import Installation
from tests.processes.conftest import home, migrated_database  # noqa: F401 -- fixtures


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    """The dummy plugin, installed for processes that a test starts."""
    return Installation(tmp_path_factory.mktemp("polls"))


@pytest.fixture
def registry(settings):
    """A copy of the registry that a test may change."""
    known = settings.PLUGIN_REGISTRY
    copies = {field.name: field.type and getattr(known, field.name).copy() for field in dataclasses.fields(known)}
    settings.PLUGIN_REGISTRY = type(known)(**copies)
    return settings.PLUGIN_REGISTRY


@pytest.fixture
def plug(registry, monkeypatch):
    """Load a plugin with these hooks for the time of one test: `plug("polls", menu_items=lambda: [...])`."""
    monkeypatch.setattr(manager, "dropped", set())
    monkeypatch.setattr(manager, "unheard", set())
    names = []

    def plug(slug, /, *, active=True, depends=(), url_prefix="", **hooks):
        module = ModuleType(slug)
        for name, function in hooks.items():
            setattr(module, name, hookimpl(function))
        registry.manifests[slug] = Manifest(
            slug=slug,
            label=slug.title(),
            apps=(slug,),
            depends=depends,
            url_prefix=url_prefix,
            active_by_default=active,
        )
        register_module(slug, module)
        names.append(slug)
        return module

    yield plug
    for name in names:
        manager.unregister(name=name)
