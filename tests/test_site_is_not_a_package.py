"""`site/` must never become a package: it would shadow the standard library's `site`."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_site_has_no_init():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_the_interpreter_starts_with_the_root_on_its_path():
    """Frozen modules hide the clash; debuggers switch them off."""
    done = subprocess.run(
        [sys.executable, "-X", "frozen_modules=off", "-c", "import site, django; print(site.__file__)"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).name == "site.py"
