"""One step of a registration: compare-and-set, an audit entry, a mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..errors import RegistrationError
from ..models import AuditEntry, Registration
from ..states import ARROWS, State


@dataclass(frozen=True)
class Actor:
    """Who does something: the person, the system by itself, or a user of the organisation."""

    kind: str
    user: Any = None


SELF = Actor("self")
SYSTEM = Actor("system")


def organiser(user: Any) -> Actor:
    """Return somebody of the organisation as actor."""
    return Actor("organiser", user)


def step(registration: Registration, action: str, actor: Actor, **changes: Any) -> Registration:
    """Change a registration as it was read, write its audit entry, and return it as it is now.

    Raises `RegistrationError("changed")` if somebody else changed it in the meantime, `ValueError` if the arrow does
    not exist. Must run in a transaction.
    """
    before = registration.state
    after = State(changes.get("state", before))
    if after != before and after not in ARROWS[before]:
        raise ValueError(f"no way from {before} to {after}")
    changes["revision"] = registration.revision + 1
    found = Registration.objects.filter(pk=registration.pk, revision=registration.revision)
    if not found.update(**changes):
        raise RegistrationError("changed")
    for name, value in changes.items():
        setattr(registration, name, value)
    record(registration, action, actor, before)
    return registration


def record(registration: Registration, action: str, actor: Actor, before: str = "") -> AuditEntry:
    """Write the audit entry of the registration's present revision."""
    return AuditEntry.objects.create(
        registration=registration,
        number=registration.revision,
        action=action,
        before=before,
        after=registration.state,
        places=registration.places,
        actor=actor.kind,
        user=actor.user,
    )
