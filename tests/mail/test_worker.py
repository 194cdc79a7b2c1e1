"""From the commit through a real Redis and an RQ worker to the mail server."""

import signal
from pathlib import Path
from tempfile import TemporaryDirectory

import django_rq
import pytest
from django.db import transaction
from rq import SimpleWorker

from core.mail import delivery
from core.mail.models import OutboxMessage
from core.mail.outbox import post
from tests.processes.running import EmbeddedRedis

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def redis(settings):
    with TemporaryDirectory(prefix="allmende-redis-") as home, EmbeddedRedis(Path(home)) as server:
        settings.RQ_QUEUES = {name: {"URL": server.url} for name in ("mail", "default", "low")}
        yield server


@pytest.fixture(autouse=True)
def _signal_handlers():
    """Put back what a worker in this process leaves behind: it answers these two with its own end."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def work() -> None:
    queue = django_rq.get_queue("mail")
    SimpleWorker([queue], connection=queue.connection).work(burst=True, logging_level="WARNING")


def test_a_worker_delivers_after_the_commit(message, server, redis):
    with transaction.atomic():
        row = post(message())
        assert django_rq.get_queue("mail").count == 0
    assert django_rq.get_queue("mail").count == 1
    work()
    assert len(server.mails) == 1
    row.refresh_from_db()
    assert row.state == OutboxMessage.State.SENT


def test_a_rollback_tells_no_worker(message, redis):
    with transaction.atomic():
        post(message())
        transaction.set_rollback(True)
    assert django_rq.get_queue("mail").count == 0


def test_the_job_tells_redis_nothing_personal(message, redis):
    with transaction.atomic():
        post(message(to="mia@example.org", text="Liebe Mia"))
    (job,) = django_rq.get_queue("mail").jobs
    assert "mia" not in f"{job.description}{job.args}".lower()


def test_what_a_dead_redis_missed_the_sweep_finds_once(message, server, redis):
    redis.process.terminate()
    redis.process.wait(10)
    with transaction.atomic():
        row = post(message())
    assert server.mails == []
    assert delivery.sweep() == 1
    assert delivery.sweep() == 0
    row.refresh_from_db()
    assert (row.state, len(server.mails)) == (OutboxMessage.State.SENT, 1)
