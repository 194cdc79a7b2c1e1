"""How far a recommendation is follows from what is confirmed of the promises for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.directory.implementation import rolled_up
from core.directory.models import Implementation

STATES = some.lists(some.sampled_from(Implementation), max_size=6)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], "open"),
        (["open"], "open"),
        (["open", "open"], "open"),
        (["begun"], "begun"),
        (["open", "begun"], "begun"),
        (["partly"], "partly"),
        (["done", "open"], "partly"),
        (["done", "begun"], "partly"),
        (["done", "done"], "done"),
        (["done", "dropped"], "done"),
        (["dropped"], "open"),
        (["dropped", "open"], "open"),
        (["dropped", "begun"], "begun"),
    ],
)
def test_the_rule(states, expected):
    assert rolled_up(states) == expected


@given(STATES)
def test_what_was_dropped_does_not_count(states):
    assert rolled_up(states) == rolled_up([*states, Implementation.DROPPED])
    assert rolled_up(states) != Implementation.DROPPED


@given(STATES)
def test_done_means_that_everything_left_is_done(states):
    left = [state for state in states if state != Implementation.DROPPED]
    assert (rolled_up(states) == Implementation.DONE) == (bool(left) and set(left) == {Implementation.DONE})


@given(STATES, some.integers(min_value=0))
def test_one_step_forward_of_one_promise_never_leads_back(states, place):
    order = [Implementation.OPEN, Implementation.BEGUN, Implementation.PARTLY, Implementation.DONE]
    movable = [number for number, state in enumerate(states) if state in order[:-1]]
    if not movable:
        return
    moved = list(states)
    number = movable[place % len(movable)]
    moved[number] = order[order.index(states[number]) + 1]
    assert order.index(rolled_up(moved)) >= order.index(rolled_up(states))


@given(STATES)
def test_the_order_does_not_matter(states):
    assert rolled_up(states) == rolled_up(reversed(states))
