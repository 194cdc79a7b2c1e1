"""Periodic jobs: collected from everywhere, enqueued once, never piled up, never silently missing."""

import logging
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from rq.cron import CronJob

from core.hooks.contracts import ScheduledJob
from core.processes import health, queues
from core.processes import scheduler as scheduler_module
from core.processes.scheduler import SLOTS_KEY, Scheduler, Timetable, check_jobs, latest_slot, next_slot, timetable
from tests.processes.running import ROOT, EmbeddedRedis, until

from .sample_jobs import Sample, do_nothing

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 6, 10, 10, 0, 5, tzinfo=UTC)
PATH = "tests.processes.sample_jobs.do_nothing"


def every(seconds: int, key: str = "sample") -> Timetable:
    return check_jobs([ScheduledJob(key=key, run=PATH, interval=seconds)])


def daily(cron: str) -> Timetable:
    return check_jobs([ScheduledJob(key="sample", run=PATH, cron=cron)])


def cron_job(cron: str = "", interval: int | None = None) -> CronJob:
    return CronJob("default", func=do_nothing, cron=cron or None, interval=interval)


def waiting(redis: EmbeddedRedis) -> int:
    return queues.connection().llen("rq:queue:default")


def run_all(redis: EmbeddedRedis) -> None:
    """Take everything out of the queue, as a worker would."""
    queues.connection().delete("rq:queue:default")


# -- collecting --------------------------------------------------------------------------------------------------------


def test_every_job_of_core_and_of_the_plugins_can_run():
    assert timetable().problems == ()


def test_the_sweep_of_the_outbox_is_among_them():
    assert {job.key: job.interval for job, _run in timetable().jobs}["core.outbox"] == 30


@pytest.mark.parametrize(
    ("job", "reason"),
    [
        (ScheduledJob(key="bad", run="nowhere.at.all", interval=1), "No module named"),
        (ScheduledJob(key="bad", run="tests.processes.sample_jobs.gone", interval=1), "gone"),
        (ScheduledJob(key="bad", run=PATH, interval=1, queue="unheard"), "unheard"),
        (ScheduledJob(key="bad", run=PATH, cron="every day"), "every day"),
        (ScheduledJob(key="bad", run=Sample().run, interval=1), "worker can import"),
        (ScheduledJob(key="bad", run=lambda: None, interval=1), "worker can import"),
        (ScheduledJob(key="good", run=PATH, interval=1), "taken"),
    ],
)
def test_a_job_that_cannot_run_is_named_and_logged(redis, caplog, job, reason):
    good = ScheduledJob(key="good", run=do_nothing, interval=60)

    table = check_jobs([good, job])
    with caplog.at_level(logging.ERROR, "allmende.processes"):
        scheduler = Scheduler(table)

    assert [known.key for known, _run in table.jobs] == ["good"]
    assert [problem.key for problem in table.problems] == [job.key]
    assert reason in table.problems[0].reason
    assert [registered.name for registered in scheduler.get_jobs()] == ["good"]
    assert reason in caplog.text


# -- once --------------------------------------------------------------------------------------------------------------


def test_two_schedulers_enqueue_once(redis):
    first, second = Scheduler(every(30)), Scheduler(every(30))
    counts = []
    for step in range(4):
        with time_machine.travel(NOON + timedelta(seconds=30 * step), tick=False):
            first.round()
            second.round()
            counts.append(waiting(redis))
            run_all(redis)

    assert counts == [1, 1, 1, 1]


def test_the_second_takes_over_at_once(redis):
    first, second = Scheduler(every(30)), Scheduler(every(30))
    with time_machine.travel(NOON, tick=False):
        first.round()
        second.round()
    run_all(redis)
    with time_machine.travel(NOON + timedelta(seconds=30), tick=False):
        second.round()

    assert waiting(redis) == 1


def test_a_restart_runs_nothing_again(redis):
    with time_machine.travel(NOON, tick=False):
        Scheduler(every(3600)).round()
        run_all(redis)
        Scheduler(every(3600)).round()

    assert waiting(redis) == 0


def test_a_run_missed_while_nothing_ran_is_made_up_for_once(redis):
    with time_machine.travel(NOON, tick=False):
        Scheduler(daily("15 3 * * *")).round()
        run_all(redis)
    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        scheduler = Scheduler(daily("15 3 * * *"))
        scheduler.round()
        scheduler.round()

    assert waiting(redis) == 1


def test_without_a_worker_runs_do_not_pile_up(redis):
    scheduler = Scheduler(every(30))
    for step in range(100):
        with time_machine.travel(NOON + timedelta(seconds=30 * step), tick=False):
            scheduler.round()

    assert waiting(redis) == 1


def test_a_clock_that_was_wrong_does_not_stop_a_job_for_years(redis):
    with time_machine.travel(NOON + timedelta(days=3650), tick=False):
        Scheduler(every(30)).round()
        run_all(redis)
    with time_machine.travel(NOON, tick=False):
        Scheduler(every(30)).round()

    assert waiting(redis) == 1


def test_the_pause_until_the_next_round(redis):
    with time_machine.travel(NOON, tick=False):
        assert Scheduler(every(30)).round() == 25
        assert Scheduler(every(3600)).round() == 60


