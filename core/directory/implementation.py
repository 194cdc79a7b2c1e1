"""How far a recommendation is: the rule that makes one state of the confirmed states of all commitments to it."""

from __future__ import annotations

from collections.abc import Iterable

from .models import Implementation

NOT_BEGUN = {Implementation.OPEN}


def rolled_up(states: Iterable[str]) -> Implementation:
    """Return how far something is, from the confirmed states of what was promised for it.

    What was dropped does not count. Nothing promised or nothing begun: open. Everything done: done. Something done, or
    done in part: partly. Otherwise it has begun.
    """
    counted = {Implementation(state) for state in states} - {Implementation.DROPPED}
    if counted <= NOT_BEGUN:
        return Implementation.OPEN
    if counted == {Implementation.DONE}:
        return Implementation.DONE
    if counted & {Implementation.DONE, Implementation.PARTLY}:
        return Implementation.PARTLY
    return Implementation.BEGUN
