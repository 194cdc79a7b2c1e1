"""Where the checkers are that come from the npm registry; `python -m tests.support.run` installs them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent
MODULES = FOLDER / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
AXE_GERMAN = MODULES / "axe-core" / "locales" / "de.json"
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
INSTALL = f"run `npm ci --ignore-scripts` in {FOLDER.relative_to(FOLDER.parents[2])}"
JAVA = shutil.which("java")

#: What must be there, by pytest marker: whether it is, and what to do if not.
NEEDS = {
    "axe": (AXE.exists(), f"axe-core is not installed: {INSTALL}"),
    "vnu": (
        bool(VNU.exists() and JAVA),
        "java is not installed (Debian: default-jre-headless)" if VNU.exists() else f"vnu-jar is missing: {INSTALL}",
    ),
}


def script(name: str) -> str:
    """Return one of the scripts beside this module."""
    return (FOLDER / f"{name}.js").read_text(encoding="utf-8")


def fail_on(findings: list[str]) -> None:
    """Fail the test with all findings, one in a line."""
    if findings:
        pytest.fail("\n".join(findings), pytrace=False)
