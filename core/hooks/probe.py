"""Find the plugins that would stop Django from starting, by starting it in child processes.

A broken `models.py` (or `ready()`, migration, template library, `wagtail_hooks.py`, system check) cannot be left out
once Django is on its way. So before `serve` sets Django up, a child does; if that fails, the traceback names the
plugin, or children with fewer and fewer plugins find it out. All processes learn the result from `PLUGINS_BROKEN`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from traceback import walk_tb
from types import TracebackType

DISABLED = "PLUGINS_DISABLED"
TIMEOUT_SECONDS = 120
#: Precedes the report in the child's output: plugins may print, too.
MARK = "allmende-probe:"


@dataclass(frozen=True)
class Report:
    """How a start went."""

    #: What went wrong, in one line; "" if Django started.
    error: str
    #: The plugin whose code was being run, as far as the traceback tells.
    suspect: str = ""
    #: The plugins that were loaded, in dependency order; none with `PLUGINS_STRICT`, where nothing is left out.
    plugins: tuple[str, ...] = ()


def find_broken_models() -> dict[str, str]:
    """Return {slug: error} of the plugins with which Django does not start; usually empty."""
    broken: dict[str, str] = {}
    report = start_django()
    while report.error and report.plugins:
        suspect = report if report.suspect else _search(report, broken)
        if not suspect.suspect:
            break  # it is not the plugins' fault
        broken[suspect.suspect] = suspect.error
        report = start_django(without=list(broken))
    return broken


def _search(report: Report, broken: Collection[str]) -> Report:
    """Return the report of the first plugin, in dependency order, with which the start begins to fail.

    Every prefix of the list can start by itself. If none of it works and all of it fails, halving finds the place.
    """
    plugins, error = report.plugins, report.error
    works, fails = 0, len(plugins)
    if start_django(without=[*broken, *plugins]).error:
        return Report(error)
    while fails - works > 1:
        middle = (works + fails) // 2
        tried = start_django(without=[*broken, *plugins[middle:]])
        if tried.error:
            fails, error = middle, tried.error
        else:
            works = middle
    return Report(error, suspect=plugins[fails - 1])


def start_django(without: Sequence[str] = ()) -> Report:
    """Start Django in a child process, without some plugins, and report how it went."""
    already = filter(None, os.environ.get(DISABLED, "").split(","))
    environment = {
        **os.environ,
        DISABLED: ",".join([*already, *without]),
        "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
    }
    command = [sys.executable, "-P", "-m", __name__]
    try:
        child = subprocess.run(  # noqa: S603 -- this very module
            command, env=environment, capture_output=True, text=True, timeout=TIMEOUT_SECONDS
        )
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
        return _read(output.decode() if isinstance(output, bytes) else output)
    return _read(child.stdout)


def _read(output: str) -> Report:
    """Return the last report of a child: the one about its end, or that it was still on its way."""
    told = [line.removeprefix(MARK) for line in output.splitlines() if line.startswith(MARK)]
    if not told:
        return Report("the settings cannot be loaded")
    found = json.loads(told[-1])
    return Report(found["error"], found["suspect"], tuple(found["plugins"]))


# -- in the child --------------------------------------------------------------------------------


def report_start() -> None:
    """Start Django, import what it imports later, and print how that went."""
    from django.conf import settings

    plugins = () if settings.PLUGINS_STRICT else tuple(settings.PLUGIN_REGISTRY.manifests)
    _tell(Report("the start did not come to an end", plugins=plugins))
    try:
        _start()
    except BaseException as error:  # noqa: BLE001 -- told to the parent
        _tell(Report(_in_one_line(error), _find_owner(error.__traceback__), plugins))
    else:
        _tell(Report("", plugins=plugins))


def _tell(report: Report) -> None:
    print(MARK + json.dumps(asdict(report)), flush=True)  # noqa: T201 -- this is the answer


def _start() -> None:
    import django

    django.setup()

    from django.core.checks import run_checks
    from django.core.management.base import SystemCheckError
    from django.db.migrations.loader import MigrationLoader
    from django.template import engines
    from wagtail.hooks import search_for_hooks

    MigrationLoader(None)
    engines.all()
    search_for_hooks()
    for message in run_checks():
        if message.is_serious() and not message.is_silenced():
            raise SystemCheckError(str(message))


def _in_one_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _find_owner(traceback: TracebackType | None) -> str:
    """Return the first plugin whose code was on the way to an error, or ""."""
    from django.conf import settings

    modules = [frame.f_globals.get("__name__", "") for frame, _line in walk_tb(traceback)]
    return next(filter(None, map(settings.PLUGIN_REGISTRY.owner_of_module, modules)), "")


if __name__ == "__main__":
    report_start()
