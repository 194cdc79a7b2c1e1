"""How often somebody may do something: counted in the database, by a key that says nothing about who it was.

Whole villages come through one router, so limits per network are wide, and narrow ones go by mail address.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core import clients
from core.visitors.models import RateCount

KEPT = timedelta(days=2)
LONGEST_WINDOW = timedelta(days=1)


def allow(purpose: str, key: str, *, limit: int, window: timedelta) -> bool:
    """Count one more for `key` and say whether that is still within `limit` per `window` (a day at most).

    An empty key has no limit. Call it outside of the transaction that does the work: the count holds even if that
    fails, and people behind one router must not wait for each other's row.
    """
    if not key:
        return True
    start = _window_start(window)
    return _count(purpose, _hashed(key, start), start) <= limit


def client_key(request: HttpRequest) -> str:
    """Return the key for where the request comes from, "" for this machine itself. Only its hash is stored."""
    return clients.network(request)


def give_back(purpose: str, key: str, *, window: timedelta) -> None:
    """Take one count back, for what turned out not to be worth counting; nothing happens if its window is over."""
    start = _window_start(window)
    rows = RateCount.objects.filter(purpose=purpose, key=_hashed(key, start), window_start=start, count__gt=0)
    if key:
        rows.update(count=F("count") - 1)


def window_end(window: timedelta) -> datetime:
    """Return when the current window is over and counting starts anew."""
    return _window_start(window) + window


def remove_old_counts() -> int:
    """Delete the counts of windows that are over, and return their number."""
    return RateCount.objects.filter(window_start__lt=timezone.now() - KEPT).delete()[0]


def _window_start(window: timedelta) -> datetime:
    if not timedelta(seconds=1) <= window <= LONGEST_WINDOW:
        raise ValueError(f"a window of {window} is not between a second and a day")
    seconds = int(timezone.now().timestamp())
    return datetime.fromtimestamp(seconds - seconds % int(window.total_seconds()), UTC)


def _hashed(key: str, start: datetime) -> str:
    """Return a hash that is another one every day (of UTC, as the windows are): counts of two days cannot be linked."""
    return salted_hmac(f"allmende.limits.{start:%Y-%m-%d}", key, algorithm="sha256").hexdigest()


def _count(purpose: str, key: str, start: datetime) -> int:
    """Add one in a single statement, on PostgreSQL and SQLite: two at once can neither lose a count nor fail."""
    name = connection.ops.quote_name
    table = name(RateCount._meta.db_table)
    columns = [name(column) for column in ("purpose", "key", "window_start", "count")]
    statement = (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES (%s, %s, %s, 1) "  # noqa: S608 -- our own names
        f"ON CONFLICT ({', '.join(columns[:3])}) DO UPDATE SET {columns[3]} = {table}.{columns[3]} + 1 "
        f"RETURNING {columns[3]}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [purpose, key, connection.ops.adapt_datetimefield_value(start)])
        return cursor.fetchone()[0]
