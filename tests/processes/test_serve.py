"""`manage.py serve` from outside: what it starts, what it survives, what it leaves behind.

A start costs many seconds of computing, so one site lives through most of it.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import redis

from core.processes import redis_server
from core.processes.scheduler import SLOTS_KEY
from tests.processes.running import RunningSite, free_port, serve, until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]
PROGRAMS = ["gunicorn", "rqworker", "django scheduler", "redis-server"]


def test_a_site_from_its_start_to_ctrl_c(ready_home):
    with RunningSite(ready_home) as site:
        site.wait_until_ready()
        it_says_where_to_go(site)
        mail_and_periodic_jobs_go_on_after_redis_died(site)
        killed_programs_are_started_again(site)
        nothing_survives_a_killed_supervisor(site)

    with RunningSite(ready_home) as site:
        site.wait_until_ready()
        ctrl_c_stops_web_first_and_redis_last(site)
        assert site.left_behind() == []


def it_says_where_to_go(site: RunningSite) -> None:
    assert f"Allmende ist bereit: http://127.0.0.1:{site.port}\n" in site.output
    assert f"http://127.0.0.1:{site.port}/postfach/" in site.output
    assert "Strg-C beendet alles." in site.output
    assert site.answers()


def mail_and_periodic_jobs_go_on_after_redis_died(site: RunningSite) -> None:
    before = pids(site)
    until(lambda: client(site).exists(SLOTS_KEY) and client(site).exists("rq:workers"), what="both work")

    os.kill(before["redis-server"], signal.SIGKILL)
    until(lambda: site.pid_of("redis-server") not in {None, before["redis-server"]})
    until(lambda: redis_server.answers(redis_server.socket_path(site.home)))
    client(site).delete(SLOTS_KEY)

    until(lambda: client(site).hexists(SLOTS_KEY, "core.outbox"), 60, "the scheduler goes on")
    until(lambda: client(site).llen("rq:queue:mail") == 0, what="the worker goes on")
    after = pids(site)
    assert (after["gunicorn"], after["django scheduler"]) == (before["gunicorn"], before["django scheduler"])


def killed_programs_are_started_again(site: RunningSite) -> None:
    before = pids(site)
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)

    until(lambda: not set(pids(site).values()) & set(before.values()))
    assert site.output.count("ist ausgefallen und wird neu gestartet.") >= len(PROGRAMS)
    assert site.answers()


def nothing_survives_a_killed_supervisor(site: RunningSite) -> None:
    pids(site)
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait()

    until(lambda: not site.pids, what="all processes end with the supervisor")


def ctrl_c_stops_web_first_and_redis_last(site: RunningSite) -> None:
    running, ended = pids(site), []
    site.process.send_signal(signal.SIGINT)
    while len(ended) < len(PROGRAMS):
        ended += [name for name in PROGRAMS if name not in ended and running[name] not in site.pids]

    assert site.process.wait(60) == 0
    assert ended == PROGRAMS
    assert "Allmende wird beendet" in site.output


def test_ctrl_c_while_the_tables_are_made(home):
    with RunningSite(home) as site:
        until(lambda: "Die Datenbank wird eingerichtet." in site.output, 90)

        assert site.end() == 0
        assert site.left_behind() == []
        assert "Traceback" not in site.output


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(home):
    file = home / "eine-datei"
    file.touch()

    assert f"Der Ordner {file}/darunter lässt sich nicht anlegen" in refusal(file / "darunter")


def refusal(home: Path) -> str:
    process = serve(home, environ={"PORT": str(free_port())}, stdout=subprocess.PIPE)
    output = process.communicate(timeout=90)[0].decode()
    assert process.returncode == 1
    assert len(output.splitlines()) == 1, output
    return output


def client(site: RunningSite) -> redis.Redis:
    return redis.Redis.from_url(redis_server.socket_url(site.home))


def pids(site: RunningSite) -> dict[str, int]:
    """Return the processes that the supervisor has started, once they all run."""
    return until(lambda: all(map(site.pid_of, PROGRAMS)) and {name: site.pid_of(name) or 0 for name in PROGRAMS})
