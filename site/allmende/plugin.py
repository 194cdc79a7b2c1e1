"""What a plugin may import while the settings load: the marker and the values that its hooks return.

Everything else that a plugin may use is in `allmende.api`, once Django is ready.
"""

from core.hooks.contracts import (
    Attached,
    Finding,
    Fragment,
    Incomplete,
    LiveState,
    Manifest,
    MenuEntry,
    NotificationKind,
    OccurrenceData,
    PersonalData,
    ScheduledJob,
    Source,
    Waiting,
)
from core.hooks.markers import hookimpl

__all__ = [
    "Attached",
    "Finding",
    "Fragment",
    "Incomplete",
    "LiveState",
    "Manifest",
    "MenuEntry",
    "NotificationKind",
    "OccurrenceData",
    "PersonalData",
    "ScheduledJob",
    "Source",
    "Waiting",
    "hookimpl",
]
