"""What `make run` installs, as far as it can be seen without installing."""

import os
import subprocess
import sys

from allmende import bootstrap
from tests.processes.running import ROOT


def test_pip_s_configuration_reaches_uv(monkeypatch):
    listed = (
        ":env:.extra-index-url='https://env.example.org/simple'\n"
        "global.cert='/etc/ca.pem'\n"
        "global.extra-index-url='https://file.example.org/simple'\n"
        "global.find-links='/wheels /more'\n"
        "install.index-url='https://install.example.org/simple'\n"
        "download.index-url='https://other.example.org/simple'\n"
    )
    done = subprocess.CompletedProcess([], 0, listed, "")
    monkeypatch.setattr(bootstrap, "run", lambda *_command, **_options: done)
    monkeypatch.setattr(os, "environ", {"SSL_CERT_FILE": "/own.pem"})

    assert bootstrap.uv_environment(("pip",)) == {
        "UV_DEFAULT_INDEX": "https://install.example.org/simple",
        "UV_INDEX": "https://env.example.org/simple",
        "UV_FIND_LINKS": "/wheels,/more",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "SSL_CERT_FILE": "/own.pem",
    }


def test_it_needs_the_standard_library_only():
    code = "import sys; sys.path.insert(0, 'site/allmende'); import bootstrap"

    subprocess.run([sys.executable, "-S", "-I", "-c", code], cwd=ROOT, check=True)


def test_an_old_python_is_told_so():
    code = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0);"
        "runpy.run_path('site/allmende/bootstrap.py', run_name='__main__')"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.strip().startswith("Allmende braucht Python 3.11 oder neuer, hier ist es 3.9.")


def test_the_locks_name_no_address():
    for lock in bootstrap.LOCKS:
        assert "://" not in (ROOT / lock).read_text()
