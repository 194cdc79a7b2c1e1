"""What may be incomplete: each check asks the database a fixed number of times, whatever it finds.

Core's own checks stand in `findings.py`; other parts of core add theirs with `register`, plugins answer `incomplete`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.hooks.contracts import Finding, Incomplete
from core.hooks.dispatch import collect

from .scope import Scope

#: So many findings of a kind are looked for. Nobody mends a thousand things in one sitting.
MOST = 1000


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


def results(scope: Scope, key: str = "") -> list[Incomplete]:
    """Return what was found, of every kind or only of one: by core, then by the plugins of the site."""
    own = [
        Incomplete(key=check.key, label=check.label, advice=check.advice, findings=check.find(scope))
        for check in checks()
        if not key or check.key == key
    ]
    of_plugins = collect("incomplete", on_site=scope.site, user=scope.user).items
    return [found for found in [*own, *of_plugins] if found.findings and (not key or found.key == key)]
