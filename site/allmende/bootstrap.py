"""Install what a lock file says into `.venv`: `python3 site/allmende/bootstrap.py [requirements-dev.lock]`.

Runs before anything is installed, so it needs the standard library only, and it parses on Pythons that are too old.
The environment is made without pip, and the pip outside puts uv into it, which then does the rest several times faster;
where there is no uv, pip does. Both go by the user's pip configuration. A copy of the lock file in the environment says
what is installed, so the next run is instant.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 -- this is the place that tells
    sys.exit(
        "Allmende braucht Python 3.11 oder neuer, hier ist es %d.%d. "  # noqa: UP031
        "Nennen Sie ein neueres: make run PYTHON=python3.12" % sys.version_info[:2]
    )

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
LOCKS = ("requirements-dev.lock", "requirements.lock")

#: pip's options and what uv calls them; uv does not read pip's configuration by itself.
UV_NAMES = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "cert": "SSL_CERT_FILE"}

NO_VENV = "Python kann keine virtuelle Umgebung anlegen. Unter Debian und Ubuntu hilft: apt install python3-venv"
NO_PIP = "Python hat kein pip. Unter Debian und Ubuntu hilft: apt install python3-venv python3-pip"
NOT_INSTALLED = "Die Pakete sind nicht installiert, der Grund steht darüber. Ist der Paketindex erreichbar?"


def main(wanted: str) -> None:
    """Install the lock file `wanted`; where the developers' tools are already in place, they stay."""
    name = next(lock for lock in LOCKS if lock == wanted or (VENV / lock).exists())
    lock, installed = ROOT / name, VENV / name
    if works() and installed.exists() and installed.read_bytes() == lock.read_bytes():
        return
    print("Die benötigten Pakete werden installiert, das dauert beim ersten Mal etwa eine halbe Minute …", flush=True)  # noqa: T201
    for old in VENV.glob("*.lock"):
        old.unlink()
    if not works():
        make_environment()
    install(lock)
    shutil.copyfile(lock, installed)


def works() -> bool:
    """Say whether the environment's Python still runs; an upgrade of the system's may have taken it away."""
    try:
        return run(PYTHON, "-c", "").returncode == 0
    except OSError:
        return False


def make_environment() -> None:
    """Make an empty virtual environment in place of whatever is there."""
    shutil.rmtree(VENV, ignore_errors=True)
    if run(sys.executable, "-m", "venv", "--without-pip", VENV).returncode:
        sys.exit(NO_VENV)


def install(lock: Path) -> None:
    """Make the environment contain what `lock` says, every file checked by its hash."""
    pip = find_pip()
    if not UV.exists():
        run(*pip, "install", "--quiet", "--only-binary=:all:", "uv")
    tried = None
    if UV.exists():
        sync = (UV, "pip", "sync", "--quiet", "--python", PYTHON, "--compile-bytecode", "--require-hashes", lock)
        tried = run(*sync, env=uv_environment(pip))
        if tried.returncode == 0:
            return
    if run(*pip, "install", "--quiet", "--require-hashes", "-r", lock, quiet=False).returncode:
        sys.stderr.write(tried.stderr if tried else "")
        sys.exit(NOT_INSTALLED)


def find_pip() -> tuple[str | Path, ...]:
    """Return the command line of a pip that installs into the environment."""
    outside = (sys.executable, "-m", "pip", "--python", PYTHON)
    if run(*outside, "--version").returncode == 0:
        return outside
    if run(PYTHON, "-m", "pip", "--version").returncode and run(PYTHON, "-m", "ensurepip").returncode:
        sys.exit(NO_PIP)
    return PYTHON, "-m", "pip"


def uv_environment(pip: tuple[str | Path, ...]) -> dict[str, str]:
    """Return the environment in which uv finds the packages where pip does; what is set for uv itself stays."""
    options = read_options(run(*pip, "config", "list").stdout)
    found = {name: " ".join(options[option].split()) for option, name in UV_NAMES.items() if options.get(option)}
    if links := options.get("find-links"):
        found["UV_FIND_LINKS"] = ",".join(links.split())
    # With more than one index, uv would look at the first that knows a name only. The hashes say what is right.
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", **found, **os.environ}


def read_options(listed: str) -> dict[str, str]:
    """Return what `pip config list` says, by the name of the option: the environment counts more than any file."""
    options: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listed.splitlines():
        key, _equals, value = line.partition("=")
        scope, _dot, option = key.rpartition(".")
        if scope in options:
            options[scope][option] = ast.literal_eval(value)
    return {**options["global"], **options["install"], **options[":env:"]}


def run(
    *command: str | Path, env: dict[str, str] | None = None, quiet: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run a command; what it prints is kept for the caller unless `quiet` is off."""
    return subprocess.run(command, env=env, capture_output=quiet, text=True, check=False)  # noqa: S603


if __name__ == "__main__":
    main(*sys.argv[1:] or ["requirements.lock"])
