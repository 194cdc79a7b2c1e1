"""Looking at a session without locking anything."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from ..errors import SessionChangedError
from ..models import CapacityPool, Session, SessionDate


@dataclass(frozen=True)
class Look:
    """A session with its dates and pools as they are now.

    The pools are read first: if their generation is still the same when a place is taken, the dates are too.
    """

    session: Session
    pools: tuple[CapacityPool, ...]

    def has_room(self, places: int) -> bool:
        """Tell whether so many places are free and nobody waits for one."""
        return all(pool.fits(places) and not pool.waiting for pool in self.pools)

    @property
    def free(self) -> int | None:
        """How many places are left in the scarcest pool; None without limit."""
        return min((pool.free for pool in self.pools if pool.free is not None), default=None)

    @property
    def capacity(self) -> int | None:
        """The size of the smallest pool; None without limit."""
        return min((pool.capacity for pool in self.pools if pool.capacity is not None), default=None)

    @property
    def pool_ids(self) -> list[int]:
        return [pool.pk for pool in self.pools]

    def ensure_unchanged(self, pools: dict[int, CapacityPool]) -> None:
        """Raise `SessionChangedError` if dates were moved or cancelled since this look; `pools` as they are now."""
        if any(pools[pool.pk].generation != pool.generation for pool in self.pools):
            raise SessionChangedError


def look_at(key: UUID) -> Look:
    """Return the session of that key as it is now, in three queries. Raises `Session.DoesNotExist`."""
    pools = tuple(CapacityPool.objects.filter(sessions__key=key).order_by("pk"))
    return Look(whole_sessions().get(key=key), pools)


def whole_sessions() -> QuerySet[Session]:
    """Return all sessions, each with workshop, site, organisation and dates with their places."""
    dates = Prefetch("dates", SessionDate.objects.select_related("place"))
    return Session.objects.select_related("workshop__site", "workshop__organisation").prefetch_related(dates)
