"""Children of a supervisor that is run inside the test: output, restarts, giving up, stopping."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from core.processes import supervisor as module
from core.processes.supervisor import Program, Supervisor

pytestmark = pytest.mark.processes


class Heard:
    """What a supervisor says; stops it at a certain line."""

    def __init__(self, until: str = "") -> None:
        self.lines: list[tuple[str, str]] = []
        self.until = until

    def __call__(self, name: str, line: str) -> None:
        self.lines.append((name, line))
        if self.until and self.until in line:
            os.kill(os.getpid(), signal.SIGTERM)

    def of(self, name: str) -> list[str]:
        return [line for speaker, line in self.lines if speaker == name]


def python(name: str, code: str, **options: object) -> Program:
    return Program(name, [sys.executable, "-u", "-c", code], **options)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 0.05)


@pytest.fixture(autouse=True)
def _alarm():
    """End a test that hangs."""
    timer = threading.Timer(60, lambda: os.kill(os.getpid(), signal.SIGKILL))
    timer.start()
    yield
    timer.cancel()


SLEEP = "import time; print('ready'); time.sleep(60)"


def test_output_comes_line_by_line_under_the_program_s_name():
    heard = Heard(until="last")
    with Supervisor(heard) as supervisor:
        supervisor.add(python("a", "import sys; print('Grüße\\nzwei'); sys.stdout.write('last'); sys.stdout.flush()"))
        assert supervisor.run() == 0

    assert heard.of("a") == ["Grüße", "zwei", "last"]


def test_who_keeps_dying_ends_everything():
    heard = Heard()
    with Supervisor(heard) as supervisor:
        healthy = supervisor.start(python("healthy", SLEEP))
        supervisor.add(python("b", "print('no'); raise SystemExit(3)"))
        begin = time.monotonic()

        assert supervisor.run() == 1

    assert heard.of("b") == ["no"] * module.MAX_DEATHS
    assert "b ist 5-mal in einer Minute ausgefallen (Ergebnis 3)" in heard.of("")[-1]
    assert time.monotonic() - begin > 6 * module.PAUSE, "the pauses grow"
    assert not healthy.is_alive()


def test_deaths_long_ago_do_not_count(monkeypatch):
    monkeypatch.setattr(module, "DEATHS_WINDOW", 0.0)
    heard = Heard()
    with Supervisor(heard) as supervisor:
        supervisor.add(python("c", "raise SystemExit(1)"))
        timer = threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGTERM))
        timer.start()
        assert supervisor.run() == 0

    assert len(heard.of("")) > module.MAX_DEATHS


def test_children_stop_in_the_order_they_were_added_and_the_needed_last():
    code = (
        "import signal, sys, time\n"
        "def stop(*_):\n    print('bye')\n    sys.exit()\n"
        "signal.signal(signal.SIGTERM, stop)\nprint('ready')\ntime.sleep(60)"
    )
    heard = Heard()
    with Supervisor(heard) as supervisor:
        supervisor.start(python("redis", code, stop_last=True))
        supervisor.start(python("web", code))
        supervisor.start(python("worker", code))
        while len([line for line in heard.lines if line[1] == "ready"]) < 3:
            supervisor._pump(0.1)

    assert [name for name, line in heard.lines if line == "bye"] == ["web", "worker", "redis"]


def test_the_last_words_are_heard_and_every_output_is_closed_even_if_somebody_still_holds_it():
    stays = "[sys.executable, '-c', 'import time; time.sleep(20)'], start_new_session=True"
    code = (
        f"import signal, subprocess, sys, time\nother = subprocess.Popen({stays})\n"
        "def stop(*_):\n    print('bye')\n    sys.exit()\n"
        "signal.signal(signal.SIGTERM, stop)\nprint('other', other.pid)\nprint('ready')\ntime.sleep(60)"
    )
    heard = Heard()
    with Supervisor(heard) as supervisor:
        child = supervisor.start(python("web", code))
        output = child.process.stdout
        while "ready" not in heard.of("web"):
            supervisor._pump(0.1)
    other = next(line for line in heard.of("web") if line.startswith("other")).split()[1]
    os.kill(int(other), signal.SIGKILL)

    assert "bye" in heard.of("web")
    assert output.closed


def test_who_does_not_stop_is_killed():
    heard = Heard(until="ready")
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP
    with Supervisor(heard) as supervisor:
        child = supervisor.add(python("d", deaf, stop_after=0.5))
        supervisor.run()
        process = child.process

    assert process
    assert process.returncode == -signal.SIGKILL


def test_a_slow_stop_is_explained(monkeypatch):
    monkeypatch.setattr(module, "SILENT_STOP", 0.1)
    heard = Heard(until="ready")
    slow = "import signal; signal.signal(signal.SIGTERM, lambda *_: (time.sleep(1), exit())); " + SLEEP
    with Supervisor(heard) as supervisor:
        supervisor.add(python("worker", slow, stop_after=30))
        supervisor.run()

    assert heard.of("") == ["worker bringt noch eine Arbeit zu Ende, höchstens 30 Sekunden. Strg-C bricht sie ab."]


def test_a_second_signal_ends_the_patience():
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP
    begin = time.monotonic()
    with Supervisor(Heard(until="ready")) as supervisor:
        supervisor.add(python("e", deaf, stop_after=50))
        supervisor.run()
        os.kill(os.getpid(), signal.SIGINT)

    assert time.monotonic() - begin < 20


def test_what_a_dead_child_has_started_dies_with_it(tmp_path):
    note = tmp_path / "pid"
    code = (
        "import os, subprocess, sys, signal\n"
        f"grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], process_group=0)\n"
        f"open({str(note)!r}, 'w').write(str(grandchild.pid))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    heard = Heard(until="ausgefallen")
    with Supervisor(heard) as supervisor:
        supervisor.add(python("f", code))
        supervisor.run()

    assert not is_alive(int(note.read_text()))


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_program_waits_for_what_it_needs():
    answers = [False, False, True]
    heard = Heard(until="ready")
    with Supervisor(heard) as supervisor:
        supervisor.add(python("worker", SLEEP, may_start=lambda: answers.pop(0)))
        supervisor.run()

    assert answers == []
    assert heard.of("") == ["worker wartet auf Redis."]


def test_deaths_do_not_count_while_what_it_needs_is_away():
    answers = [True, False] * module.MAX_DEATHS + [True]
    heard = Heard()
    with Supervisor(heard) as supervisor:
        supervisor.add(python("worker", "raise SystemExit(1)", may_start=lambda: answers.pop(0) if answers else True))

        assert supervisor.run() == 1

    assert len(heard.of("")) > module.MAX_DEATHS


def test_before_it_runs_a_signal_interrupts():
    supervisor = Supervisor(Heard())
    with pytest.raises(KeyboardInterrupt), supervisor:
        start_and_interrupt(supervisor)

    assert not supervisor._children[0].is_alive()


def test_an_interruption_that_python_ignores_comes_again(monkeypatch):
    monkeypatch.setattr(module, "RAISE_AGAIN", 0.1)
    supervisor = Supervisor(Heard())
    with pytest.raises(KeyboardInterrupt), supervisor:
        interrupt_in_a_destructor()


class Doomed:
    def __del__(self) -> None:
        signal.raise_signal(signal.SIGTERM)


def interrupt_in_a_destructor() -> None:
    Doomed()
    threading.Event().wait(30)


def start_and_interrupt(supervisor: Supervisor) -> None:
    supervisor.start(python("g", SLEEP))
    signal.raise_signal(signal.SIGTERM)


def test_signal_handlers_are_put_back_and_ignored_signals_stay_ignored():
    hangup = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    terminate = signal.getsignal(signal.SIGTERM)
    try:
        with Supervisor(Heard()):
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) is not terminate
        assert signal.getsignal(signal.SIGTERM) is terminate
    finally:
        signal.signal(signal.SIGHUP, hangup)


def test_a_program_that_cannot_be_started_is_an_error_at_once():
    with pytest.raises(FileNotFoundError), Supervisor(Heard()) as supervisor:
        supervisor.start(Program("h", ["/gibt/es/nicht"]))
