"""Run several programs as children: prefixed output, restart, an ordered stop, nothing left behind.

One thread, driven by a selector: children's output, signals and deaths wake it up; nothing is polled.
"""

import ctypes
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Self, cast

from django.utils.translation import gettext as _

MAX_DEATHS = 5
PAUSE = 1.0
"""Seconds between two looks at what is missing; the pause before a restart grows by as much with each death."""
SILENT_STOP = 3.0
RAISE_AGAIN = 1.0
DEATHS_WINDOW = 60.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None

Say = Callable[[str, str], None]
"""Called with the name of a program and one line of its output; the name is empty for our own words."""


@dataclass(frozen=True)
class Program:
    """What to run as one child, and how."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    pass_fds: tuple[int, ...] = ()
    stop_after: float = 10
    """Seconds that the program may take to stop before it is killed."""
    stop_last: bool = False
    """Whether the others need this program until they have stopped."""
    may_start: Callable[[], bool] = lambda: True
    """Asked again and again before the program is started: what it needs may be away for a while."""


class Child:
    """One program and the process that runs it at present, if any."""

    def __init__(self, program: Program, say: Say) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self.start_at = 0.0
        self._say = say
        self._deaths: list[float] = []
        self._waits = False
        self._rest = b""

    @property
    def pid(self) -> int | None:
        """The process id while the program runs."""
        return self.process.pid if self.process else None

    def is_alive(self) -> bool:
        """Say whether the program runs at this moment."""
        return self.process is not None and self.process.poll() is None

    @property
    def keeps_dying(self) -> bool:
        """Whether another restart is pointless."""
        return len(self._deaths) >= MAX_DEATHS

    def is_due(self) -> bool:
        """Say whether the program should be started now; a wait for what it needs is announced once."""
        if self.process or time.monotonic() < self.start_at:
            return False
        if self.program.may_start():
            self._waits = False
            return True
        if not self._waits:
            self._say("", _("%(name)s wartet auf Redis.") % {"name": self.program.name})
        self._waits, self.start_at = True, time.monotonic() + PAUSE
        return False

    def start(self) -> IO[bytes]:
        """Start the program in a session of its own and return its output."""
        self.process = subprocess.Popen(  # noqa: S603 -- our own command lines
            self.program.command,
            env={**os.environ, **self.program.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=self.program.pass_fds,
            preexec_fn=_die_with_parent if LIBC else None,
        )
        return cast(IO[bytes], self.process.stdout)

    def bury(self) -> int | None:
        """Return the exit code if the process has ended since the last look, after ending what it left behind."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        _kill_session(self.process.pid)
        self.process = None
        return code

    def count_death(self) -> None:
        """Remember a death that nobody asked for, and when to try again: at once, then later each time.

        It does not count when what the program needs is away: that is reason enough, and will end.
        """
        now = time.monotonic()
        new = [now] if self.program.may_start() else []
        self._deaths = [death for death in self._deaths if now - death < DEATHS_WINDOW] + new
        self.start_at = now + max(0, len(self._deaths) - 1) * PAUSE

    def hear(self, output: bytes) -> None:
        """Pass the output on line by line; an unfinished line waits for its end, or for the end of all (no bytes)."""
        *lines, self._rest = (self._rest + output).split(b"\n")
        if not output and self._rest:
            lines, self._rest = [*lines, self._rest], b""
        for line in lines:
            self._say(self.program.name, line.decode(errors="replace").rstrip())


