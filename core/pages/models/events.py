"""Events that one simply goes to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core.directory.languages import current
from core.directory.models import Event, EventDate, Organisation
from core.pages import listings
from core.pages.actors import actor_rows
from core.pages.going import GoingWords, going_context
from core.pages.identity_forms import EventPageForm
from core.pages.own_places import FIRST_PLACE_PANELS
from core.pages.panels import DatesPanel, RelationPanel
from core.pages.site_tree import public_pages, site_of

from .base import AllmendePage, IdentityPage
from .organisations import AT_ONCE, FOR_ALL_LANGUAGES, OrganisationPage


class EventPage(IdentityPage, GoingWords):  # type: ignore[django-manager-missing]
    """An event without registration, in one language; its dates hang on the identity."""

    kind = "event"
    needs_yearly_look = False
    identity_model = Event
    base_form_class = EventPageForm
    template = "core/event_page.html"
    page_description = _("Eine Veranstaltung ohne Anmeldung, mit einem oder mehreren Terminen.")
    parent_page_types: ClassVar = ["core.OrganisationPage"]
    subpage_types: ClassVar[list[str]] = []

    content_panels: ClassVar = [
        *AllmendePage.content_panels[:1],
        MultiFieldPanel(
            [*(FieldPanel(name) for name in ("first_start", "first_end", "first_all_day")), *FIRST_PLACE_PANELS],
            heading=_("Erster Termin"),
            help_text=_("Der Termin entsteht, wenn Sie speichern oder veröffentlichen. Weitere legen Sie danach an."),
        ),
        DatesPanel("eventdate", heading=pgettext_lazy("dates of one thing", "Termine")),
        MultiFieldPanel(
            [FieldPanel("topics"), *GoingWords.facts_panels],
            heading=FOR_ALL_LANGUAGES,
            help_text=AT_ONCE,
        ),
        RelationPanel("co_organisers", add_label=_("Mitveranstalter hinzufügen"), heading=_("Mitveranstalter")),
        *AllmendePage.content_panels[1:],
        *GoingWords.going_panels,
    ]
    search_fields: ClassVar = [*AllmendePage.search_fields, *GoingWords.going_search_fields]

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
            **going_context(self, event, [date.place for date in dates]),
            "co_organisers": co_organisers(event, request),
            "topics": list(event.topics.all()) if event.pk else [],
            "organisation": organisation_link(event.organisation, request),
        }


def date_facts(date: EventDate) -> dict[str, Any]:
    """Return what the box of a date shows."""
    names = ("starts_at", "ends_at", "all_day", "status", "moved_from", "place")
    ics_url = reverse("feeds:event", args=[date.uid]) if date.pk else ""
    return {**{name: getattr(date, name) for name in names}, "ics_url": ics_url}


def co_organisers(event: Event, request: HttpRequest) -> list[dict[str, str]]:
    """Return who invites with the organisation, in the order in which they were named."""
    return [row["organisation"] for row in actor_rows(event.co_organisers.all(), request)] if event.pk else []


def organisation_link(organisation: Organisation | None, request: HttpRequest) -> dict[str, str] | None:
    """Return name and address of an organisation in the active language; no address where its page is not public."""
    if organisation is None:
        return None
    pages = public_pages(site_of(request), OrganisationPage).filter(translation_key=organisation.key).defer("body")
    page = next(iter(listings.best_pages(pages, current())), None)
    return {"title": page.title if page else organisation.title, "url": page.get_url(request) if page else ""}
