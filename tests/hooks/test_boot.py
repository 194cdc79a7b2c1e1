"""Finding plugins: each way in which the installed dummy plugin can be broken leaves it out, by name and reason."""

from __future__ import annotations

import pytest

from tests.hooks.polls import READ_REGISTRY

BROKEN = {
    "import": "ModuleNotFoundError: No module named 'does_not_exist'",
    "exit": "SystemExit: 3",
    "model_too_early": "AppRegistryNotReady: Apps aren't loaded yet.",
    "manifest": "RuntimeError: broken manifest",
    "no_manifest": "manifest() returned None, not a Manifest",
    "not_a_manifest": "manifest() returned {'slug': 'polls'}, not a Manifest",
    "boot_hook": "plugin.py has only manifest(), unknown hook 'instaled_apps'",
    "version": "needs Allmende >=9, this is 0.1.0",
    "specifier": "InvalidSpecifier: Invalid specifier: 'at least one'",
    "depends": "depends on nowhere, not loaded",
    "cycle": "dependency cycle: polls -> polls",
    "slug_taken": "slug 'workshops' is taken by plugins.workshops.plugin",
    "slug_reserved": "slug 'wagtailcore' is reserved",
    "slug_invalid": "ValueError: slug 'My Polls' is not a lower-case identifier of at most 30 characters",
    "label": "its first app has the label 'polls': set label = 'votes' in its AppConfig",
    "apps": "RuntimeError: broken apps",
    "apps_string": "TypeError: apps must be a tuple of strings, not 'allmende_polls'",
    "apps_missing": "ModuleNotFoundError: No module named 'allmende_polls.nowhere'",
    "prefix_reserved": "url_prefix 'admin/polls' is reserved",
    "prefix_taken": "url_prefix 'workshops' is taken by 'workshops'",
}


def test_an_installed_plugin_is_found_after_the_one_it_depends_on(installation):
    slugs, labels, failures = installation.load()

    assert slugs.index("workshops") < slugs.index("polls")
    assert labels["polls"] == "polls"
    assert failures == []


@pytest.mark.parametrize("case", list(BROKEN))
def test_a_broken_plugin_is_left_out_and_named(installation, case):
    slugs, labels, failures = installation.load(case)

    assert failures == [["polls", BROKEN[case]]]
    assert "workshops" in slugs
    assert not {"polls", "votes"} & {*slugs, *labels}


def test_a_disabled_plugin_is_not_even_imported(installation):
    slugs, _labels, failures = installation.load("import", PLUGINS_DISABLED="polls")

    assert ("polls" in slugs, failures) == (False, [])


def test_a_plugin_whose_dependency_is_disabled_is_left_out(installation):
    slugs, _labels, failures = installation.load(PLUGINS_DISABLED="workshops")

    assert "polls" not in slugs
    assert failures == [["polls", "depends on workshops, not loaded"]]


def test_strict_raises_instead(installation):
    done = installation.run("-c", READ_REGISTRY, fail="version", PLUGINS_STRICT="1")

    assert done.returncode == 1
    assert "PluginError: plugin 'polls': needs Allmende >=9, this is 0.1.0" in done.stderr


def test_what_a_probe_found_is_left_out_with_its_reason(installation):
    slugs, _labels, failures = installation.load(PLUGINS_BROKEN='{"polls": "RuntimeError: broken models"}')

    assert "polls" not in slugs
    assert failures == [["polls", "RuntimeError: broken models"]]
