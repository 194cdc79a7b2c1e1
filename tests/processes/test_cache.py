"""The cache without which the site goes on."""

import logging
from collections.abc import Iterator

import pytest

from core.processes import cache as module
from core.processes.cache import PatientRedisCache
from tests.processes.running import EmbeddedRedis


@pytest.fixture
def cache(redis: EmbeddedRedis) -> Iterator[PatientRedisCache]:
    yield PatientRedisCache(redis.url, {})
    module._outages.clear()


def kill(redis: EmbeddedRedis) -> None:
    redis.process.kill()
    redis.process.wait()


def end_pause(redis: EmbeddedRedis) -> None:
    module._outages[redis.url].until = 0


def test_it_is_a_cache(cache):
    cache.set("a", {"b": 1})
    cache.set_many({"c": 2, "d": 3}, timeout=60)

    assert cache.get("a") == {"b": 1}
    assert cache.get_many(["c", "d", "e"]) == {"c": 2, "d": 3}
    assert cache.incr("c") == 3
    assert not cache.add("c", 9)
    assert cache.delete("a")
    assert cache.get("a", "none") == "none"
    with pytest.raises(ValueError, match="not found"):
        cache.incr("missing")


def test_clear_leaves_the_queues_alone(cache):
    client = cache._cache.get_client(write=True)
    client.lpush("rq:queue:default", "a job")
    cache.set("a", 1)

    cache.clear()

    assert cache.get("a") is None
    assert client.keys() == [b"rq:queue:default"]


def test_without_redis_nothing_is_found_and_nothing_fails(cache, redis, caplog):
    kill(redis)

    with caplog.at_level(logging.WARNING, "allmende.processes"):
        assert cache.get("a", "default") == "default"
        assert cache.get_many(["a"]) == {}
        assert cache.get_or_set("a", lambda: 7) == 7
        assert cache.add("a", 1)
        assert cache.incr("a", 2) == 2
        assert not cache.has_key("a")
        assert not cache.touch("a")
        assert not cache.delete("a")
        assert not cache.clear()
        assert cache.set_many({"a": 1}) == []
        cache.set("a", 1)
        cache.delete_many(["a"])

    assert len(caplog.records) == 1


def test_after_an_outage_it_begins_empty_since_a_deletion_may_be_missing(cache, redis):
    cache.set("price", "old")
    kill(redis)
    cache.delete("price")
    with EmbeddedRedis(redis.home):
        assert cache._cache.get_client().keys() != []
        end_pause(redis)

        assert cache.get("price") is None
        cache.set("price", "new")
        assert cache.get("price") == "new"


def test_during_the_pause_redis_is_not_asked(cache, redis):
    kill(redis)
    cache.get("a")
    with EmbeddedRedis(redis.home):
        cache.set("a", 1)
        assert cache._cache.get_client().dbsize() == 0
        end_pause(redis)
        cache.set("a", 1)
        assert cache.get("a") == 1
