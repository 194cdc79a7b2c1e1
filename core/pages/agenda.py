"""Dates on pages: what comes and what was, as templates/components/agenda.html shows it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from core.calendar import queries
from core.calendar.addresses import absolute, feed_path, webcal
from core.directory.languages import current
from core.directory.models import Organisation

from .site_tree import site_of

AHEAD = dt.timedelta(days=366)
BACK = dt.timedelta(days=366)
Days = list[tuple[dt.date, list[Any]]]


def coming(request: HttpRequest, limit: int = 20, **chosen: Any) -> Days:
    """Return the next dates by day; `chosen` narrows them: `organisation`, `place`, `topic`,
    `person`, `kind`."""
    now = timezone.now()
    return queries.by_day(queries.entries(site_of(request), current(), now, now + AHEAD, limit=limit, **chosen))


def past(request: HttpRequest, limit: int = 10, **chosen: Any) -> Days:
    """Return the latest past dates by day, the newest first."""
    now = timezone.now()
    return queries.by_day(
        queries.entries(site_of(request), current(), now - BACK, now, limit=limit, past=True, **chosen)
    )


def feed_context(request: HttpRequest, organisation: Organisation | None) -> dict[str, str]:
    """Return the addresses under which an organisation's dates can be subscribed to."""
    if organisation is None:
        return {}
    path = feed_path("organisation", organisation.feed_key, current())
    return {"feed_url": path, "webcal_url": webcal(absolute(site_of(request), path))}
