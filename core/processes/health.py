"""How the background work is doing, for `/healthz` and the editors' dashboard."""

from dataclasses import dataclass
from datetime import timedelta

import redis
from django.utils import timezone
from django_rq.cron import DjangoCronScheduler
from rq.registry import FailedJobRegistry
from rq.worker import Worker

from .queues import QUEUES, connection
from .scheduler import Problem, timetable

HEARTBEAT_AGE = timedelta(minutes=3)
"""A scheduler gives a sign of life at least every minute."""


@dataclass(frozen=True)
class Health:
    """What runs at present. Without Redis nothing else is known: the numbers are 0."""

    redis: bool
    workers: int
    schedulers: int
    failed_jobs: int
    problems: tuple[Problem, ...]

    @property
    def is_good(self) -> bool:
        """Whether mail goes out and periodic jobs run, all of them."""
        return self.redis and self.workers > 0 and self.schedulers > 0 and not self.problems


def look() -> Health:
    """Return the state of Redis, workers, schedulers and periodic jobs as of now."""
    problems = timetable().problems
    client = connection()
    try:
        return Health(
            redis=bool(client.ping()),
            workers=Worker.count(client),
            schedulers=_schedulers(client),
            failed_jobs=sum(FailedJobRegistry(name, client).count for name in QUEUES),
            problems=problems,
        )
    except redis.RedisError:
        return Health(redis=False, workers=0, schedulers=0, failed_jobs=0, problems=problems)


def _schedulers(client: redis.Redis) -> int:
    beats = [scheduler.last_heartbeat for scheduler in DjangoCronScheduler.all(client)]
    return sum(beat is not None and timezone.now() - beat < HEARTBEAT_AGE for beat in beats)