# -- without Redis -----------------------------------------------------------------------------------------------------


def test_it_waits_for_redis_and_goes_on(redis, caplog):
    scheduler = Scheduler(every(30))
    redis.process.kill()
    redis.process.wait()

    with time_machine.travel(NOON, tick=False), caplog.at_level(logging.WARNING, "allmende.processes"):
        assert [scheduler.round() for _ in range(6)] == [1, 3, 7, 15, 30, 30]
        assert len(caplog.records) == 1
        with EmbeddedRedis(redis.home):
            scheduler.round()
            assert waiting(redis) == 1


def test_healthz_names_the_jobs_that_cannot_run(client, db, monkeypatch):
    lost = ScheduledJob(key="core.lost", run="nowhere.at.all", interval=60)
    monkeypatch.setattr(scheduler_module, "CORE_JOBS", (lost,))

    assert {"job": "core.lost", "problem": "it cannot run"} in client.get("/healthz").json()["failures"]


def test_without_redis_health_says_so(redis, db):
    redis.process.kill()
    redis.process.wait()

    look = health.look()

    assert (look.redis, look.workers, look.schedulers) == (False, 0, 0)
    assert not look.is_good


def test_health_counts_schedulers(redis, db):
    Scheduler(every(30)).round()

    assert health.look().schedulers == 1


# -- two real processes ------------------------------------------------------------------------------------------------


@pytest.mark.processes
def test_two_scheduler_processes_enqueue_each_job_once(redis, home):
    client = queues.connection()
    env = {
        **os.environ,
        "ALLMENDE_HOME": str(home),
        "REDIS_URL": redis.url,
        "DJANGO_SETTINGS_MODULE": "allmende.settings.base",
    }
    with ExitStack() as stack:
        schedulers = [
            stack.enter_context(subprocess.Popen([sys.executable, "manage.py", "scheduler"], cwd=ROOT, env=env))
            for _ in range(2)
        ]
        stack.callback(lambda: [scheduler.kill() for scheduler in schedulers])
        until(lambda: client.zcard("rq:cron_schedulers") == 2, what="both have had a round")
        slots, jobs = client.hlen(SLOTS_KEY), sum(client.llen(f"rq:queue:{name}") for name in queues.QUEUES)
        for scheduler in schedulers:
            scheduler.send_signal(signal.SIGTERM)

        assert [scheduler.wait(20) for scheduler in schedulers] == [0, 0]

    # A round may fall on a moment at which an interval ends, but never are there two of one job for one moment.
    assert jobs == slots == len(timetable().jobs)
    assert client.zcard("rq:cron_schedulers") == 0


# -- when a job is due -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "slot", "following"),
    [
        ("2026-06-10T12:00:00", "2026-06-10T12:00:00", "2026-06-10T12:00:30"),
        ("2026-06-10T12:00:29.999", "2026-06-10T12:00:00", "2026-06-10T12:00:30"),
    ],
)
def test_slots_of_an_interval(now, slot, following):
    job, moment = cron_job(interval=30), datetime.fromisoformat(now).replace(tzinfo=BERLIN)

    assert latest_slot(job, moment) == datetime.fromisoformat(slot).replace(tzinfo=BERLIN)
    assert next_slot(job, moment) == datetime.fromisoformat(following).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "slot", "following"),
    [
        ("2026-06-10T03:14:59.9", "2026-06-09T01:15:00", "2026-06-10T01:15:00"),
        ("2026-06-10T03:15:00", "2026-06-10T01:15:00", "2026-06-11T01:15:00"),
        ("2026-06-10T03:15:45", "2026-06-10T01:15:00", "2026-06-11T01:15:00"),
        ("2026-12-10T04:00:00", "2026-12-10T02:15:00", "2026-12-11T02:15:00"),
    ],
)
def test_slots_of_a_wall_time(now, slot, following):
    job, moment = cron_job("15 3 * * *"), datetime.fromisoformat(now).replace(tzinfo=BERLIN)

    assert latest_slot(job, moment) == datetime.fromisoformat(slot).replace(tzinfo=UTC)
    assert next_slot(job, moment) == datetime.fromisoformat(following).replace(tzinfo=UTC)


@pytest.mark.parametrize("change", [datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 10, 25, tzinfo=BERLIN)])
def test_a_daily_job_at_half_past_two_runs_once_on_the_days_of_the_clock_change(change):
    job = cron_job("30 2 * * *")
    start = change.astimezone(UTC)

    slots = {latest_slot(job, start + timedelta(minutes=10 * step)) for step in range(25 * 6)}

    assert len([slot for slot in slots if slot >= start]) == 1


@pytest.mark.parametrize("cron", ["15 3 * * *", "30 2 * * *", "*/5 * * * *", "0 0 1 * *"])
def test_the_next_slot_is_the_latest_one_when_it_has_come(cron):
    job, moment = cron_job(cron), datetime(2026, 3, 27, 11, 30, tzinfo=UTC)
    for _ in range(40):
        following = next_slot(job, moment)
        assert following > moment
        assert latest_slot(job, following) == following
        assert latest_slot(job, following - timedelta(microseconds=1)) < following
        moment = following
