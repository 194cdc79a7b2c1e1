"""A real installation of its own: database, state folder, gunicorn. Tests talk to it over HTTP and by commands."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import environ

from tests.support.databases import ROOT, copies_for

STARTING = 60
SQLITE = {"ENGINE": "django.db.backends.sqlite3"}


class Installation:
    """What the processes share: the address of the database and the state folder."""

    def __init__(self, folder: Path, postgres_url: str = "") -> None:
        settings = environ.Env.db_url_config(postgres_url) if postgres_url else SQLITE
        self.copies = copies_for(dict(settings), f"load_{folder.name}"[:40])
        self.copies.prepare()
        url = self.copies._url(self.copies.name) if postgres_url else f"sqlite:///{self.copies.name}"
        paths = os.pathsep.join([str(ROOT / "site"), str(ROOT), os.environ.get("PYTHONPATH", "")])
        self.environment = {**os.environ, "DATABASE_URL": url, "ALLMENDE_HOME": str(folder), "PYTHONPATH": paths}

        self.helper: subprocess.Popen[str] | None = None

    def remove(self) -> None:
        """Stop the helper and drop the database."""
        if self.helper:
            self.helper.communicate("")
        self.copies.remove()

    def run(self, *command: object) -> Any:
        """Let the helper run a function of `tests.load.commands`, and return what it says."""
        self.helper = self.helper or self.start()
        assert self.helper.stdin
        assert self.helper.stdout
        self.helper.stdin.write(json.dumps(command) + "\n")
        self.helper.stdin.flush()
        answer = self.helper.stdout.readline()
        assert answer, self.helper.communicate()[1]
        return json.loads(answer)

    def start(self) -> subprocess.Popen[str]:
        """Start another process that runs commands."""
        words = [sys.executable, "-m", "tests.load.commands"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(words, cwd=ROOT, env=self.environment, text=True, **pipes)

    @contextmanager
    def serving(self, workers: int = 2, application: str = "allmende.wsgi") -> Iterator[int]:
        """Serve the site, or another application, by gunicorn; gives the port."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        words = [sys.executable, "-m", "gunicorn", application, "--preload", "-b", f"127.0.0.1:{port}"]
        environment = {**self.environment, "BASE_URL": f"http://127.0.0.1:{port}"}
        with subprocess.Popen(
            [*words, "-w", str(workers)], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
        ) as server:
            try:
                _wait_for(port, server)
                yield port
            finally:
                server.terminate()
                server.wait(timeout=30)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError("gunicorn did not start")
