"""„Angemeldete Geräte“: the sessions of a person, without IP addresses."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
#: What stands in the column that allauth wants: it is no address of anything.
NO_ADDRESS = "0.0.0.0"  # noqa: S104 -- nothing listens here


def forget_address(sender: Any, instance: UserSession, **_more: Any) -> None:
    """Receive `pre_save`: no IP address is stored, and of the browser only what its owner recognises."""
    instance.ip = NO_ADDRESS
    instance.user_agent = device_name(instance.user_agent)


def device_name(user_agent: str) -> str:
    """Return „Firefox, Windows“ for what browsers say about themselves. A name that was made before stays as it is."""
    if "/" not in user_agent:
        return user_agent or gettext("Unbekanntes Gerät")
    found = [next((name for mark, name in marks if mark in user_agent), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or gettext("Unbekanntes Gerät")


def end_all(user: Any) -> int:
    """Log somebody out everywhere, and return from how many devices."""
    sessions = list(UserSession.objects.filter(user_id=user.pk))
    for session in sessions:
        session.end()
    return len(sessions)
