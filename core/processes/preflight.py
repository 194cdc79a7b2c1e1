"""What must be true before the processes start; each refusal is one sentence that says what to do next."""

import errno
import fcntl
import json
import os
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from django.utils.translation import gettext as _

BACKLOG = 512
"""Connections that wait while the web process starts or is started anew."""


class RefusedError(Exception):
    """The processes cannot start; the text is a sentence for the person at the terminal."""


@dataclass(frozen=True)
class Bind:
    """An address to listen on: host name or IP address, and a TCP port."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> "Bind":
        """Read `HOST:PORT`, `[IPV6]:PORT` or `PORT`. Raises RefusedError for anything else."""
        host, _colon, port = text.rpartition(":")
        if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
            raise RefusedError(
                _("„%(bind)s“ ist keine Adresse mit Port. Richtig ist zum Beispiel 127.0.0.1:8000 oder PORT=8001.")
                % {"bind": text}
            )
        return cls(host.strip("[]") or "127.0.0.1", int(port))

    @property
    def loopback(self) -> tuple[str, int]:
        """The address under which this machine itself reaches the listener."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host), self.port  # noqa: S104

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        host, port = self.loopback
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def require_writable(folder: Path) -> None:
    """Make `folder` if it is missing and try to write into it. Raises RefusedError when that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise RefusedError(
            _(
                "In den Ordner %(folder)s kann nicht geschrieben werden (%(reason)s). "
                "Geben Sie ihn frei oder wählen Sie einen anderen: ALLMENDE_HOME=/ein/ordner make run"
            )
            % {"folder": folder, "reason": error.strerror}
        ) from error


def listen(bind: Bind) -> socket.socket:
    """Return a listening socket for `bind`; visitors who come before the web process is ready wait in its queue.

    Raises RefusedError when the port is in use, not allowed, or the host is not one of this machine.
    """
    listener = None
    try:
        family, kind, proto, _name, address = _resolve(bind)
        listener = socket.socket(family, kind, proto)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        if listener:
            listener.close()
        raise RefusedError(_why_not(bind, error)) from error
    return listener


def _resolve(bind: Bind) -> tuple[int, int, int, str, tuple]:  # type: ignore[type-arg]
    return socket.getaddrinfo(bind.host, bind.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]


def _why_not(bind: Bind, error: OSError) -> str:
    words = {"host": bind.host, "port": bind.port, "other": bind.port + 1 if bind.port < 65535 else 8000}
    if error.errno == errno.EADDRINUSE:
        return _("Port %(port)s ist schon belegt. Wählen Sie einen anderen: PORT=%(other)s make run") % words
    if error.errno == errno.EACCES:
        return (
            _("Port %(port)s ist nur für den Administrator frei. Wählen Sie einen ab 1024: PORT=8000 make run") % words
        )
    return _("Auf der Adresse %(host)s kann dieser Rechner nicht antworten. Richtig ist meist 127.0.0.1.") % words


class StateLock:
    """Held by the one `serve` of a state folder; freed by the system even when that process is killed.

    A context manager. Entering raises RefusedError, naming the holder, when another `serve` runs there.
    """

    def __init__(self, state_dir: Path, url: str) -> None:
        self.path = state_dir / "serve.lock"
        self.url = url

    def __enter__(self) -> Self:
        self._file = self._lock()
        self._file.truncate(0)
        json.dump({"pid": os.getpid(), "url": self.url}, self._file)
        self._file.flush()
        return self

    def __exit__(self, *_error: object) -> None:
        self.path.unlink(missing_ok=True)
        self._file.close()

    def _lock(self) -> IO[str]:
        while True:
            file = self.path.open("a+", encoding="utf-8")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise RefusedError(self._held_by(file)) from error
            if self._is_current(file):
                return file
            file.close()

    def _is_current(self, file: IO[str]) -> bool:
        """Say whether `file` is still the one at our path: its last holder removes it just before letting go."""
        try:
            return os.path.samestat(os.fstat(file.fileno()), self.path.stat())
        except FileNotFoundError:
            return False

    def _held_by(self, file: IO[str]) -> str:
        file.seek(0)
        words = file.read()
        file.close()
        holder = json.loads(words) if words.startswith("{") else {"pid": "?", "url": "?"}
        return (
            _(
                "Allmende läuft für diesen Ordner schon: %(url)s (Prozess %(pid)s). Beenden Sie es dort mit Strg-C, "
                "oder nehmen Sie einen anderen Ordner: ALLMENDE_HOME=/ein/ordner make run"
            )
            % holder
        )
