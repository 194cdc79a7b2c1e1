"""Tables between upload and confirmation: encrypted, for one person, for an hour; then they are gone by themselves.

They stand in the cache and not in the database: names and addresses of people in no backup, no log, no file.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.utils.crypto import get_random_string

from core.visitors.links import LinkError
from core.visitors.sealed import seal, unseal

from .tables import Table

PURPOSE = "core.import"
AGE = timedelta(hours=1)


def keep(table: Table, user: Any, kind: str) -> str:
    """Put a table aside and return the token under which only this person finds it."""
    token = get_random_string(22)
    cache.set(_key(token), seal(PURPOSE, {"table": asdict(table), "user": user.pk, "kind": kind}), AGE.total_seconds())
    return token


def find(token: str, user: Any, kind: str) -> Table | None:
    """Return the table; None where it is somebody else's, of another kind, too old, or was dealt with."""
    try:
        content = unseal(PURPOSE, cache.get(_key(token)) or "", AGE)
    except LinkError:
        return None
    if (content["user"], content["kind"]) != (user.pk, kind):
        return None
    return Table(**content["table"])


def forget(token: str) -> None:
    """Delete a table."""
    cache.delete(_key(token))


def _key(token: str) -> str:
    return f"{PURPOSE}:{token}"
