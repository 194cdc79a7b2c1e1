"""Everybody at once: no place too many, no error, the rest waiting in order. Nothing here depends on the clock."""

from __future__ import annotations

from functools import partial

import pytest

from .installation import Installation
from .visitors import TOKEN, Visitor, rush


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


@pytest.mark.parametrize(("people", "in_flight", "places"), [(300, 50, 50), (120, 50, 20)])
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
    people, places = 120, 20
    path = installation.run("seed", places, "hold")["path"]
    with installation.serving(workers=4) as port:
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
        first = Visitor(port, 0)
        token_page = first._request("GET", path)
        impatient = [Visitor(port, 0) for _click in range(12)]
        rush([partial(_send, visitor, path, token_page) for visitor in impatient], 12)
    found = installation.run("report")
    assert {tuple(visitor.statuses) for visitor in impatient} == {(302, 200)}
    assert len({visitor.page for visitor in impatient}) >= 1
    assert (found["states"], found["mails"], found["violations"]) == ({"confirmed": 1}, 1, [])


def _send(visitor: Visitor, path: str, token_page: str) -> Visitor:
    data = {"token": TOKEN.search(token_page)[1], "name": "Person 0", "email": visitor.email, "phone": "", "places": "1"}
    visitor._send_and_follow(path, data)
    return visitor


def test_a_crowd_that_does_everything_at_once_breaks_nothing(installation: Installation):
    """Registering, cancelling, confirming, expiring, moving, resizing: no deadlock, no lock that lasts too long."""
    installation.run("seed_stress")
    crowd = [installation.start("stress", number, 4, 40) for number in range(3)]
    outputs = [process.communicate(timeout=600) for process in crowd]
    assert [process.returncode for process in crowd] == [0, 0, 0], [errors for _output, errors in outputs]
    assert not [output for output, _errors in outputs if "broken" in output], outputs
    installation.run("swept")
    assert installation.run("report")["violations"] == []
