"""Organisations: each has its page once, and below it what it offers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from core.calendar import queries, sources
from core.directory.languages import current
from core.directory.models import Organisation
from core.pages import listings
from core.pages.agenda import coming, feed_context, past
from core.pages.identity_forms import OrganisationPageForm
from core.pages.imprints import IMPRINT_PANEL, imprint_of, message_url
from core.pages.site_tree import public_pages, site_of
from core.pages.words import join_words
from core.phrases import day_phrase

from .base import AllmendePage, IdentityPage
from .indexes import IndexPage

FOR_ALL_LANGUAGES = _("Angaben, die für alle Sprachen gelten")
#: So many of its offers an organisation's page shows.
OFFERS = 48
AT_ONCE = _("Sie gelten, sobald Sie speichern, auch auf der veröffentlichten Seite.")


class OrganisationIndexPage(IndexPage):
    """The directory of all organisations of the site."""

    kind = "organisation"
    listed = "core.OrganisationPage"
    category = "category"
    page_description = _("Verzeichnis aller Organisationen.")
    subpage_types: ClassVar = ["core.OrganisationPage"]

    class Meta:
        verbose_name = _("Verzeichnis der Organisationen")

    def feet(self, pages: list[Any]) -> dict[Any, str]:
        found = Organisation.objects.filter(key__in=[page.translation_key for page in pages]).select_related("place")
        return {each.key: join_words(each.category, each.place.city if each.place else "") for each in found}


class OrganisationPage(IdentityPage):
    """An organisation in one language."""

    kind = "organisation"
    identity_model = Organisation
    base_form_class = OrganisationPageForm
    template = "core/organisation_page.html"
    page_description = _("Ein Verein, eine Initiative, ein Amt. Darunter liegen die Angebote.")
    parent_page_types: ClassVar = ["core.OrganisationIndexPage"]

    content_panels: ClassVar = [
        *AllmendePage.content_panels[:1],
        MultiFieldPanel(
            [FieldPanel(name) for name in ("category", "place", "municipality", "topics", "website", "email", "phone")],
            heading=FOR_ALL_LANGUAGES,
            help_text=AT_ONCE,
        ),
        IMPRINT_PANEL,
        *AllmendePage.content_panels[1:],
    ]

    class Meta:
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisationen")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        organisation = self.identity or self.unsaved_identity()
        known = organisation if organisation.pk else None
        return {
            **context,
            **feed_context(request, known),
            "organisation": organisation,
            "imprint": imprint_of(organisation, page=self, place=organisation.place),
            "message_url": message_url(organisation),
            "agenda": coming(request, organisation=known) if known else [],
            "past": past(request, organisation=known) if known else [],
            "alliances": alliance_cards(known, request) if known else [],
            "children": offer_cards(self, request, known),
        }


def chosen_cards(keys: list[Any], request: HttpRequest) -> list[listings.Card]:
    """Return the cards of the organisations with these keys, in their order, as far as they are public."""
    pages = public_pages(site_of(request), OrganisationPage).filter(translation_key__in=keys)
    found = {page.translation_key: page for page in listings.best_pages(listings.with_pictures(pages), current())}
    return listings.cards_of([found[key] for key in keys if key in found], request)


def alliance_cards(organisation: Organisation, request: HttpRequest) -> list[listings.Card]:
    """Return the cards of the alliances that an organisation belongs to."""
    from .alliances import AlliancePage  # needs this module

    return listings.public_cards(AlliancePage, organisation.alliances.all(), request)


def offer_cards(page: Page, request: HttpRequest, organisation: Organisation | None) -> list[listings.Card]:
    """Return the cards of what stands below an organisation, newest first; events are in the list of dates.

    What has dates says when the next one is. Whatever types of pages plugins bring, it is two queries.
    """
    if not page.numchild:
        return []
    below = public_pages(site_of(request), Page).filter(path__startswith=page.path, depth=page.depth + 1)
    offers = below.exclude(content_type__app_label="core", content_type__model="eventpage")
    starts = queries.next_starts(site_of(request), current(), organisation) if organisation else {}

    def next_date(offer: Page) -> str:
        if not sources.of_model(getattr(offer.specific_class, "identity_model", None)):
            return ""
        start = starts.get(offer.get_url(request) or "")
        return (
            gettext("Nächster Termin: %(day)s") % {"day": day_phrase(start)}
            if start
            else gettext("Zurzeit kein Termin")
        )

    return listings.cards_of(offers.order_by("-first_published_at")[:OFFERS], request, foot=next_date)
