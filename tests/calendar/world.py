"""A small town for the tests of the calendar: a site with three languages, organisations, places, events."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from wagtail.models import Locale, Page, Site

from core.directory.models import Event, EventDate, Organisation, Place, Topic
from core.pages.models import EventPage, HomePage, OrganisationIndexPage, OrganisationPage

BERLIN = ZoneInfo("Europe/Berlin")
#: The moment at which the tests of the calendar take place.
NOW = dt.datetime(2026, 10, 1, 12, tzinfo=BERLIN)


def berlin(text: str) -> dt.datetime:
    """Return a local moment: „2026-10-08 18:00“."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def make_site(hostname: str = "localhost", name: str = "Allmende", *, default: bool = True) -> Site:
    """Make a site with start pages in all languages and an index of organisations.

    The default site replaces Wagtail's.
    """
    german = Locale.objects.get(language_code="de")
    root = Page.get_first_root_node()
    home = root.add_child(
        instance=HomePage(title=name, slug=f"home-{hostname.partition('.')[0]}", locale=german, live=True)
    )
    if default:
        site = Site.objects.get(is_default_site=True)
        old = site.root_page
        site.root_page, site.site_name, site.hostname = home, name, hostname
        site.save()
        if not isinstance(old.specific, HomePage):
            old.delete()
    else:
        site = Site.objects.create(hostname=hostname, root_page=home, site_name=name)
    home.add_child(instance=OrganisationIndexPage(title="Organisationen", slug="organisationen", live=True))
    for code in ("en", "de-simple"):
        locale, _created = Locale.objects.get_or_create(language_code=code)
        translate(home, locale)
    return site


def translate(page: Page, locale: Locale | str, **changes: Any) -> Page:
    """Translate a page and publish the translation."""
    if isinstance(locale, str):
        locale = Locale.objects.get(language_code=locale)
    copy = page.copy_for_translation(locale, copy_parents=True)
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return copy


def make_organisation(site: Site, title: str = "Nachbarschaftsladen", **fields: Any) -> OrganisationPage:
    """Make an organisation with its published page."""
    index = OrganisationIndexPage.objects.child_of(site.root_page).get()
    page = index.add_child(instance=OrganisationPage(title=title, live=False))
    Organisation.objects.filter(key=page.translation_key).update(**fields)
    page.save_revision().publish()
    return OrganisationPage.objects.get(pk=page.pk)


def make_place(site: Site, name: str = "Altes Hallenbad", **fields: Any) -> Place:
    return Place.objects.create(
        site=site, name=name, **{"street": "Poststraße 36", "postal_code": "69115", "city": "Heidelberg", **fields}
    )


def make_topic(site: Site, title: str = "Wohnen") -> Topic:
    return Topic.objects.create(site=site, title=title)


def make_event(
    under: OrganisationPage, title: str = "Frühstück für alle", *, live: bool = True, **fields: Any
) -> EventPage:
    """Make an event page below an organisation, without dates; published unless ``live`` is False."""
    page = under.add_child(instance=EventPage(title=title, lead=f"Worum es geht: {title}.", live=False, **fields))
    if live:
        page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def make_date(
    event: EventPage | Event, start: str = "2026-10-08 18:00", end: str = "2026-10-08 20:30", **fields: Any
) -> EventDate:
    """Give an event a date; start and end are local."""
    thing = event if isinstance(event, Event) else event.identity
    return EventDate.objects.create(event=thing, starts_at=berlin(start), ends_at=berlin(end), **fields)
