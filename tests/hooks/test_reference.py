"""Every hook has a contract, a docstring, its place in docs/hooks.md, a test and a built-in plugin that uses it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.hooks.contracts import Contract, OnError
from core.hooks.manager import manager

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = (ROOT / "docs" / "hooks.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `(.+?)`\n(.*?)(?=^##|\Z)", REFERENCE, flags=re.MULTILINE | re.DOTALL))
POLICIES = {OnError.DISABLE: "leave out", OnError.SKIP: "skip", OnError.RAISE: "raise"}
HOOKS = manager.specified()


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_is_specified_and_documented(name):
    spec = getattr(manager.hook, name).spec
    contract = spec.function.contract
    section = " ".join(SECTIONS[f"{name}({', '.join(spec.argnames)})"].split())

    assert isinstance(contract, Contract)
    assert spec.function.__doc__
    assert f"If it fails: {POLICIES[contract.on_error]}" in section
    assert f"Scope: {'site' if contract.per_site else 'all'}" in section
    assert getattr(contract.item, "__name__", "") in section
    assert "@hookimpl" in section


def test_nothing_is_documented_that_does_not_exist():
    assert sorted(heading.partition("(")[0] for heading in SECTIONS) == HOOKS


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_has_a_test(name):
    tests = [file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py")]

    assert any(f"def test_hook_{name}(" in text for text in tests)


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_is_used_by_a_built_in_plugin(name, settings):
    sources = settings.PLUGIN_REGISTRY.sources

    users = [slug for slug, _found in manager.implementations(name) if sources[slug].startswith("plugins.")]

    assert users, f"{name} is used by no built-in plugin: remove it, or use it"
