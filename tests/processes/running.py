"""Real processes for tests: a site under `manage.py serve`, a Redis of its own, and patience without fixed waits."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.request import urlopen

from core.processes import redis_server

ROOT = Path(__file__).resolve().parents[2]
Found = TypeVar("Found")
OF_THE_TESTS = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PLUGINS_STRICT", "DJANGO_SETTINGS_MODULE", "PORT"}


def until(look: Callable[[], Found], seconds: float = 40, what: str = "") -> Found:
    """Return the first truthy answer of `look`; fail when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what or look}")
        time.sleep(0.05)
    return found


def free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(home: Path) -> dict[int, str]:
    """Return pid and command line of every live process that was started with this state folder, orphans too.

    Redis writes its title over its environment, but that title names the socket.
    """
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and entry.name != str(os.getpid()):
            try:
                environ, command = (entry / "environ").read_bytes(), (entry / "cmdline").read_text()
            except OSError:
                continue
            if f"ALLMENDE_HOME={home}\0".encode() in environ or f"{home}/" in command:
                found[int(entry.name)] = command.replace("\0", " ").strip()
    return found


class EmbeddedRedis:
    """The bundled server on a socket in `home`, without a supervisor. A context manager."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.url = redis_server.socket_url(home)

    def __enter__(self) -> Self:
        redis_server.prepare(self.home)
        binary = redis_server.find_binary()
        assert binary, "no redis binary"
        self.process = subprocess.Popen(redis_server.command(binary, self.home))
        redis_server.wait_until_ready(self.home, lambda: self.process.poll() is None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait(10)


def serve(home: Path, *arguments: str, environ: dict[str, str], **options: Any) -> subprocess.Popen[bytes]:
    """Start `manage.py serve` as an operator would: nothing of the test's own settings reaches it."""
    inherited = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", *arguments],
        cwd=ROOT,
        env={**inherited, "ALLMENDE_HOME": str(home), "LANG": "C.UTF-8", **environ},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        **options,
    )


class RunningSite:
    """`manage.py serve` in a state folder and on a port of its own, its output in a file. A context manager."""

    def __init__(self, home: Path, *arguments: str, **environ: str) -> None:
        self.home = home
        self.port = free_port()
        self.arguments = arguments
        self.environ = {"PORT": str(self.port), **environ}
        self.log = home.with_name(f"{home.name}-{self.port}.log")

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            self.process = serve(self.home, *self.arguments, environ=self.environ, stdout=log)
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)
        for pid in processes_of(self.home):
            os.kill(pid, signal.SIGKILL)
        self.log.unlink()

    @property
    def output(self) -> str:
        """Everything printed so far."""
        return self.log.read_text(errors="replace")

    @property
    def pids(self) -> dict[int, str]:
        """The live processes of this site."""
        return processes_of(self.home)

    def pid_of(self, program: str) -> int | None:
        """Return the child of the supervisor that has `program` in its command line."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return next((int(pid) for pid in children if program in self.pids.get(int(pid), "")), None)

    def wait_until_ready(self) -> None:
        """Return once the site has said where it is."""
        until(lambda: "Strg-C" in self.output or self.process.poll() is not None, 90, "ready")
        assert self.process.poll() is None, self.output

    def answers(self) -> bool:
        """Say whether the web process answers."""
        with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=30) as response:
            return response.status == 200

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal to the supervisor and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)

    def left_behind(self) -> list[str]:
        """Return what is still there and should not be: processes, the socket, the lock."""
        files = [redis_server.socket_path(self.home), self.home / "serve.lock"]
        return [*self.pids.values(), *(str(file) for file in files if file.exists())]


def fresh_home(database: Path | None = None) -> Iterator[Path]:
    """Yield a new state folder with a short path, holding a copy of `database`, and remove it."""
    home = Path(tempfile.mkdtemp(prefix="allmende-serve-"))
    if database:
        shutil.copy(database, home / "db.sqlite3")
    yield home
    shutil.rmtree(home, ignore_errors=True)
