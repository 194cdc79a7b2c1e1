"""Making sessions and dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from allmende.api import Place

from ..models import Session, SessionDate, Workshop
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
