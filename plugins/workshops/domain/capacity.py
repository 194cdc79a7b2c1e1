"""How many places there are; and whether the counters still tell the truth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, Sum

from ..models import CapacityPool, Claim, Registration, Session, SessionPool
from ..states import State
from .locks import lock_pools
from .promoting import promote


@transaction.atomic
def set_capacity(pool: CapacityPool, capacity: int | None) -> list[Registration]:
    """Set the number of places (None: no limit), offer new ones to the waiting list, and return who got an offer.

    Nobody loses a place: below the number already taken the rest counts as knowingly overbooked until people cancel.
    """
    sessions = list(Session.objects.filter(pools=pool))
    ids = SessionPool.objects.filter(session__in=sessions).values_list("pool_id", flat=True)
    locked = lock_pools({pool.pk, *ids})[pool.pk]
    beyond = 0 if capacity is None else max(0, locked.taken - capacity)
    CapacityPool.objects.filter(pk=pool.pk).update(capacity=capacity, overbooked=beyond)
    return promote(sessions)


@transaction.atomic
def open_pool(session: Session, capacity: int | None) -> CapacityPool:
    """Give a new session its own places."""
    pool = CapacityPool.objects.create(capacity=capacity)
    SessionPool.objects.create(session=session, pool=pool)
    return pool


@dataclass(frozen=True)
class Drift:
    """A counter that is not what the claims and the waiting list say."""

    pool_id: int
    counter: str
    stored: int
    true: int


def check_pools(*, repair: bool = False) -> list[Drift]:
    """Compare every pool's counters with claims and waiting list; with `repair` set them right."""
    drifts: list[Drift] = []
    for pool_id in CapacityPool.objects.order_by("pk").values_list("pk", flat=True):
        drifts += _check_pool(pool_id, repair=repair)
    return drifts


def repair_pools(pool_ids: Iterable[int]) -> None:
    """Set the counters of these pools right."""
    for pool_id in sorted(pool_ids):
        _check_pool(pool_id, repair=True)


@transaction.atomic
def _check_pool(pool_id: int, *, repair: bool) -> list[Drift]:
    pool = lock_pools([pool_id])[pool_id]
    true = {"taken": _claimed(pool), "waiting": _wanted(pool)}
    drifts = [
        Drift(pool_id, name, getattr(pool, name), value) for name, value in true.items() if getattr(pool, name) != value
    ]
    if repair and drifts:
        beyond = 0 if pool.capacity is None else max(0, true["taken"] - pool.capacity)
        CapacityPool.objects.filter(pk=pool_id).update(**true, overbooked=beyond)
    return drifts


def _claimed(pool: CapacityPool) -> int:
    return Claim.objects.filter(pool=pool).aggregate(sum=Sum("places"))["sum"] or 0


def _wanted(pool: CapacityPool) -> int:
    queued = Q(state=State.WAITING, expires_at=None, session__pools=pool)
    return Registration.objects.filter(queued).aggregate(sum=Sum("places"))["sum"] or 0
