"""Run the suite on what this machine has: `python -m tests.support.run [pytest's arguments]`.

First everything on SQLite, the browser and process tests included, then all that touches the database once more on
PostgreSQL. What is missing is named; under `CI=true` it is an error instead.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.support.postgres import find_binaries, running_server

#: What the registry of npm has and that of Python has not: a calendar parser, and checkers of pages.
FROM_NPM = [Path(__file__).parents[1] / "calendar" / "icaljs", Path(__file__).parent / "accessibility"]
ON_POSTGRES = "not browser and not processes and not demo"
IN_CI = os.environ.get("CI") == "true"


def main(arguments: list[str]) -> int:
    """Return 0 if everything passed on every database that is there."""
    install_from_npm()
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


def install_from_npm() -> None:
    """Install what lives in the npm registry, where npm is there; its install scripts are not needed."""
    command = ["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
    for folder in FROM_NPM:
        if shutil.which("npm") and not is_installed(folder):
            subprocess.run(command, cwd=folder, check=IN_CI)


def is_installed(folder: Path) -> bool:
    """Whether what the lock file names is there, in its version: npm notes it with the modules."""
    noted = folder / "node_modules" / ".package-lock.json"
    if not noted.exists():
        return False
    wanted = json.loads((folder / "package-lock.json").read_text())["packages"]
    return json.loads(noted.read_text())["packages"] == {name: value for name, value in wanted.items() if name}


def pytest(arguments: list[str], environment: dict[str, str]) -> int:
    """Run pytest in a process of its own and return its status."""
    command = [sys.executable, "-m", "pytest", "-n", os.environ.get("JOBS", "2"), *arguments]
    return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
