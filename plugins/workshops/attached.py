"""What hangs on workshop pages that an editor is about to delete, unpublish or move."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from allmende.api import DateStatus
from allmende.plugin import Attached

from .domain.scheduling import call_off_sessions
from .models import Registration, Session, SessionDate
from .states import OPEN


def attached_to(pages: list[Page]) -> Iterator[Attached]:
    """Yield the coming dates of the workshops that these pages show, and the people who have registered for them.

    Calling off either calls off both: dates are cancelled, people are told.
    """
    dates = coming_dates(pages)
    sessions = Session.objects.filter(pk__in=dates.values("session"))
    people = Registration.objects.filter(session__in=sessions, state__in=OPEN)
    yield Attached(
        label=_("Workshop-Termine, die noch kommen"), count=dates.count(), cancel=lambda: call_off_sessions(sessions)
    )
    yield Attached(label=_("Anmeldungen"), count=people.count(), cancel=lambda: call_off_sessions(sessions))


def coming_dates(pages: list[Page]) -> QuerySet[SessionDate]:
    """Return the dates that people may be waiting for."""
    keys = [page.translation_key for page in pages]
    planned = SessionDate.objects.filter(workshop__key__in=keys, status=DateStatus.PLANNED)
    return planned.filter(ends_at__gt=timezone.now())
