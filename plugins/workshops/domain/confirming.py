"""Saying yes: to a registration that somebody entered with this address, and to an offered place."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from .. import mails
from ..errors import RegistrationError
from ..models import Registration
from ..states import OPEN, State
from .cancelling import cancel
from .claiming import queue
from .locks import lock_pools, pool_ids_of
from .promoting import promote
from .registering import queue_position_now
from .transitions import SELF, Actor, step


def confirm(registration: Registration, actor: Actor = SELF) -> Registration:
    """Confirm the address: the place counts, or the place in the queue does. Doing it twice changes nothing.

    Raises `RegistrationError`: "overdue" if the time for it is over, "changed" if the registration has ended.
    """
    if registration.state == State.WAITING:
        return _confirm_in_queue(registration, actor)
    return _settle(registration, "confirm", State.UNCONFIRMED, actor)


def accept_offer(registration: Registration, actor: Actor = SELF) -> Registration:
    """Take the offered place. Doing it twice changes nothing; raises `RegistrationError` like `confirm`."""
    return _settle(registration, "accept", State.OFFERED, actor)


def decline_offer(registration: Registration, actor: Actor = SELF) -> Registration:
    """Leave the offered place to the next."""
    return cancel(registration, actor)


@transaction.atomic
def _settle(registration: Registration, action: str, from_state: State, actor: Actor) -> Registration:
    """Make a held place a sure one. No counter moves, so no pool is locked."""
    if registration.state == State.CONFIRMED:
        return registration
    _check_in_time(registration)
    if registration.state != from_state:
        raise RegistrationError("changed")
    step(registration, action, actor, state=State.CONFIRMED, expires_at=None, address_confirmed_at=timezone.now())
    mails.post_about(registration, mails.compose_state(registration))
    return registration


@transaction.atomic
def _confirm_in_queue(registration: Registration, actor: Actor) -> Registration:
    """Stand in the queue from now on; a place that is free already is offered at once."""
    pool_ids = pool_ids_of(registration.session_id)
    lock_pools(pool_ids)
    if registration.is_queued:
        return registration
    _check_in_time(registration)
    step(
        registration,
        "confirm",
        actor,
        expires_at=None,
        address_confirmed_at=timezone.now(),
        queue_key=queue_position_now(),
    )
    queue(pool_ids, registration.places)
    offered = {one.pk: one for one in promote([registration.session])}
    if registration.pk not in offered:
        mails.post_about(registration, mails.compose_state(registration))
    return offered.get(registration.pk, registration)


def _check_in_time(registration: Registration) -> None:
    if registration.state not in OPEN:
        raise RegistrationError("overdue" if registration.state == State.EXPIRED else "changed")
    if registration.is_overdue or registration.session.has_begun:
        raise RegistrationError("overdue")
