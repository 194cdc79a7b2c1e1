"""Taking places from pools and giving them back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Greatest

from ..errors import NoRoomError
from ..models import CapacityPool, Claim, Registration


def take_guarded(pools: Iterable[CapacityPool], places: int) -> None:
    """Count places up in every pool, or raise `NoRoomError`: then the transaction must be rolled back.

    One conditional UPDATE for each pool, in the order of locks and as the last statements of the transaction, so
    the rows are locked for the shortest time. Nobody overtakes the waiting list, and nobody books what has changed
    since `pools` were read: the condition is on the pool's own row because PostgreSQL, having waited, looks at no
    other row anew.
    """
    room = Q(capacity__isnull=True) | Q(taken__lte=F("capacity") - places)
    for pool in pools:
        found = CapacityPool.objects.filter(room, pk=pool.pk, generation=pool.generation, waiting=0)
        if not found.update(taken=F("taken") + places):
            raise NoRoomError


def claim(registration: Registration, pool_ids: Iterable[int]) -> None:
    """Write the claims of a registration that holds places."""
    Claim.objects.bulk_create(
        [Claim(registration=registration, pool_id=pool_id, places=registration.places) for pool_id in pool_ids]
    )


def take_locked(registration: Registration, pools: dict[int, CapacityPool]) -> None:
    """Claim from pools that this transaction has locked and found free enough."""
    claim(registration, pools)
    CapacityPool.objects.filter(pk__in=list(pools)).update(taken=F("taken") + registration.places)
    for pool in pools.values():
        pool.taken += registration.places


def give_back(registration: Registration, places: int | None = None) -> None:
    """Give back places (default: all) of a registration; its pools must be locked."""
    for held in list(registration.claims.all()):
        number = held.places if places is None else places
        if number >= held.places:
            held.delete()
        else:
            Claim.objects.filter(pk=held.pk).update(places=F("places") - number)
        _count_down(held.pool_id, number)


def _count_down(pool_id: int, places: int) -> None:
    left = F("taken") - places
    beyond = Case(
        When(capacity__isnull=True, then=Value(0)),
        default=Greatest(Value(0), left - F("capacity"), output_field=IntegerField()),
        output_field=IntegerField(),
    )
    CapacityPool.objects.filter(pk=pool_id).update(taken=left, overbooked=beyond)


def queue(pool_ids: Iterable[int], places: int) -> None:
    """Count wanted places up (or down, if negative) in locked pools."""
    CapacityPool.objects.filter(pk__in=list(pool_ids)).update(waiting=F("waiting") + places)
