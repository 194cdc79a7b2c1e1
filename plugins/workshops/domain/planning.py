"""Making sessions and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from allmende.api import Place, shift_days, shift_span

from ..models import CapacityPool, Session, SessionDate, SessionPool, Workshop
from .capacity import open_pool


@transaction.atomic
def plan_session(
    workshop: Workshop,
    *,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    place: Place | None = None,
    capacity: int | None = None,
    **settings: Any,
) -> Session:
    """Make a session with one date and its own places; `settings` are fields of the session."""
    session = Session.objects.create(workshop=workshop, **settings)
    open_pool(session, capacity)
    add_date(session, starts_at=starts_at, ends_at=ends_at, place=place)
    return session


def add_date(
    session: Session, *, starts_at: dt.datetime, ends_at: dt.datetime, place: Place | None = None, **fields: Any
) -> SessionDate:
    """Add a date to a session."""
    session.__dict__.pop("ordered_dates", None)
    return SessionDate.objects.create(session=session, starts_at=starts_at, ends_at=ends_at, place=place, **fields)


# -- copies ------------------------------------------------------------------------------------------------------------

#: What a copied session has from its original, beside dates and places.
COPIED = (
    *("label", "closes_hours_before", "max_places", "address_check", "hold_minutes", "offer_hours"),
    *("waiting_list", "is_online", "online_link"),
)
TIMES = ("registration_opens_at", "registration_closes_at")


@transaction.atomic
def copy_sessions(dates: Iterable[SessionDate], workshop: Workshop, days: int) -> list[Session]:
    """Give a workshop the sessions of these dates so many days later, with as many places, and nobody registered.

    Sessions that share places share the new ones, too. What was cancelled is planned again.
    """
    pools: dict[int, CapacityPool] = {}
    copies: dict[int, Session] = {}
    for date in dates:
        if date.session_id not in copies:
            copies[date.session_id] = _copy_session(date.session, workshop, days, pools)
        starts_at, ends_at = shift_span(date.starts_at, date.ends_at, days)
        copied = copies[date.session_id]
        add_date(copied, starts_at=starts_at, ends_at=ends_at, place=date.place, all_day=date.all_day)
    return list(copies.values())


def _copy_session(original: Session, workshop: Workshop, days: int, pools: dict[int, CapacityPool]) -> Session:
    fields = {name: getattr(original, name) for name in COPIED}
    times = {name: getattr(original, name) and shift_days(getattr(original, name), days) for name in TIMES}
    copied = Session.objects.create(workshop=workshop, **fields, **times)
    for pool in original.pools.all():
        if pool.pk not in pools:
            pools[pool.pk] = CapacityPool.objects.create(capacity=pool.capacity)
        SessionPool.objects.create(session=copied, pool=pools[pool.pk])
    return copied
