"""How many places are free, for pages and calendars: always asked anew, never stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from allmende.api import DateStatus
from allmende.plugin import LiveState

from ..models import CapacityPool, Session, SessionDate, SessionPool
from .looking import Look, whole_sessions
from .opening import why_closed

#: From so few places on, or from this part of all places on, a list says that there are few.
FEW_PLACES, FEW_SHARE = 3, 0.1


def registration_state(look: Look) -> str:
    """Return "open", "full_waiting", "full", or why nobody can register: "not_yet", "closed", "past", "cancelled"."""
    if reason := why_closed(look.session):
        return reason
    if all(pool.fits(1) for pool in look.pools):
        return "open"
    return "full_waiting" if look.session.waiting_list else "full"


def live_state(look: Look) -> LiveState:
    """Return what a calendar says about the session's dates."""
    state = registration_state(look)
    if state == "open":
        few = look.free is not None and look.free <= max(FEW_PLACES, (look.capacity or 0) * FEW_SHARE)
        return LiveState(availability="few" if few else "free", free_places=look.free)
    names = {"full_waiting": "waiting", "full": "full", "not_yet": "not_yet", "closed": "closed"}
    return LiveState(availability=names.get(state, ""))


def live_states(uids: Iterable[UUID]) -> Mapping[UUID, LiveState]:
    """Return {uid of a date: state} in one query."""
    begins = SessionDate.objects.filter(session=OuterRef("session_id"), status=DateStatus.PLANNED).order_by("starts_at")
    links = SessionPool.objects.filter(session__dates__uid__in=list(uids)).select_related("session", "pool")
    links = links.annotate(uid=F("session__dates__uid"), begins=Subquery(begins.values("starts_at")[:1]))
    sessions: dict[UUID, Session] = {}
    pools: dict[UUID, list[CapacityPool]] = {}
    for link in links:
        sessions[link.uid] = _with_start(link.session, link.begins)
        pools.setdefault(link.uid, []).append(link.pool)
    return {uid: live_state(Look(session, tuple(pools[uid]))) for uid, session in sessions.items()}


def _with_start(session: Session, begins: dt.datetime | None) -> Session:
    """Give a session only the date that registration depends on."""
    session.__dict__["ordered_dates"] = [SessionDate(starts_at=begins, ends_at=begins)] if begins else []
    return session


def looks_at(sessions: QuerySet[Session]) -> dict[int, Look]:
    """Return the sessions with their dates and pools as they are now, by primary key. Three queries."""
    found = whole_sessions().filter(pk__in=sessions.values("pk")).prefetch_related("pools")
    return {session.pk: Look(session, tuple(session.pools.all())) for session in found}
