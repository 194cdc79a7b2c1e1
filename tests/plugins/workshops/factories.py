"""Workshops, sessions and registrations for tests, without surprises."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import factory
from django.utils import timezone
from wagtail.models import Site

from allmende.api import Organisation, Place
from core.pages.models import OrganisationIndexPage
from plugins.workshops.domain.looking import Look, look_at
from plugins.workshops.domain.planning import add_date, plan_session
from plugins.workshops.domain.registering import Outcome, Wish, register
from plugins.workshops.models import CapacityPool, Registration, Session, Workshop, WorkshopPage
from tests.factories import OrganisationPageFactory, make_site
from tests.factories.pages import PublishedPageFactory

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
_numbers = itertools.count(1)


def default_site() -> Site:
    return Site.objects.get(is_default_site=True)


def make_organisation(title: str = "Allianz im Beispiel", **fields: Any) -> Organisation:
    fields.setdefault("email", "allianz@example.org")
    return Organisation.objects.create(site=fields.pop("site", None) or default_site(), title=title, **fields)


def make_place(name: str = "Bürgertreff", **fields: Any) -> Place:
    fields.setdefault("city", "Heidelberg")
    return Place.objects.create(site=fields.pop("site", None) or default_site(), name=name, **fields)


def make_workshop(title: str = "Kleine Allianzen vor Ort", **fields: Any) -> Workshop:
    site = fields.pop("site", None) or default_site()
    organisation = fields.pop("organisation", None) or make_organisation(site=site)
    return Workshop.objects.create(site=site, title=title, organisation=organisation, **fields)


def make_session(
    capacity: int | None = 2,
    *,
    workshop: Workshop | None = None,
    starts_in: dt.timedelta = 30 * DAY,
    lasts: dt.timedelta = 2 * HOUR,
    dates: int = 1,
    place: Place | None = None,
    **settings: Any,
) -> Session:
    """A session with `dates` weekly dates of which the first begins after `starts_in`."""
    start = timezone.now().replace(microsecond=0) + starts_in
    session = plan_session(
        workshop or make_workshop(), starts_at=start, ends_at=start + lasts, capacity=capacity, place=place, **settings
    )
    for week in range(1, dates):
        begin = start + week * 7 * DAY
        add_date(session, starts_at=begin, ends_at=begin + lasts, place=place)
    return session


def wish(name: str = "", **fields: Any) -> Wish:
    name = name or f"Person {next(_numbers)}"
    fields.setdefault("email", f"{name.lower().replace(' ', '.')}@example.org")
    return Wish(name=name, **fields)


def book(session: Session, name: str = "", **fields: Any) -> Outcome:
    return register(look_at(session.key), wish(name, **fields))


def look(session: Session) -> Look:
    return look_at(session.key)


def pool_of(session: Session) -> CapacityPool:
    return CapacityPool.objects.get(sessions=session)


def fresh(registration: Registration | None) -> Registration:
    """The registration as the database has it now."""
    assert registration is not None
    rows = Registration.objects.select_related("session__workshop__site", "session__workshop__organisation")
    return rows.get(pk=registration.pk)


def states(session: Session) -> list[str]:
    """The states of all registrations of a session in the order in which they were made."""
    return list(Registration.objects.filter(session=session).order_by("pk").values_list("state", flat=True))


# -- pages -----------------------------------------------------------------------------------------------------------


class WorkshopPageFactory(PublishedPageFactory):
    """A published page of a workshop; its identity comes with it."""

    class Meta:
        model = WorkshopPage

    title = factory.Sequence(lambda number: f"Kleine Allianzen {number}")
    lead = "Wie kleine Gruppen Großes bewegen."


def make_page(site: Site | None = None, **words: Any) -> WorkshopPage:
    """A workshop's page below a new organisation of a whole site (default: made here)."""
    site = site or make_site()
    index = OrganisationIndexPage.objects.child_of(site.root_page).get()
    organisation = OrganisationPageFactory(parent=index)
    Organisation.objects.filter(key=organisation.translation_key).update(
        email="allianz@example.org", phone="0621 555 01"
    )
    return WorkshopPageFactory(parent=organisation, **words)
