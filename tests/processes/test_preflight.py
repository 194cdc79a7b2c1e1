"""What must be true before anything starts."""

import pytest

from core.processes.preflight import Bind, RefusedError, StateLock, listen, require_writable


@pytest.mark.parametrize(
    ("text", "host", "port", "url"),
    [
        ("127.0.0.1:8000", "127.0.0.1", 8000, "http://127.0.0.1:8000"),
        ("0.0.0.0:80", "0.0.0.0", 80, "http://127.0.0.1:80"),  # noqa: S104
        ("[::1]:8000", "::1", 8000, "http://[::1]:8000"),
        ("[::]:8000", "::", 8000, "http://[::1]:8000"),
        (":8000", "127.0.0.1", 8000, "http://127.0.0.1:8000"),
        ("8000", "127.0.0.1", 8000, "http://127.0.0.1:8000"),
        ("localhost:65535", "localhost", 65535, "http://localhost:65535"),
    ],
)
def test_addresses(text, host, port, url):
    bind = Bind.parse(text)

    assert (bind.host, bind.port, bind.url) == (host, port, url)


@pytest.mark.parametrize("text", ["", "abc", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "x:-1", "x:²"])
def test_what_is_no_address(text):
    with pytest.raises(RefusedError, match="keine Adresse mit Port"):
        Bind.parse(text)


def test_a_port_in_use_names_another():
    with listen(Bind("127.0.0.1", 0)) as first:
        port = first.getsockname()[1]
        with pytest.raises(RefusedError, match=f"Port {port} ist schon belegt.*PORT={port + 1}"):
            listen(Bind("127.0.0.1", port))


def test_a_port_is_free_again_at_once():
    with listen(Bind("127.0.0.1", 0)) as first:
        port = first.getsockname()[1]
    listen(Bind("127.0.0.1", port)).close()


def test_a_host_that_is_not_this_machine():
    with pytest.raises(RefusedError, match=r"192\.0\.2\.1 kann dieser Rechner nicht antworten"):
        listen(Bind("192.0.2.1", 8000))


def test_a_folder_below_a_file(tmp_path):
    file = tmp_path / "datei"
    file.touch()

    with pytest.raises(RefusedError, match="kann nicht geschrieben werden"):
        require_writable(file / "ordner")


def test_a_folder_is_made_and_stays_clean(tmp_path):
    require_writable(tmp_path / "a" / "b")

    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_the_lock_names_its_holder_and_goes(tmp_path):
    with StateLock(tmp_path, "http://127.0.0.1:8000") as lock:
        with pytest.raises(RefusedError, match=r"http://127\.0\.0\.1:8000"), StateLock(tmp_path, "http://other"):
            pass
        assert lock.path.exists()

    assert not lock.path.exists()
    with StateLock(tmp_path, "http://again"):
        pass


def test_a_lock_left_by_a_killed_process_is_taken_over(tmp_path):
    (tmp_path / "serve.lock").write_text('{"pid": 1, "url": "http://old"}')

    with StateLock(tmp_path, "http://new") as lock:
        assert "http://new" in lock.path.read_text()
        assert "http://old" not in lock.path.read_text()
