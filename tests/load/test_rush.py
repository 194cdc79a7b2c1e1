"""Everybody at once: no place too many, no error, the rest waiting in order. Nothing here depends on the clock."""

from __future__ import annotations

import json
import os
from functools import partial

import pytest

from .installation import Installation
from .visitors import Visitor, rush

pytestmark = pytest.mark.processes

FULL = os.environ.get("CI") == "true" or bool(os.environ.get("TEST_FULL"))
LONG = pytest.mark.skipif(not FULL, reason="three hundred people take half a minute: make test-full")


def all_register(port: int, path: str, people: int, in_flight: int) -> list[Visitor]:
    visitors = [Visitor(port, number) for number in range(people)]
    return rush([partial(visitor.register, path) for visitor in visitors], in_flight)


def assert_in_order(visitors: list[Visitor], queue: list[str]) -> None:
    """Whoever had the answer before somebody else asked stands further in front."""
    by_address = {visitor.email: visitor for visitor in visitors}
    earliest_end_behind = float("inf")
    for email in reversed(queue):
        visitor = by_address[email]
        assert earliest_end_behind >= visitor.asked_at, f"{email} was overtaken"
        earliest_end_behind = min(earliest_end_behind, visitor.answered_at)


@pytest.mark.parametrize(("people", "in_flight", "places"), [pytest.param(300, 50, 50, marks=LONG), (120, 50, 20)])
def test_places_are_given_exactly_and_the_rest_wait_in_order(
    installation: Installation, people: int, in_flight: int, places: int
):
    path = installation.run("seed", places, "at_once")["path"]
    with installation.serving(workers=2) as port:
        visitors = all_register(port, path, people, in_flight)
    found = installation.run("report")
    assert {tuple(visitor.statuses) for visitor in visitors} == {(200, 302, 200)}
    assert found["states"] == {"confirmed": places, "waiting": people - places}
    assert found["taken"] == [places]
    assert found["mails"] == people
    assert found["limits"] == 2 * people
    assert found["violations"] == []
    assert sum("Ihr Platz ist sicher" in visitor.page for visitor in visitors) == places
    assert_in_order(visitors, found["queue"])


def test_places_held_until_confirmed_are_given_exactly(installation: Installation):
    people, places = (120, 20) if FULL else (60, 20)
    path = installation.run("seed", places, "hold")["path"]
    with installation.serving(workers=2) as port:
        visitors = all_register(port, path, people, 50)
        held = installation.run("report")
        links = installation.run("confirmation_links")
        confirming = rush([partial(Visitor(port, n).press_button, url) for n, url in enumerate(links)], 50)
    found = installation.run("report")
    assert {tuple(visitor.statuses) for visitor in [*visitors, *confirming]} == {(200, 302, 200)}
    assert held["states"] == {"unconfirmed": places, "waiting": people - places}
    assert (held["taken"], held["queue"], held["violations"]) == ([places], [], [])
    assert len(links) == people
    assert found["states"] == {"confirmed": places, "waiting": people - places}
    assert (found["taken"], found["violations"]) == ([places], [])
    assert len(found["queue"]) == people - places


def test_the_same_form_sent_many_times_at_once_is_one_registration(installation: Installation):
    path = installation.run("seed", 5, "at_once")["path"]
    with installation.serving(workers=4) as port:
        form = Visitor(port, 0).open(path)
        impatient = [Visitor(port, 0) for _click in range(12)]
        rush([partial(visitor.send, path, form) for visitor in impatient], 12)
    found = installation.run("report")
    assert {tuple(visitor.statuses) for visitor in impatient} == {(302, 200)}
    assert all("Ihr Platz ist sicher" in visitor.page for visitor in impatient)
    assert (found["states"], found["mails"], found["violations"]) == ({"confirmed": 1}, 1, [])


def test_a_crowd_that_does_everything_at_once_breaks_nothing(installation: Installation):
    """Registering, cancelling, confirming, expiring, moving, resizing: no deadlock, no lock that lasts too long."""
    installation.run("seed_stress")
    crowd = [installation.start() for _process in range(3)]
    calls = [json.dumps(["stress", number, 4, 40]) for number in range(len(crowd))]
    outputs = rush([partial(process.communicate, call) for process, call in zip(crowd, calls, strict=True)], len(crowd))
    assert [process.returncode for process in crowd] == [0, 0, 0], outputs
    assert not [counts for counts, _errors in outputs if "broken" in counts], outputs
    installation.run("swept")
    assert installation.run("report")["violations"] == []
