"""What templates show of a workshop and its sessions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from allmende.api import going_context, organisation_link

from .domain.availability import looks_at, registration_state
from .domain.looking import Look
from .models import Session, SessionDate, WorkshopPage


@dataclass(frozen=True)
class SessionView:
    """A session as `workshops/parts/session.html` shows it; `state` says why a registration was just refused."""

    look: Look
    state: str = ""

    @property
    def session(self) -> Session:
        return self.look.session

    @property
    def title(self) -> str:
        return self.session.label

    @property
    def dates(self) -> list[SessionDate]:
        return self.session.ordered_dates

    @property
    def capacity(self) -> int | None:
        return self.look.capacity

    @property
    def free_places(self) -> int | None:
        return self.look.free

    @property
    def waiting(self) -> int:
        """How many places people on the waiting list want."""
        return max((pool.waiting for pool in self.look.pools), default=0)

    @property
    def registration_state(self) -> str:
        return self.state or registration_state(self.look)

    @property
    def opens_at(self) -> dt.datetime | None:
        return self.session.registration_opens_at

    @property
    def closes_at(self) -> dt.datetime | None:
        """When registration closes, if that is not simply the beginning."""
        closes_at = self.session.closes_at
        return None if closes_at == self.session.starts_at else closes_at

    @property
    def register_url(self) -> str:
        return reverse("workshops:register", args=[self.session.key])

    @property
    def ics_url(self) -> str:
        """The only date as a file; a session with several dates is subscribed to, not downloaded."""
        return reverse("feeds:event", args=[self.dates[0].uid]) if len(self.dates) == 1 else ""

    @property
    def is_past(self) -> bool:
        return all(date.is_past for date in self.dates)


@dataclass(frozen=True)
class UnsavedSession:
    """The first date that an editor has typed and not saved, for the preview."""

    dates: list[Any]
    title: str = ""
    capacity: int | None = None
    registration_state: str = "none"


def workshop_context(page: WorkshopPage, request: HttpRequest) -> dict[str, Any]:
    """Return what the page of a workshop shows besides its own words."""
    workshop = page.identity or page.unsaved_identity()
    views = session_views(workshop.sessions.all()) if workshop.pk else []
    organisation = views[0].session.workshop.organisation if views else workshop.organisation
    coming: list[Any] = [view for view in views if not view.is_past]
    if page.unsaved_dates:
        coming.append(UnsavedSession(page.unsaved_dates))
    going = going_context(page, workshop, [date.place for view in coming for date in view.dates])
    return {
        "workshop": workshop,
        "sessions": coming,
        "past_sessions": [view for view in reversed(views) if view.is_past],
        "speakers": speakers_of(workshop),
        "topics": list(workshop.topics.all()) if workshop.pk else [],
        **going,
        "cost": page.cost_words or going["cost"],
        "audience": page.audience,
        "language": page.languages,
        "expectations": page.expectation_lines,
        "funding_notice": page.funding_notice,
        "organisation": organisation_link(organisation, request),
    }


def session_views(sessions: Any) -> list[SessionView]:
    """Return the sessions by their first date."""
    found = [SessionView(look) for look in looks_at(sessions).values() if look.session.ordered_dates]
    return sorted(found, key=lambda view: view.dates[0].starts_at)


def speakers_of(workshop: Any) -> list[Any]:
    """Return who leads, in order."""
    if not workshop.pk:
        return []
    return list(workshop.speaker_rows.select_related("person__organisation", "person__picture"))
