"""The waiting list: freed places are offered to those who wait, first come first served, as far as they fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from allmende.api import enqueue_after_commit

from .. import mails
from ..models import CapacityPool, Registration, Session, SessionPool
from ..states import State
from .claiming import claim
from .locks import lock_pools
from .looking import whole_sessions
from .transitions import SYSTEM, step

#: Nobody loses a place at night: an offer that would end then ends in the morning.
NIGHT_BEGINS, NIGHT_ENDS = 21, 8
#: An offer lasts no longer than this part of the time that is left until the workshop begins …
SHARE_OF_TIME_LEFT = 4
#: … but somebody must be able to read it.
SHORTEST_OFFER = dt.timedelta(hours=1)


def promote(sessions: Iterable[Session]) -> list[Registration]:
    """Offer free places to the waiting lists of the sessions, and return the registrations that got an offer.

    The longest waiting come first; who needs more places than are free lets those pass who need fewer. Runs in the
    transaction that has locked all pools of the sessions. Somebody of another session who needs a pool that is not
    locked is not overtaken either: the places stay free until `promote_all` looks at all of them together.
    """
    pool_ids = SessionPool.objects.filter(session__in=list(sessions)).values_list("pool_id", flat=True)
    pools = {pool.pk: pool for pool in CapacityPool.objects.filter(pk__in=list(pool_ids))}
    if not any(pool.waiting for pool in pools.values()):
        return []
    distribution = Distribution(pools)
    for registration in _queue(pools):
        distribution.serve(registration)
    distribution.count()
    if distribution.left_over:
        enqueue_after_commit("plugins.workshops.jobs.sweep")
    return distribution.promoted


def promote_all() -> int:
    """Serve every waiting list once; return how many got an offer.

    Sessions that share pools, also by way of others, are served together in one transaction and in one order.
    """
    promoted, served = 0, set[int]()
    waiting = Session.objects.filter(registrations__state=State.WAITING).distinct().order_by("pk")
    for session_id in waiting.values_list("pk", flat=True):
        if session_id not in served:
            together = connected_sessions(session_id)
            served |= together
            promoted += len(_promote_together(together))
    return promoted


def connected_sessions(session_id: int) -> set[int]:
    """Return the sessions that share a pool with this one, or with one that does, itself included."""
    known, found = set[int](), {session_id}
    while found != known:
        known = found
        pools = SessionPool.objects.filter(session__in=known).values("pool")
        found = known | set(SessionPool.objects.filter(pool__in=pools).values_list("session_id", flat=True))
    return found


@transaction.atomic
def _promote_together(session_ids: set[int]) -> list[Registration]:
    sessions = list(Session.objects.filter(pk__in=session_ids))
    lock_pools(SessionPool.objects.filter(session__in=sessions).values_list("pool_id", flat=True))
    return promote(sessions)


@dataclass
class Distribution:
    """One pass over the queue. The arithmetic happens in memory, which is right because the pools are locked."""

    pools: dict[int, CapacityPool]
    promoted: list[Registration] = field(default_factory=list)
    given: dict[int, int] = field(default_factory=dict)
    left_over: bool = False

    def serve(self, registration: Registration) -> None:
        """Offer a place if every pool that the registration needs has room."""
        session = registration.session
        route = {link.pool_id for link in session.session_pools.all()}
        here = route & self.pools.keys()
        if session.is_cancelled or session.has_begun:
            return
        if not all(self.pools[pool_id].fits(registration.places) for pool_id in here):
            return
        for pool_id in here:
            self.pools[pool_id].taken += registration.places
        if here == route:
            for pool_id in route:
                self.given[pool_id] = self.given.get(pool_id, 0) + registration.places
            self._offer(registration, route)
        else:
            self.left_over = True

    def _offer(self, registration: Registration, route: set[int]) -> None:
        deadline = offer_deadline(registration.session)
        step(registration, "offer", SYSTEM, state=State.OFFERED, expires_at=deadline)
        claim(registration, sorted(route))
        mails.post_about(registration, mails.compose_state(registration))
        self.promoted.append(registration)

    def count(self) -> None:
        """Move the given places from `waiting` to `taken`."""
        for pool_id, places in sorted(self.given.items()):
            CapacityPool.objects.filter(pk=pool_id).update(taken=F("taken") + places, waiting=F("waiting") - places)


def _queue(pools: dict[int, CapacityPool]) -> Iterator[Registration]:
    """Yield who waits for these pools, the longest waiting first."""
    found = whole_sessions().filter(pools__in=list(pools)).prefetch_related("session_pools").distinct()
    sessions = {session.pk: session for session in found}
    waiting = Registration.objects.filter(state=State.WAITING, expires_at=None, session__in=list(sessions))
    for registration in waiting.order_by("queue_key", "pk"):
        registration.session = sessions[registration.session_id]
        yield registration


def offer_deadline(session: Session) -> dt.datetime:
    """Return until when an offer made now is valid: shorter as the workshop comes near, and never ending at night."""
    now = timezone.now()
    if session.starts_at is None:
        return now
    left = session.starts_at - now
    length = min(dt.timedelta(hours=session.offer_hours), max(left / SHARE_OF_TIME_LEFT, SHORTEST_OFFER))
    return min(_out_of_the_night(now + length), session.starts_at)


def _out_of_the_night(moment: dt.datetime) -> dt.datetime:
    local = timezone.localtime(moment)
    if NIGHT_ENDS <= local.hour < NIGHT_BEGINS:
        return moment
    day = local.date() + dt.timedelta(days=local.hour >= NIGHT_BEGINS)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(NIGHT_ENDS)))
