"""Whole processes with the installed dummy plugin: whatever it breaks, the site starts and says so."""

from __future__ import annotations

import json
import re
from urllib.request import urlopen

import pytest

from core.hooks import probe
from core.hooks.probe import Report, find_broken_models
from tests.hooks.polls import Installation, install
from tests.processes.running import RunningSite, until

#: The hooks of the dummy plugin that are asked once per process.
WIRED = ["i18n_urlpatterns", "notification_kinds", "scheduled_jobs", "stream_blocks"]
BROKEN = {
    "import": ["ModuleNotFoundError: No module named 'does_not_exist'"],
    "hooks": ["RuntimeError: broken hooks"],
    "unknown_hook": ["unknown hook 'calender_sources', did you mean 'calendar_sources'?"],
    "bad_args": ["PluginValidationError: Plugin 'polls_bad_args' for hook 'menu_items'"],
    "wrapper": ["menu_items is a wrapper; hooks answer for themselves only"],
    "wrong_type": ["scheduled_jobs returned str, not ScheduledJob"],
    "block_name": ["stream_blocks block 'poll' does not start with 'polls_block_name_'"],
    "every_hook": [f"{hook} failed: RuntimeError: broken every_hook" for hook in WIRED],
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """What `manage.py check` says with one sound plugin and all the broken ones installed at once."""
    installation = Installation(tmp_path_factory.mktemp("many"))
    for case in BROKEN:
        install(installation.packages, f"polls_{case}", fail=case)
    return installation.manage("check")


def warnings(done, plugin):
    return sorted(re.findall(rf"\(allmende\.W001\) plugin '{plugin}': (.*)", done.stderr))


# -- manage.py check -----------------------------------------------------------------------------


def test_the_site_starts_whatever_plugins_do(checked):
    assert checked.returncode == 0, checked.stderr


def test_a_sound_plugin_among_broken_ones_is_sound(checked):
    assert warnings(checked, "polls") == []


@pytest.mark.parametrize("case", list(BROKEN))
def test_a_broken_plugin_is_named_with_what_is_wrong(checked, case):
    found = warnings(checked, f"polls_{case}")

    assert [line[: len(expected)] for line, expected in zip(found, BROKEN[case], strict=True)] == BROKEN[case]


def test_strict_refuses_to_start(installation):
    done = installation.manage("check", fail="unknown_hook", PLUGINS_STRICT="1")

    assert done.returncode != 0
    assert "PluginError: plugin 'polls': unknown hook 'calender_sources'" in done.stderr


# -- the probe before `serve` --------------------------------------------------------------------


@pytest.mark.processes
def test_the_site_is_served_without_a_plugin_whose_models_are_broken(installation, home):
    environ = {name: installation.environment[name] for name in ("PYTHONPATH", "SECRET_KEY")}

    with RunningSite(home, POLLS_FAIL="models", **environ) as site:
        until(lambda: "Strg-C" in site.output or site.process.poll() is not None, 240, "ready")
        with urlopen(f"http://127.0.0.1:{site.port}/healthz", timeout=30) as response:
            told = json.load(response)
        output = site.output

    assert told["failures"] == [{"plugin": "polls", "problem": "its models cannot be imported"}]
    assert output.startswith("Das Modul „polls“ bleibt draußen: RuntimeError: broken models")


@pytest.mark.parametrize(
    ("case", "error", "suspect"),
    [
        ("models", "RuntimeError: broken models", "polls"),
        ("ready", "RuntimeError: broken ready", "polls"),
        ("wagtail_hooks", "RuntimeError: broken wagtail_hooks", "polls"),
        ("check", "SystemCheckError: polls.PollsPage.votes: (fields.E130)", ""),
    ],
)
def test_the_probe_says_what_stops_the_start_and_whose_fault_it_is(installation, case, error, suspect):
    done = installation.run("-m", "core.hooks.probe", fail=case)

    report = json.loads(done.stdout.splitlines()[-1].removeprefix(probe.MARK))
    assert (report["error"][: len(error)], report["suspect"]) == (error, suspect)
    assert "polls" in report["plugins"]


def a_start(broken, *, traceback=(), every=("a", "b", "c", "d", "e"), always="", needs=None):
    """Return a stand-in for child processes: which plugins fail, and which of them a traceback would name."""

    def start_django(without=()):
        here = [slug for slug in every if slug not in without and (needs or {}).get(slug) not in without]
        failing = [slug for slug in here if slug in broken]
        first = failing[0] if failing else ""
        error = always or (f"broken {first}" if first else "")
        return Report(error, first if first in traceback else "", tuple(here))

    return start_django


@pytest.mark.parametrize(
    ("world", "found"),
    [
        (a_start(""), {}),
        (a_start("c"), {"c": "broken c"}),
        (a_start("ae"), {"a": "broken a", "e": "broken e"}),
        (a_start("abcde"), {slug: f"broken {slug}" for slug in "abcde"}),
        (a_start("bd", traceback="bd"), {"b": "broken b", "d": "broken d"}),
        (a_start("bd", traceback="d"), {"b": "broken b", "d": "broken d"}),
        (a_start("b", needs={"c": "b"}), {"b": "broken b"}),
        (a_start("", always="no secret key"), {}),
        (a_start("", always="no secret key", every=()), {}),
    ],
)
def test_the_culprits_are_found_among_many(monkeypatch, world, found):
    monkeypatch.setattr(probe, "start_django", world)

    assert find_broken_models() == found
