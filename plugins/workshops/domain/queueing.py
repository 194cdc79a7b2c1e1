"""Where somebody stands in the queue."""

from __future__ import annotations

from django.db.models import Q

from ..models import Registration
from ..states import State


def position_of(registration: Registration) -> int | None:
    """Return the place on the waiting list, from 1; None for whoever does not wait."""
    if not registration.is_queued:
        return None
    waiting = Registration.objects.filter(session=registration.session_id, state=State.WAITING, expires_at=None)
    same_moment = Q(queue_key=registration.queue_key, pk__lt=registration.pk)
    return 1 + waiting.filter(Q(queue_key__lt=registration.queue_key) | same_moment).count()
