"""Moving and calling off dates: whoever registered is told, and the calendars follow.

All of it happens while the session's pools are locked, and counts their `generation` up: a registration that is being
written at the same moment with the old date in its mail does not count and is written anew.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F

from allmende.api import DateStatus

from .. import mails
from ..models import CapacityPool, Registration, Session, SessionDate
from ..states import OPEN, State
from .cancelling import leave
from .locks import lock_pools, pool_ids_of
from .looking import whole_sessions
from .promoting import promote
from .transitions import SYSTEM, Actor

#: What makes a changed date worth a mail.
TOLD = ("starts_at", "ends_at", "all_day", "place_id")


@transaction.atomic
def reschedule(date: SessionDate, **changes: Any) -> SessionDate:
    """Change start, end or place of a date, and tell everybody who registered; without a change nobody is told.

    `note` may say why. Start and end are aware, half-open.
    """
    note = changes.pop("note", "")
    session = _lock_for_change(date.session_id)
    now = next(one for one in session.ordered_dates if one.pk == date.pk)
    before = copy.copy(now)
    for name, value in changes.items():
        setattr(now, name, value)
    if all(getattr(now, name) == getattr(before, name) for name in TOLD):
        return now
    now.reminded_at = None
    now.save()
    _forget_order(session)
    if not now.is_cancelled and not now.is_past:
        for registration in open_registrations(session):
            mails.post_about(registration, mails.compose_moved(registration, now, before, note))
    return now


@transaction.atomic
def call_off_date(date: SessionDate, note: str = "", actor: Actor = SYSTEM) -> SessionDate:
    """Cancel one date. Registrations stay for the others; the last one cancels the whole session."""
    session = _lock_for_change(date.session_id)
    now = next(one for one in session.ordered_dates if one.pk == date.pk)
    if now.is_cancelled:
        return now
    if session.planned_dates == [now]:
        _call_off(session, note, actor)
        return now
    _cancel(now)
    for registration in open_registrations(session):
        mails.post_about(registration, mails.compose_date_called_off(registration, now, note))
    return now


@transaction.atomic
def call_off_session(session: Session, note: str = "", actor: Actor = SYSTEM) -> None:
    """Cancel a session with all its dates and registrations, and tell everybody.

    Doing it twice changes nothing, nor does it when the last date is over.
    """
    now = _lock_for_change(session.pk)
    if not now.is_cancelled and not now.is_over:
        _call_off(now, note, actor)


@transaction.atomic
def call_off_sessions(sessions: Iterable[Session], note: str = "", actor: Actor = SYSTEM) -> None:
    """Cancel several sessions, all or none; all their pools are locked first, in the one order."""
    keys = [session.pk for session in sessions]
    pools = CapacityPool.objects.filter(sessions__in=keys).values_list("pk", flat=True)
    lock_pools(set(pools))
    for key in sorted(keys):
        call_off_session(Session(pk=key), note, actor)


def open_registrations(session: Session) -> list[Registration]:
    """Return everybody who must be told, by primary key."""
    found = list(Registration.objects.filter(session=session, state__in=OPEN).order_by("pk"))
    for registration in found:
        registration.session = session
    return found


def _lock_for_change(session_id: int) -> Session:
    """Lock the pools, turn away registrations that are under way, and read the session as it is now."""
    pool_ids = pool_ids_of(session_id)
    lock_pools(pool_ids)
    CapacityPool.objects.filter(pk__in=pool_ids).update(generation=F("generation") + 1)
    return whole_sessions().get(pk=session_id)


def _call_off(session: Session, note: str, actor: Actor) -> None:
    for date in session.planned_dates:
        if not date.is_past:
            _cancel(date)
    session.status = DateStatus.CANCELLED
    session.save(update_fields=["status"])
    for registration in open_registrations(session):
        before = State(registration.state)
        leave(registration, State.CANCELLED, "call_off", actor)
        mails.post_about(registration, mails.compose_called_off(registration, before, note))
    promote([session])  # others that share a pool with it


def _cancel(date: SessionDate) -> None:
    date.status = DateStatus.CANCELLED
    date.save()


def _forget_order(session: Session) -> None:
    session.__dict__.pop("ordered_dates", None)
