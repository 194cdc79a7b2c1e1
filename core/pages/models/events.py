"""Events that one simply goes to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core.directory.languages import current
from core.directory.models import Event, EventDate, Organisation
from core.pages import listings
from core.pages.identity_forms import EventPageForm
from core.pages.panels import DatesPanel
from core.pages.site_tree import public_pages, site_of

from .base import AllmendePage, IdentityPage
from .organisations import AT_ONCE, FOR_ALL_LANGUAGES, OrganisationPage


class EventPage(IdentityPage):
    """An event without registration, in one language; its dates hang on the identity."""

    kind = "event"
    needs_yearly_look = False
    identity_model = Event
    base_form_class = EventPageForm
    template = "core/event_page.html"
    page_description = _("Eine Veranstaltung ohne Anmeldung, mit einem oder mehreren Terminen.")
    parent_page_types: ClassVar = ["core.OrganisationPage"]
    subpage_types: ClassVar[list[str]] = []

    accessibility = models.TextField(_("Barrierefreiheit"), blank=True, help_text=_("Eine Angabe je Zeile."))

    content_panels: ClassVar = [
        *AllmendePage.content_panels[:1],
        MultiFieldPanel(
            [FieldPanel(name) for name in ("first_start", "first_end", "first_all_day", "first_place")],
            heading=_("Erster Termin"),
            help_text=_("Der Termin entsteht, wenn Sie speichern oder veröffentlichen. Weitere legen Sie danach an."),
        ),
        DatesPanel("eventdate", heading=pgettext_lazy("dates of one thing", "Termine")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("topics", "cost", "contact")], heading=FOR_ALL_LANGUAGES, help_text=AT_ONCE
        ),
        *AllmendePage.content_panels[1:],
        FieldPanel("accessibility"),
    ]

    class Meta:
        verbose_name = _("Veranstaltung")
        verbose_name_plural = _("Veranstaltungen")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        event = self.identity or self.unsaved_identity()
        dates = [*(event.dates.select_related("place") if event.pk else []), *self.unsaved_dates]
        now = timezone.now()
        return {
            **context,
            "event": event,
            "dates": [date_facts(date) for date in dates if date.ends_at > now],
            "past_dates": [date for date in reversed(dates) if date.ends_at <= now],
            "place": None,
            "cost": event.cost,
            "contact": event.contact,
            "topics": list(event.topics.all()) if event.pk else [],
            "accessibility": access_facts(self, dates),
            "organisation": organisation_link(event.organisation, request),
        }


def date_facts(date: EventDate) -> dict[str, Any]:
    """Return what the box of a date shows."""
    names = ("starts_at", "ends_at", "all_day", "status", "moved_from", "place")
    ics_url = reverse("feeds:event", args=[date.uid]) if date.pk else ""
    return {**{name: getattr(date, name) for name in names}, "ics_url": ics_url}


def access_facts(page: EventPage, dates: list[EventDate]) -> list[str]:
    """Return what is said about access: on the page, else by the one place where everything happens."""
    own = [line.strip() for line in page.accessibility.splitlines() if line.strip()]
    places = {date.place for date in dates if date.place}
    return own or (places.pop().access_facts if len(places) == 1 else [])


def organisation_link(organisation: Organisation | None, request: HttpRequest) -> dict[str, str] | None:
    """Return name and address of an organisation in the active language; no address where its page is not public."""
    if organisation is None:
        return None
    pages = public_pages(site_of(request), OrganisationPage).filter(translation_key=organisation.key).defer("body")
    page = next(iter(listings.best_pages(pages, current())), None)
    return {"title": page.title if page else organisation.title, "url": page.get_url(request) if page else ""}
