"""The door to background work: RQ queues on Redis.

Redis is only an alarm clock. What must not be lost is a row in the database; a job is told its key, may run twice, and
a periodic job finds what a lost one has left. So a dead Redis never becomes an error on somebody's page.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import redis
from django.db import transaction

QUEUES = ("mail", "default", "low")
"""The queues that a worker serves, most urgent first."""

KEEP_FAILED = 30 * 24 * 3600

logger = logging.getLogger("allmende.processes")


def enqueue_after_commit(func: Callable[..., Any] | str, *args: object, queue: str = "default") -> None:
    """Have a worker call `func(*args)` once the current transaction is committed; at once outside of one.

    `func` is a function of a module or its dotted path; pass keys as `args`, not objects. When Redis is away the job
    is left out with a warning in the log, so something else has to find what it would have done.
    """
    transaction.on_commit(partial(enqueue_now, func, *args, queue=queue), robust=True)


def enqueue_now(func: Callable[..., Any] | str, *args: object, queue: str = "default") -> bool:
    """Put a job into `queue` without waiting for a commit. Return False when Redis is away."""
    import django_rq

    function: Any = func
    try:
        django_rq.get_queue(queue, commit_mode="auto").enqueue_call(
            function, args=args, failure_ttl=KEEP_FAILED, description=_described(func, args)
        )
    except redis.RedisError as error:
        logger.warning("Redis is away, job %s is left to the next sweep: %s", _described(func, args), error)
        return False
    return True


def connection(queue: str = "default") -> redis.Redis:
    """Return a connection to the Redis of `queue`."""
    import django_rq

    return django_rq.get_connection(queue)


def redis_answers() -> bool:
    """Say whether Redis can be reached now."""
    try:
        return bool(connection().ping())
    except redis.RedisError:
        return False


def _described(func: Callable[..., Any] | str, args: tuple[object, ...]) -> str:
    name = func if isinstance(func, str) else f"{func.__module__}.{func.__qualname__}"
    return f"{name}({', '.join(map(repr, args))})"
