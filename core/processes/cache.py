"""A Redis cache without which the site goes on: while Redis is away nothing is found and nothing is kept."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property

PAUSE = 5.0
"""Seconds after a failure during which Redis is not asked again, so that a page does not wait for each of its keys."""

DEFAULTS = {"socket_connect_timeout": 2, "socket_timeout": 2}

logger = logging.getLogger("allmende.processes")
Answer = TypeVar("Answer")


@dataclass
class _Outage:
    """What this process knows about one Redis: not to be asked until then, and whether writes may be missing there."""

    until: float = 0.0
    seen: bool = False


_outages: defaultdict[str, _Outage] = defaultdict(_Outage)


class PatientClient(RedisCacheClient):
    """Answers as Django's DummyCache does while Redis is away.

    An entry that should have been deleted meanwhile is still there when Redis comes back, so every process that saw the
    outage empties the cache before its first use afterwards.
    """

    def __init__(self, servers: list[str], prefix: str, **options: Any) -> None:
        super().__init__(servers, **{**DEFAULTS, **options})
        self._prefix = prefix
        self._outage = _outages[",".join(servers)]

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return self._ask(super().add, key, value, timeout, otherwise=True)

    def get(self, key: Any, default: Any) -> Any:
        return self._ask(super().get, key, default, otherwise=default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._ask(super().set, key, value, timeout, otherwise=None)

    def touch(self, key: Any, timeout: Any) -> bool:
        return self._ask(super().touch, key, timeout, otherwise=False)

    def delete(self, key: Any) -> bool:
        return self._ask(super().delete, key, otherwise=False)

    def get_many(self, keys: Iterable[Any]) -> dict[Any, Any]:
        return self._ask(super().get_many, keys, otherwise={})

    def has_key(self, key: Any) -> bool:
        return self._ask(super().has_key, key, otherwise=False)

    def incr(self, key: Any, delta: int) -> int:
        return self._ask(super().incr, key, delta, otherwise=delta)

    def set_many(self, data: Mapping[Any, Any], timeout: Any) -> None:
        self._ask(super().set_many, data, timeout, otherwise=None)

    def delete_many(self, keys: Iterable[Any]) -> None:
        self._ask(super().delete_many, keys, otherwise=None)

    def clear(self) -> bool:
        return self._ask(self._remove_all, otherwise=False)

    def _ask(self, method: Callable[..., Answer], *args: object, otherwise: Answer) -> Answer:
        if time.monotonic() < self._outage.until:
            return otherwise
        try:
            if self._outage.seen:
                self._remove_all()
                self._outage.seen = False
            return method(*args)
        except redis.RedisError as error:
            logger.warning("the cache is away, going on without it for %s seconds: %s", PAUSE, error)
            self._outage.seen, self._outage.until = True, time.monotonic() + PAUSE
            return otherwise

    def _remove_all(self) -> bool:
        """Remove our own entries only: the queues may live in the same database."""
        client = self.get_client(write=True)
        keys = list(client.scan_iter(match=f"{self._prefix}:*", count=1000))
        for start in range(0, len(keys), 1000):
            client.unlink(*keys[start : start + 1000])
        return True


class PatientRedisCache(RedisCache):
    """Django's Redis cache, surviving a dead Redis. `clear()` leaves everything alone that is not of this cache."""

    _servers: list[str]
    _options: dict[str, Any]

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, {"KEY_PREFIX": "allmende-cache", **params})

    @cached_property
    def _cache(self) -> PatientClient:
        return PatientClient(self._servers, self.key_prefix, **self._options)
