"""The programs that make up a running site, as `manage.py serve` starts them."""

import os
import socket
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.db import connection

from . import redis_server
from .queues import QUEUES, redis_answers
from .supervisor import Program

WARM_STOP = 30
"""Seconds that a worker may take to finish the job at hand."""


def redis(binary: Path) -> Program:
    """Return the embedded Redis; the others write to it until their end."""
    return Program("redis", redis_server.command(binary, settings.STATE_DIR), stop_last=True)


def web(listener: socket.socket, workers: int, threads: int, env: Mapping[str, str]) -> Program:
    """Return the web server. It takes over `listener`, so a restart refuses nobody."""
    module, _dot, name = settings.WSGI_APPLICATION.rpartition(".")
    options = {
        "--bind": f"fd://{listener.fileno()}",
        "--worker-class": "gthread",
        "--workers": str(workers),
        "--threads": str(threads),
        "--graceful-timeout": "10",
        "--log-level": "warning",
    }
    command = [
        *(sys.executable, "-m", "gunicorn", "--no-control-socket"),
        *(word for option in options.items() for word in option),
        f"{module}:{name}",
    ]
    return Program("web", command, env=env, pass_fds=(listener.fileno(),), stop_after=12)


def worker(env: Mapping[str, str]) -> Program:
    """Return the worker for all queues, which also looks after retries and delayed jobs."""
    command = [*_django("rqworker"), *QUEUES, "--with-scheduler", "--verbosity", "0"]
    return Program("worker", command, env=env, stop_after=WARM_STOP, may_start=redis_answers)


def scheduler(env: Mapping[str, str]) -> Program:
    """Return the scheduler of periodic jobs."""
    return Program("scheduler", _django("scheduler"), env=env)


def default_workers() -> int:
    """Return how many web processes suit the database: SQLite has one writer, and threads share the memory."""
    return 1 if connection.vendor == "sqlite" else 2


def environment(**more: str) -> dict[str, str]:
    """Return what the programs need in their environment, wherever `serve` was started from."""
    roots = [str(root) for root in _source_roots()]
    path = [*roots, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(path)),
        "PYTHONUNBUFFERED": "1",
        # A worker forks for each job; macOS would stop the fork of a process that has used the network.
        "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",
        **more,
    }


def _source_roots() -> list[Path]:
    """Return the folders from which our own packages come: `core`, and the project that holds the settings."""
    packages = {__package__.partition(".")[0], os.environ["DJANGO_SETTINGS_MODULE"].partition(".")[0]}
    return sorted({Path(str(import_module(name).__file__)).parent.parent for name in packages})


def _django(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "django", *arguments]