class Supervisor:
    """Starts programs in the order given and keeps them running until a signal or `stop()`.

    A context manager: while it is open it handles SIGINT, SIGTERM and SIGHUP. Before `run()` they raise
    KeyboardInterrupt, during `run()` they end it; leaving the context stops every child.
    """

    def __init__(self, say: Say) -> None:
        self._say = say
        self._children: list[Child] = []
        self._selector = selectors.DefaultSelector()
        self._outputs: set[IO[bytes]] = set()
        self._signals = 0
        self._orderly = False
        self._handlers: dict[signal.Signals, object] = {}

    def __enter__(self) -> Self:
        self._wakeup, signals = socket.socketpair()
        for end in (self._wakeup, signals):
            end.setblocking(False)
        self._selector.register(self._wakeup, selectors.EVENT_READ, lambda: self._wakeup.recv(512))
        self._signal_end = signals
        self._old_wakeup_fd = signal.set_wakeup_fd(signals.fileno(), warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            # What the caller has chosen to ignore stays ignored: nohup does so with SIGHUP.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._handlers[number] = signal.signal(number, self._count_signal)
        self._handlers[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_args: None)
        self._handlers[signal.SIGALRM] = signal.signal(signal.SIGALRM, self._interrupt)
        self._old_hook, sys.unraisablehook = sys.unraisablehook, self._report_unraisable
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        signal.set_wakeup_fd(self._old_wakeup_fd)
        sys.unraisablehook = self._old_hook
        self._selector.close()
        self._wakeup.close()
        self._signal_end.close()

    def add(self, program: Program) -> Child:
        """Put a program under supervision; `run()` starts it."""
        child = Child(program, self._say)
        self._children.append(child)
        return child

    def start(self, program: Program) -> Child:
        """Put a program under supervision and start it at once."""
        child = self.add(program)
        self._start(child)
        return child

    def restart(self, child: Child) -> None:
        """Start a child again that has ended."""
        child.bury()
        self._start(child)

    def watch(self, connection: socket.socket, callback: Callable[[], object]) -> None:
        """Call `callback` whenever `connection` can be read, until `forget()`."""
        self._selector.register(connection, selectors.EVENT_READ, callback)

    def forget(self, connection: socket.socket) -> None:
        """Stop watching `connection` and close it."""
        self._selector.unregister(connection)
        connection.close()

    def run(self) -> int:
        """Keep every program running. Return 0 after a stop signal, 1 when a program keeps dying."""
        self._orderly = True
        while not self._signals:
            for child in self._children:
                if (code := child.bury()) is not None:
                    child.count_death()
                    if child.keeps_dying:
                        self._say("", self._why_given_up(child, code))
                        return 1
                    self._say("", _("%(name)s ist ausgefallen und wird neu gestartet.") % {"name": child.program.name})
                if child.is_due():
                    self._start(child)
            self._pump(self._until_next_start())
        return 0

    def stop(self) -> None:
        """Stop the children one after the other in the order they were added, last what the others need.

        Who does not stop in time is killed; a second signal meanwhile ends the patience with all of them.
        """
        self._orderly = True
        for child in sorted(self._children, key=lambda child: child.program.stop_last):
            self._stop(child)
        self._hear_last_words()

    def _hear_last_words(self) -> None:
        """Read what the children still said; close what somebody else who has inherited it holds open."""
        while any(key.fileobj in self._outputs for key, _events in self._selector.select(0)):
            self._pump(0)
        for output in list(self._outputs):
            self._close(output)

    def _stop(self, child: Child) -> None:
        begin, has_spoken = time.monotonic(), False
        if child.process:
            child.process.terminate()
        while child.process and child.bury() is None:
            took = time.monotonic() - begin
            if took > child.program.stop_after or self._signals > 1:
                _kill_session(child.process.pid)
            elif took > SILENT_STOP and not has_spoken:
                self._say("", self._why_it_takes_longer(child))
                has_spoken = True
            self._pump(0.2)

    def _start(self, child: Child) -> None:
        output = child.start()

        def read() -> None:
            text = os.read(output.fileno(), 65536)
            child.hear(text)
            if not text:
                self._close(output)

        self._outputs.add(output)
        self._selector.register(output, selectors.EVENT_READ, read)

    def _close(self, output: IO[bytes]) -> None:
        self._outputs.remove(output)
        self._selector.unregister(output)
        output.close()

    def _pump(self, timeout: float | None) -> None:
        for key, _events in self._selector.select(timeout):
            key.data()

    def _until_next_start(self) -> float | None:
        pauses = [child.start_at - time.monotonic() for child in self._children if child.process is None]
        return max(0.0, min(pauses)) if pauses else None

    def _count_signal(self, number: int, frame: FrameType | None) -> None:
        self._signals += 1
        self._interrupt(number, frame)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        """Raise until somebody takes notice: an exception in a destructor, for one, is lost."""
        if not self._orderly:
            signal.setitimer(signal.ITIMER_REAL, RAISE_AGAIN)
            raise KeyboardInterrupt

    def _report_unraisable(self, lost: "sys.UnraisableHookArgs") -> None:
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            self._old_hook(lost)

    def _why_it_takes_longer(self, child: Child) -> str:
        return _("%(name)s bringt noch eine Arbeit zu Ende, höchstens %(seconds)d Sekunden. Strg-C bricht sie ab.") % {
            "name": child.program.name,
            "seconds": child.program.stop_after,
        }

    def _why_given_up(self, child: Child, code: int) -> str:
        return _(
            "%(name)s ist %(count)s-mal in einer Minute ausgefallen (Ergebnis %(code)s), darum endet hier alles. "
            "Der Grund steht in den Zeilen darüber, die mit „%(name)s“ beginnen."
        ) % {"name": child.program.name, "count": MAX_DEATHS, "code": code}


def _die_with_parent() -> None:
    """Ask Linux to stop this child when the supervisor dies, even by `kill -9`."""
    cast(ctypes.CDLL, LIBC).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _kill_session(session: int) -> None:
    """Kill every process of the session that a child has led, such as a job that outlived its worker."""
    for pid in _all_pids():
        with suppress(ProcessLookupError, PermissionError):
            if os.getsid(pid) == session:
                os.kill(pid, signal.SIGKILL)


def _all_pids() -> list[int]:
    proc = Path("/proc")
    if (proc / "self").exists():
        return [int(entry.name) for entry in proc.iterdir() if entry.name.isdigit()]
    listed = subprocess.run(["ps", "-A", "-o", "pid="], capture_output=True, text=True, check=True)  # noqa: S607
    return [int(pid) for pid in listed.stdout.split()]
