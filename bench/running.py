"""The real site, started as an operator starts it, in a state folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_site(*options: str, home: str | None = None, patience: float = 180) -> Iterator[str]:
    """Give the address of `manage.py serve …`, stopped at the end: by SIGTERM, for what a shell starts in the
    background ignores Ctrl-C, and so whatever it starts."""
    port = free_port()
    home = home or tempfile.mkdtemp(prefix="allmende-site-")
    environment = {**os.environ, "ALLMENDE_HOME": home, "PORT": str(port)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", *options], cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process, patience)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)


def wait_for(url: str, process: subprocess.Popen[bytes], patience: float) -> None:
    """Return once `url` answers; fail when the process ends or `patience` (seconds) is over."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the site ended with status {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"{url} did not answer within {patience} seconds")
