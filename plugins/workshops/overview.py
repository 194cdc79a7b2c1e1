"""A person's registrations in „Meine Übersicht“."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from wagtail.models import Site

from allmende.plugin import Fragment

from .domain.availability import looks_at
from .models import Registration, Session
from .states import OPEN
from .wording import MANAGE, registration_url, words_of


def panels(site: Site, address: str) -> Iterator[Fragment]:
    """Yield the open registrations of a mail address for what is not over yet."""
    found = Registration.objects.filter(email=address, session__workshop__site=site, state__in=OPEN)
    found = found.filter(session__dates__ends_at__gt=timezone.now()).distinct()
    sessions = looks_at(Session.objects.filter(registrations__in=found).distinct())
    rows = [_row(registration, sessions[registration.session_id].session) for registration in found]
    if rows:
        rows.sort(key=lambda row: row["starts_at"])
        yield Fragment(template="workshops/overview.html", context={"rows": rows}, order=20)


def _row(registration: Registration, session: Session) -> dict[str, Any]:
    registration.session = session
    dates = session.planned_dates or session.ordered_dates
    return {
        "title": words_of(session.workshop, registration.language).title,
        "starts_at": dates[0].starts_at,
        "dates": dates,
        "places": registration.places,
        "name": registration.name,
        "state": registration.get_state_display(),
        "url": registration_url("manage", MANAGE, registration),
    }
