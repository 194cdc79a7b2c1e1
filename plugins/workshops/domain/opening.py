"""Whether one can register for a session now."""

from __future__ import annotations

from django.utils import timezone

from ..errors import RegistrationError
from ..models import Session


def why_closed(session: Session) -> str:
    """Return the code of the reason why nobody can register now; "" if one can."""
    now = timezone.now()
    if session.is_cancelled or not session.planned_dates:
        return "cancelled"
    if session.has_begun:
        return "past"
    if session.registration_opens_at and now < session.registration_opens_at:
        return "not_yet"
    closes_at = session.closes_at
    return "closed" if closes_at is None or now >= closes_at else ""


def check_open(session: Session) -> None:
    """Raise `RegistrationError` if nobody can register now."""
    if code := why_closed(session):
        raise RegistrationError(code)
