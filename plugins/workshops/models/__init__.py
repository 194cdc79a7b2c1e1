"""What the plugin stores: workshops and their pages, sessions with dates, pools of places, registrations."""

from .pages import WorkshopPage
from .pools import CapacityPool, SessionPool
from .registrations import AuditEntry, Claim, Registration
from .sessions import Session, SessionDate
from .workshops import Workshop, WorkshopSpeaker

__all__ = [
    "AuditEntry",
    "CapacityPool",
    "Claim",
    "Registration",
    "Session",
    "SessionDate",
    "SessionPool",
    "Workshop",
    "WorkshopPage",
    "WorkshopSpeaker",
]
