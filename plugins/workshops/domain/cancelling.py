"""Leaving: by oneself, by the organisation, because a time is over. A freed place goes to the waiting list at once."""

from __future__ import annotations

from django.db import transaction

from .. import mails
from ..errors import RegistrationError
from ..models import Registration
from ..states import HOLDING, OPEN, State
from .claiming import give_back, queue
from .forgetting import forget_person
from .locks import lock_pools, pool_ids_of
from .looking import whole_sessions
from .promoting import promote
from .transitions import SELF, SYSTEM, Actor, step


@transaction.atomic
def cancel(registration: Registration, actor: Actor = SELF) -> Registration:
    """Cancel an open registration, tell the person, and offer the place to those who wait.

    Raises `RegistrationError("changed")` if it is not open any more.
    """
    now = _lock_and_read(registration)
    if now.state not in OPEN:
        raise RegistrationError("changed")
    before = State(now.state)
    leave(now, State.CANCELLED, "cancel", actor)
    mails.post_about(now, mails.compose_cancelled(now, before, actor))
    promote([now.session])
    return now


@transaction.atomic
def disown(registration: Registration) -> Registration:
    """„Das war ich nicht“: cancel what somebody else entered, and forget name, address and telephone number."""
    now = _lock_and_read(registration)
    if now.state in OPEN:
        leave(now, State.CANCELLED, "disown", SELF)
        promote([now.session])
    forget_person(now)
    return now


@transaction.atomic
def expire(registration: Registration) -> bool:
    """End a registration whose time is over, and tell who had an offer or waited in vain; return whether it did end."""
    now = _lock_and_read(registration)
    before = State(now.state)
    if not is_due(now):
        return False
    leave(now, State.EXPIRED, "expire", SYSTEM)
    mails.post_about(now, mails.compose_expired(now, before))
    promote([now.session])
    return True


def is_due(registration: Registration) -> bool:
    """Whether an open registration ends by itself now: its time is over, or the workshop begins without it."""
    if registration.state not in OPEN or registration.state == State.CONFIRMED:
        return False
    return registration.is_overdue or registration.session.has_begun


@transaction.atomic
def give_places_back(registration: Registration, places: int, actor: Actor = SELF) -> Registration:
    """Keep only `places` places. Raises `RegistrationError("only_fewer")` if that is not fewer than before."""
    now = _lock_and_read(registration)
    if now.state not in OPEN:
        raise RegistrationError("changed")
    if not 1 <= places < now.places:
        raise RegistrationError("only_fewer")
    returned = now.places - places
    step(now, "places", actor, places=places)
    if now.state in HOLDING:
        give_back(now, returned)
    elif now.is_queued:
        queue(pool_ids_of(now.session_id), -returned)
    mails.post_about(now, mails.compose_places(now))
    promote([now.session])
    return now


def leave(registration: Registration, state: State, action: str, actor: Actor) -> None:
    """Take a registration out of its state: counters, claims, audit. Its pools must be locked."""
    held, queued = registration.state in HOLDING, registration.is_queued
    step(registration, action, actor, state=state, expires_at=None)
    if held:
        give_back(registration)
    elif queued:
        queue(pool_ids_of(registration.session_id), -registration.places)


def _lock_and_read(registration: Registration) -> Registration:
    """Lock every pool of the session, so that promotion can serve anybody, and read the registration as it is now."""
    lock_pools(pool_ids_of(registration.session_id))
    now = Registration.objects.get(pk=registration.pk)
    now.session = whole_sessions().get(pk=now.session_id)
    return now
