"""The door to background work: after the commit, and no error when Redis is away."""

import logging

import django_rq
import pytest
from django.db import transaction

from core.processes.queues import enqueue_after_commit, enqueue_now, redis_answers

from .sample_jobs import do_nothing

PATH = "tests.processes.sample_jobs.do_nothing"


def queued(queue: str = "default") -> list[str]:
    return [job.get_call_string() for job in django_rq.get_queue(queue).jobs]


@pytest.mark.django_db(transaction=True)
def test_a_job_waits_for_the_commit(redis):
    with transaction.atomic():
        enqueue_after_commit(do_nothing, 7, "x")
        assert queued() == []

    assert queued() == [f"{PATH}(7, 'x')"]


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_job_along(redis):
    with transaction.atomic():
        enqueue_after_commit(do_nothing)
        transaction.set_rollback(True)

    assert queued() == []


@pytest.mark.django_db(transaction=True)
def test_a_dotted_path_and_another_queue(redis):
    enqueue_after_commit(PATH, 1, queue="mail")

    assert queued("mail") == [f"{PATH}(1)"]
    assert queued() == []


@pytest.mark.django_db(transaction=True)
def test_without_redis_the_commit_stands_and_the_log_says_so(redis, caplog, django_user_model):
    redis.process.kill()
    redis.process.wait()

    with caplog.at_level(logging.WARNING, "allmende.processes"), transaction.atomic():
        django_user_model.objects.create(username="anna")
        enqueue_after_commit(do_nothing, 7)

    assert django_user_model.objects.filter(username="anna").exists()
    assert f"{PATH}(7)" in caplog.text


def test_enqueue_now_says_whether_it_did(redis):
    assert enqueue_now(do_nothing)
    assert redis_answers()

    redis.process.kill()
    redis.process.wait()

    assert not enqueue_now(do_nothing)
    assert not redis_answers()
