"""Install the dummy plugin for child processes: what an installer would write into site-packages, in a folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "tests" / "dummy_plugin" / "pyproject.toml"
SOURCES = PROJECT.parent / "src"
READ_REGISTRY = """
import json, os
from core.hooks.boot import load_plugins
names = {name: os.environ.get(name, "") for name in ("PLUGINS_DISABLED", "PLUGINS_STRICT")}
disabled, strict = names["PLUGINS_DISABLED"].split(","), bool(names["PLUGINS_STRICT"])
registry = load_plugins(version="0.1.0", disabled=disabled, strict=strict)
print(json.dumps([list(registry.manifests), registry.labels, [[f.plugin, f.problem] for f in registry.failures]]))
"""


def install(folder: Path, name: str = "polls", fail: str = "") -> None:
    """Install the distribution into ``folder``; with ``fail`` under another ``name`` and broken for good."""
    words = _words(name, fail) if fail else {}
    for source in sorted(SOURCES.rglob("*")):
        if source.suffix in {".py", ".html"}:
            target = folder / _replaced(str(source.relative_to(SOURCES)), words)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_replaced(source.read_text(encoding="utf-8"), words), encoding="utf-8")
    _write_metadata(folder, tomllib.loads(_replaced(PROJECT.read_text(encoding="utf-8"), words))["project"])


def _words(name: str, fail: str) -> dict[str, str]:
    return {
        'os.environ.get("POLLS_FAIL", "")': repr(fail),
        "PollsPage": f"{name.title().replace('_', '')}Page",
        "polls": name,
        "abstimmungen": f"abstimmungen-{name}".replace("_", "-"),
    }


def _replaced(text: str, words: dict[str, str]) -> str:
    for word, other in words.items():
        text = text.replace(word, other)
    return text


def _write_metadata(folder: Path, project: dict[str, Any]) -> None:
    info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    names = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(names, encoding="utf-8")
    points = project["entry-points"]["allmende.plugins"].items()
    lines = ["[allmende.plugins]", *(f"{point} = {value}" for point, value in points)]
    (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")


class Installation:
    """A checkout with the dummy plugin installed beside it, in a state folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.packages = folder / "packages"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PLUGINS_", "POLLS_"))},
            "PYTHONPATH": os.pathsep.join(map(str, (self.packages, ROOT / "site", ROOT))),
            "ALLMENDE_HOME": str(folder / "state"),
            "DJANGO_SETTINGS_MODULE": "allmende.settings.base",
            "SECRET_KEY": "only-for-tests-" + "x" * 40,
        }
        install(self.packages)

    def run(self, *command: str, fail: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run Python with a command line, the plugin failing as ``fail`` says."""
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env={**self.environment, "POLLS_FAIL": fail, **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )

    def manage(self, *command: str, fail: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a management command."""
        return self.run("manage.py", *command, fail=fail, **environment)

    def load(self, fail: str = "", **environment: str) -> tuple[list[str], dict[str, str], list[list[str]]]:
        """Return the loaded slugs, the labels with their owners, and the failures."""
        done = self.run("-c", READ_REGISTRY, fail=fail, **environment)
        assert done.returncode == 0, done.stderr
        return tuple(json.loads(done.stdout.splitlines()[-1]))
