"""What happens by itself as time goes by. All of it may run twice, and two at once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from allmende.api import DateStatus

from .. import mails
from ..errors import RegistrationError
from ..models import Registration, SessionDate
from ..states import EXPIRING, Channel, State
from .cancelling import expire, is_due

REMIND_BEFORE = dt.timedelta(hours=24)


def expire_due() -> int:
    """End every registration whose time is over, each in its own transaction; return how many ended."""
    due = Q(expires_at__lte=timezone.now())
    begun = Q(state__in=[State.WAITING, *EXPIRING], session__dates__starts_at__lte=timezone.now())
    found = Registration.objects.filter(due | begun).select_related("session").order_by("pk").distinct()
    return sum(_expire(registration) for registration in found.prefetch_related("session__dates"))


def _expire(registration: Registration) -> bool:
    if not is_due(registration):
        return False
    try:
        return expire(registration)
    except RegistrationError:  # somebody confirmed or cancelled it in this very moment
        return False


def remind() -> int:
    """Remind everybody of the dates of the coming 24 hours, once for each date; return how many mails were written."""
    now = timezone.now()
    coming = SessionDate.objects.filter(status=DateStatus.PLANNED, reminded_at=None, starts_at__gt=now)
    coming = coming.filter(starts_at__lte=now + REMIND_BEFORE)
    return sum(_remind_of(date) for date in coming.order_by("pk"))


def _remind_of(date: SessionDate) -> int:
    """The mails are written before the transaction, so that a large workshop does not keep others waiting."""
    people = Registration.objects.filter(session=date.session_id, state=State.CONFIRMED).exclude(email="")
    people = people.filter(created_at__lt=date.starts_at - REMIND_BEFORE).exclude(channel=Channel.DEMO)
    related = ("place", "session__workshop__site", "session__workshop__organisation")
    date = SessionDate.objects.select_related(*related).get(pk=date.pk)
    registrations = list(people.order_by("pk"))
    for registration in registrations:
        registration.session = date.session
    letters = [(one, mails.compose_reminder(one, date)) for one in registrations]
    with transaction.atomic():
        unseen = SessionDate.objects.filter(pk=date.pk, reminded_at=None, sequence=date.sequence)
        if not unseen.update(reminded_at=timezone.now()):
            return 0
        for registration, letter in letters:
            mails.post_about(registration, letter)
    return len(letters)
