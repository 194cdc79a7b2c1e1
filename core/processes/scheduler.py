"""Periodic jobs: who puts them into the queues, when, and exactly once however many schedulers run.

There is no leader to elect: every run of a job has a name, the moment it is due ("slot"), the same for all schedulers.
Whoever first notes it in Redis puts the job into its queue. So a second scheduler doubles nothing, takes over without a
gap, and a run missed while the machine was off is made up for once.
"""

import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import redis
from croniter import croniter
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django_rq.cron import DjangoCronScheduler
from rq.cron import CronJob

from core.hooks import dispatch
from core.hooks.contracts import ScheduledJob

from .jobs import CORE_JOBS
from .queues import KEEP_FAILED, connection

SLOTS_KEY = "allmende:slots"
MAX_PAUSE = 30.0
CLOCK_ERROR = 24 * 3600
"""A noted slot further ahead than this many seconds comes from a clock that was wrong, and does not count."""

CLAIM_SLOT = """
local noted = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or 0)
if noted >= tonumber(ARGV[2]) and noted <= tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
"""

logger = logging.getLogger("allmende.processes")


@dataclass(frozen=True)
class Problem:
    """A job that cannot run, and why."""

    key: str
    reason: str


@dataclass(frozen=True)
class Timetable:
    """The jobs that can run, each with its function, and those that cannot."""

    jobs: tuple[tuple[ScheduledJob, Callable[[], object]], ...]
    problems: tuple[Problem, ...]


def timetable() -> Timetable:
    """Return core's and all plugins' periodic jobs, checked as far as possible without running them."""
    collected = dispatch.collect("scheduled_jobs")
    missing = [Problem(slug, "its hook scheduled_jobs failed") for slug in collected.failed]
    return check_jobs([*CORE_JOBS, *collected.items], missing)


def check_jobs(jobs: Iterable[ScheduledJob], problems: Iterable[Problem] = ()) -> Timetable:
    """Sort `jobs` into those that can run and those that cannot; a key given twice counts the first time only."""
    good: dict[str, tuple[ScheduledJob, Callable[[], object]]] = {}
    bad = list(problems)
    for job in jobs:
        try:
            if job.key in good:
                raise ValueError("the key is taken by another job")
            good[job.key] = (job, _function(job))
        except (ImportError, ValueError) as error:
            bad.append(Problem(job.key, str(error)))
    return Timetable(tuple(good.values()), tuple(bad))


def _function(job: ScheduledJob) -> Callable[[], object]:
    """Return what `job` runs. Raises ImportError or ValueError saying why it cannot run."""
    if job.queue not in settings.RQ_QUEUES:
        raise ValueError(f"there is no queue {job.queue!r}")
    if job.cron and not croniter.is_valid(job.cron):
        raise ValueError(f"{job.cron!r} is no cron expression")
    function: Callable[[], object] = import_string(job.run) if isinstance(job.run, str) else job.run
    if getattr(sys.modules[function.__module__], function.__name__, None) is not function:
        raise ValueError(f"{function!r} is not a function that a worker can import")
    return function


class Scheduler(DjangoCronScheduler):
    """Puts jobs into their queues when they are due, until SIGTERM or SIGINT; waits while Redis is away."""

    def __init__(self, table: Timetable, redis_connection: redis.Redis | None = None) -> None:
        super().__init__(connection=redis_connection or connection())
        self._stopped = threading.Event()
        self._pause = 0.0
        for job, function in table.jobs:
            self._register(job, function)
        for problem in table.problems:
            logger.error("periodic job %s does not run: %s", problem.key, problem.reason)

    def _register(self, job: ScheduledJob, function: Callable[[], object]) -> None:
        registered = self.register(
            function,
            job.queue,
            interval=job.interval,
            cron=job.cron or None,
            name=job.key,
            job_timeout=settings.RQ_QUEUES[job.queue].get("DEFAULT_TIMEOUT"),
            result_ttl=0,
            failure_ttl=KEEP_FAILED,
        )
        # Every job is looked at in the first round, so that a run missed while nobody looked is made up for.
        registered.next_enqueue_time = None

    def enqueue_jobs(self) -> list[CronJob]:
        """Enqueue the jobs whose slot has come and is not taken. Return those that this scheduler has enqueued."""
        now = timezone.now()
        enqueued = []
        for job in self.get_jobs():
            if job.next_enqueue_time is None or job.next_enqueue_time <= now:
                if self._claim(job, latest_slot(job, now)) and not self._still_waits(job):
                    job.enqueue(self.connection)
                    enqueued.append(job)
                job.latest_enqueue_time = now
                job.next_enqueue_time = next_slot(job, now)
        return enqueued

    def _claim(self, job: CronJob, slot: datetime) -> bool:
        """Note that `job` was enqueued for `slot`. Return False if any scheduler did so before."""
        latest_plausible = timezone.now().timestamp() + CLOCK_ERROR
        claim = self.connection.register_script(CLAIM_SLOT)
        return bool(claim(keys=[SLOTS_KEY], args=[job.name, slot.timestamp(), latest_plausible]))

    def _still_waits(self, job: CronJob) -> bool:
        """Say whether the previous run is still in the queue: without a worker, runs must not pile up."""
        previous = job.get_job_ids(self.connection, 0, 0)
        return bool(previous) and self.connection.lpos(f"rq:queue:{job.queue_name}", previous[0]) is not None

    def start(self) -> None:
        """Run until a stop signal."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_args: self._stopped.set())
        while not self._stopped.is_set():
            self._stopped.wait(self.round())
        self._say_goodbye()

    def round(self) -> float:
        """Enqueue what is due. Return the seconds until the next round, more each time while Redis is away."""
        try:
            self.enqueue_jobs()
            self.save()
            self.heartbeat()
        except redis.RedisError as error:
            if not self._pause:
                logger.warning("the scheduler waits for Redis: %s", error)
            self._pause = min(self._pause * 2 + 1, MAX_PAUSE)
            return self._pause
        self._pause = 0.0
        return self.calculate_sleep_interval()

    def _say_goodbye(self) -> None:
        try:
            self.register_death()
        except redis.RedisError as error:
            logger.warning("the scheduler ended while Redis was away: %s", error)


def latest_slot(job: CronJob, now: datetime) -> datetime:
    """Return the last moment up to `now` at which `job` was due: the same for every scheduler.

    An interval is counted from the epoch. A cron expression means local wall time; a time that a clock change skips is
    due when the clocks have changed, one that comes twice is due the first time.
    """
    if job.interval:
        return datetime.fromtimestamp(now.timestamp() // job.interval * job.interval, UTC)
    # croniter looks strictly before its start, so a due time of right now needs a start that is a little later.
    times = croniter(job.cron, _wall_time(now + timedelta(seconds=1)), ret_type=datetime)
    while (slot := _first_occurrence(times.get_prev())) > now:
        pass
    return slot


def next_slot(job: CronJob, now: datetime) -> datetime:
    """Return the first moment after `now` at which `job` is due."""
    if job.interval:
        return datetime.fromtimestamp(latest_slot(job, now).timestamp() + job.interval, UTC)
    times = croniter(job.cron, _wall_time(now), ret_type=datetime)
    while (slot := _first_occurrence(times.get_next())) <= now:
        pass
    return slot


def _wall_time(moment: datetime) -> datetime:
    return moment.astimezone(timezone.get_default_timezone()).replace(tzinfo=None, fold=0)


def _first_occurrence(local: datetime) -> datetime:
    return local.replace(tzinfo=timezone.get_default_timezone(), fold=0).astimezone(UTC)
