"""What may be incomplete: each check asks the database a fixed number of times, whatever it finds.

Core's own checks stand in `findings.py`; other parts of core add theirs with `register`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .scope import Scope

#: So many findings of a kind are looked for. Nobody mends a thousand things in one sitting.
MOST = 1000


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is incomplete: its name, what is missing, and the address of the field, or nearest to it."""

    title: str
    detail: str
    url: str
    #: A page that can be said to be still true, with one click.
    page_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """A kind of incompleteness. `label` stands above its findings, `advice` says what to do and why."""

    key: str
    label: Any
    advice: Any
    find: Callable[[Scope], list[Finding]]


_checks: dict[str, Check] = {}


def register(check: Check) -> None:
    """Add a check; they are shown in the order in which they are added."""
    _checks[check.key] = check


def checks() -> list[Check]:
    """Return every check."""
    return list(_checks.values())


def results(scope: Scope, key: str = "") -> list[tuple[Check, list[Finding]]]:
    """Return the checks that found something, or only that of one kind, each with its findings."""
    wanted = [check for check in checks() if not key or check.key == key]
    found = [(check, check.find(scope)) for check in wanted]
    return [(check, findings) for check, findings in found if findings]
