"""A worker that dies in the middle: a real process, killed by a real mail server at a known point."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from core.mail import delivery
from core.mail.models import OutboxMessage

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
WORKER = "import sys, django; django.setup(); from core.mail.delivery import deliver; print(deliver(int(sys.argv[1])))"


@pytest.mark.parametrize(
    ("killed_at", "copies"),
    [
        pytest.param("MAIL", 1, id="before anything was said"),
        pytest.param("RCPT", 1, id="before the mail was handed over"),
        pytest.param("DATA", 2, id="between the server's 250 and our mark"),
    ],
)
def test_a_killed_worker_loses_nothing(posted, server, killed_at, copies):
    row = posted()
    server.kill_at = killed_at
    worker = start_worker(row.pk, server)
    server.victim = worker.pid
    worker.communicate(timeout=60)
    assert worker.returncode == -9

    server.kill_at = ""
    assert delivery.sweep() == 0, "the dead worker's claim must run out first"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert delivery.sweep() == 1
    assert delivery.sweep() == 0

    assert len(server.mails) == copies
    assert {mail["Message-ID"] for mail in server.mails} == {row.message_id}
    row.refresh_from_db()
    assert (row.state, row.attempts, row.repeated) == (OutboxMessage.State.SENT, 2, 1)


def start_worker(pk, server):
    """Start a process that delivers one mail from the database of this test."""
    environment = {**os.environ, "DATABASE_URL": database_url(), "EMAIL_URL": server.url}
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(pk)],
        env={**environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE,
        text=True,
    )


def database_url():
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    return f"postgresql://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"
