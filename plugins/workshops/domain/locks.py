"""Locks and the names of broken constraints, alike on PostgreSQL and SQLite."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, models

from ..models import CapacityPool, Registration, SessionPool

SQLITE_UNIQUE = "UNIQUE constraint failed: "
SQLITE_CHECK = "CHECK constraint failed: "


def pool_ids_of(session_id: int) -> list[int]:
    """Return the pools that a registration for the session claims from, in the order in which they are locked."""
    return sorted(SessionPool.objects.filter(session=session_id).values_list("pool_id", flat=True))


def lock_pools(pool_ids: Iterable[int]) -> dict[int, CapacityPool]:
    """Lock pools by ascending primary key and return them as they are now.

    `no_key`: a plain FOR UPDATE would stop every insert of a claim that refers to the pool.
    """
    pools = CapacityPool.objects.filter(pk__in=list(pool_ids)).order_by("pk").select_for_update(no_key=True)
    return {pool.pk: pool for pool in pools}


def broken_constraint(error: IntegrityError) -> str:
    """Return the name of the constraint that the database refused by; "" if it cannot be told."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or ""
    message = str(error)
    if message.startswith(SQLITE_CHECK):
        return message.removeprefix(SQLITE_CHECK)
    return _unique_name(message.removeprefix(SQLITE_UNIQUE)) if message.startswith(SQLITE_UNIQUE) else ""


def _unique_name(listed: str) -> str:
    """Return the name of the unique constraint over these columns: SQLite says „table.column, table.column“."""
    columns = {column.strip() for column in listed.split(",")}
    table = Registration._meta.db_table
    column_of = {field.name: field.column for field in Registration._meta.concrete_fields}
    for constraint in Registration._meta.constraints:
        fields = constraint.fields if isinstance(constraint, models.UniqueConstraint) else ()
        if fields and columns == {f"{table}.{column_of[name]}" for name in fields}:
            return constraint.name
    return ""
