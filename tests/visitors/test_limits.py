import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory

from core.visitors import limits
from core.visitors.models import RateCount

HOUR = timedelta(hours=1)
NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def allow(key="198.51.100.7", purpose="register", limit=3, window=HOUR):
    return limits.allow(purpose, key, limit=limit, window=window)


@pytest.mark.django_db
class TestAllow:
    def test_up_to_the_limit(self):
        assert [allow() for _ in range(5)] == [True, True, True, False, False]

    def test_purposes_and_keys_count_apart(self):
        assert [allow(limit=1), allow("198.51.100.8", limit=1), allow(purpose="other", limit=1)] == [True] * 3

    def test_an_empty_key_has_no_limit(self):
        assert all(allow("", limit=1) for _ in range(5))
        assert not RateCount.objects.exists()

    def test_the_next_window_begins_anew(self):
        with time_machine.travel(NOON, tick=False):
            assert [allow(limit=1), allow(limit=1)] == [True, False]
        with time_machine.travel(NOON + HOUR, tick=False):
            assert allow(limit=1)

    def test_one_count_is_one_query(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            allow()

    def test_who_it_was_cannot_be_seen_and_two_days_cannot_be_linked(self):
        with time_machine.travel(NOON, tick=False):
            allow()
        with time_machine.travel(NOON + timedelta(days=1), tick=False):
            allow()
        one, two = RateCount.objects.order_by("window_start")
        assert one.key != two.key
        assert "198.51" not in one.key + two.key
        assert len(one.key) == 64

    def test_a_window_across_midnight_keeps_one_key(self):
        with time_machine.travel(datetime(2027, 3, 1, 23, 59, tzinfo=UTC), tick=False):
            allow()
        with time_machine.travel(datetime(2027, 3, 2, 0, 1, tzinfo=UTC), tick=False):
            allow()
        assert {count.window_start.hour for count in RateCount.objects.all()} == {23, 0}

    @pytest.mark.parametrize("window", [timedelta(0), timedelta(seconds=-1), timedelta(days=2)])
    def test_a_window_must_make_sense(self, window):
        with pytest.raises(ValueError):
            allow(window=window)

    def test_old_counts_are_removed(self):
        with time_machine.travel(NOON, tick=False):
            allow()
        with time_machine.travel(NOON + timedelta(days=1), tick=False):
            allow()
            assert limits.remove_old_counts() == 0
        with time_machine.travel(NOON + timedelta(days=2, minutes=1), tick=False):
            assert limits.remove_old_counts() == 1
        assert RateCount.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_no_count_and_fail_never():
    number, allowed = 12, []
    barrier = threading.Barrier(number)

    def run():
        barrier.wait()
        try:
            allowed.append(allow(limit=5))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(allowed) == [False] * 7 + [True] * 5
    assert RateCount.objects.get().count == number


@pytest.mark.parametrize(
    ("meta", "key"),
    [
        ({"REMOTE_ADDR": "198.51.100.7"}, "198.51.100.7"),
        ({"REMOTE_ADDR": "127.0.0.1"}, ""),
        ({"REMOTE_ADDR": "::1"}, ""),
        ({"REMOTE_ADDR": "::ffff:127.0.0.1"}, ""),
        ({"REMOTE_ADDR": "::ffff:198.51.100.7"}, "198.51.100.7"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": "2001:db8:1:2:ffff::1"}, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": ""}, ""),
    ],
)
def test_the_key_of_a_visitor(meta, key):
    assert limits.client_key(RequestFactory().get("/", **meta)) == key


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "key"),
    [
        pytest.param(True, "10.0.0.2", "203.0.113.9, 198.51.100.7", "198.51.100.7", id="what our proxy has added"),
        pytest.param(True, "10.0.0.2", "", "10.0.0.2", id="nothing was added"),
        pytest.param(False, "198.51.100.7", "203.0.113.9", "198.51.100.7", id="nobody believes a visitor"),
        pytest.param(False, "127.0.0.1", "198.51.100.7", "198.51.100.7", id="a proxy on this machine"),
        pytest.param(False, "", "198.51.100.7", "198.51.100.7", id="a proxy at a socket"),
        pytest.param(True, "10.0.0.2", "nonsense", "", id="no address at all"),
    ],
)
def test_the_key_behind_a_proxy(settings, trusted, peer, forwarded, key):
    settings.TRUSTED_PROXY = trusted
    meta = {"REMOTE_ADDR": peer, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})}
    assert limits.client_key(RequestFactory().get("/", **meta)) == key
