"""The first faults of `manage.py serve`: each is one sentence that says what to do next, and exit code 1."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.management import call_command
from django.db import connection

from core.management.commands.serve import Command
from core.processes import redis_server
from core.processes.preflight import Bind, RefusedError, StateLock, listen
from core.processes.supervisor import Supervisor
from tests.processes.running import EmbeddedRedis, free_port


@pytest.fixture(autouse=True)
def _own_state(settings, home, monkeypatch):
    settings.STATE_DIR = home
    settings.REDIS_URL = redis_server.socket_url(home)
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.delenv("REDIS_SERVER", raising=False)


def refusal() -> str:
    output = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("serve", stdout=output, stderr=output)
    [sentence] = output.getvalue().splitlines()
    return sentence


def test_port_in_use(home, monkeypatch):
    with listen(Bind("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        assert refusal() == f"Port {port} ist schon belegt. Wählen Sie einen anderen: PORT={port + 1} make run"

    assert not redis_server.data_dir(home).exists()
    assert not (home / "serve.lock").exists()


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_no_port(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    assert "keine Adresse mit Port" in refusal()


def test_folder_that_cannot_be_written(settings, home):
    file = home / "eine-datei"
    file.touch()
    settings.STATE_DIR = file / "darunter"

    assert "kann nicht geschrieben werden" in refusal()


def test_a_second_one_in_the_same_folder(home):
    with StateLock(home, "http://127.0.0.1:8765"):
        assert "läuft für diesen Ordner schon: http://127.0.0.1:8765 (Prozess" in refusal()


def test_named_binary_is_missing(monkeypatch):
    monkeypatch.setenv("REDIS_SERVER", "/gibt/es/nicht")

    assert refusal() == "REDIS_SERVER nennt kein Programm, das sich starten lässt: /gibt/es/nicht"


def test_no_binary_anywhere(monkeypatch):
    monkeypatch.setattr(redis_server, "BUNDLED_BINARIES", {})
    monkeypatch.setenv("PATH", "/nirgends")

    assert "kein Redis-Server zu finden" in refusal()


def test_binary_that_does_not_run(home, monkeypatch):
    monkeypatch.setenv("REDIS_SERVER", "/bin/false")

    assert "Der Redis-Server /bin/false ist nicht gestartet (ohne ein Wort)." in refusal()
    assert not (home / "serve.lock").exists()


def test_database_that_does_not_answer(monkeypatch, django_db_blocker):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", "/gibt/es/nicht/db.sqlite3")
    with django_db_blocker.unblock():
        sentence = refusal()
        connection.close()

    assert sentence.startswith("Die Datenbank antwortet nicht (")
    assert sentence.endswith("Prüfen Sie DATABASE_URL.")


# -- what is no refusal ------------------------------------------------------------------------------------------------


def start(output: StringIO) -> bool:
    """Start Redis as `serve` does, say whether it answers, and stop it again."""
    command = Command(stdout=output)
    with Supervisor(command.say) as supervisor:
        command.start_redis(supervisor)
        return redis_server.answers(redis_server.socket_path(current.STATE_DIR))


def test_redis_in_a_folder_with_a_very_long_path(settings, home):
    settings.STATE_DIR = home / ("tief" * 25)
    settings.REDIS_URL = redis_server.socket_url(settings.STATE_DIR)

    assert start(StringIO())

    redis_server.remove_socket(settings.STATE_DIR)
    assert not redis_server.socket_path(settings.STATE_DIR).parent.exists()


def test_redis_begins_anew_when_it_cannot_read_its_data(home):
    data = redis_server.data_dir(home)
    data.mkdir()
    (data / "appendonly.aof").write_bytes(b"REDIS0099 from the future")
    output = StringIO()

    assert start(output)
    assert "Redis konnte seine Daten nicht lesen und beginnt neu." in output.getvalue()
    assert [path.name for path in home.glob("redis-unreadable-*/appendonly.aof")] == ["appendonly.aof"]


def test_with_a_redis_of_ones_own_none_is_started(settings, home):
    with EmbeddedRedis(home) as own:
        settings.STATE_DIR = Path("/gibt/es/nicht")
        settings.REDIS_URL = own.url

        assert not start(StringIO())


def test_refusals_are_no_tracebacks_for_callers_of_serve():
    with pytest.raises(RefusedError):
        Command().serve(bind="nonsense", workers=None, threads=8, demo=False)
