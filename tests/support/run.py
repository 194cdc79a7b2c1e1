"""Run the suite on what this machine has: `python -m tests.support.run [pytest's arguments]`.

First everything on SQLite, the browser and process tests included, then all that touches the database once more on
PostgreSQL. What is missing is named; under `CI=true` it is an error instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.support.postgres import find_binaries, running_server

ICAL_JS = Path(__file__).resolve().parents[1] / "calendar" / "icaljs"
ON_POSTGRES = "not browser and not processes"
IN_CI = os.environ.get("CI") == "true"


def main(arguments: list[str]) -> int:
    """Return 0 if everything passed on every database that is there."""
    install_parsers()
    with ExitStack() as stack:
        url = os.environ.get("TEST_POSTGRES_URL") or (stack.enter_context(running_server()) if has_postgres() else "")
        environment = {**os.environ, **({"TEST_POSTGRES_URL": url} if url else {})}
        status = pytest(arguments, environment)
        if url and status == 0:
            print("\nOnce more on PostgreSQL:", flush=True)
            status = pytest(["-m", ON_POSTGRES, *arguments], {**environment, "DATABASE_URL": url})
    return status


def has_postgres() -> bool:
    """Return whether PostgreSQL is installed; say so if not."""
    if find_binaries() is not None:
        return True
    print("PostgreSQL is not installed (Debian: postgresql); its tests are left out.", flush=True)
    if IN_CI:
        sys.exit("CI must run everything.")
    return False


def install_parsers() -> None:
    """Install the calendar parser that lives in the npm registry, where npm is there."""
    if shutil.which("npm") and not (ICAL_JS / "node_modules").exists():
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=ICAL_JS, check=IN_CI)


def pytest(arguments: list[str], environment: dict[str, str]) -> int:
    """Run pytest in a process of its own and return its status."""
    command = [sys.executable, "-m", "pytest", "-n", os.environ.get("JOBS", "2"), *arguments]
    return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
