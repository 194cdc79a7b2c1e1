"""Alliances: organisations that act together (first version)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from core.directory.languages import current
from core.directory.models import Alliance
from core.pages import listings
from core.pages.agenda import coming, past
from core.pages.identity_forms import AlliancePageForm
from core.pages.panels import MembersPanel
from core.pages.site_tree import public_pages, site_of

from .base import AllmendePage, IdentityPage
from .organisations import AT_ONCE, FOR_ALL_LANGUAGES, OrganisationPage


class AllianceIndexPage(AllmendePage):
    """The list of all alliances of the site."""

    kind = "alliance"
    template = "core/alliance_index_page.html"
    page_description = _("Verzeichnis aller Bündnisse.")
    parent_page_types: ClassVar = ["core.HomePage"]
    subpage_types: ClassVar = ["core.AlliancePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("Verzeichnis der Bündnisse")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        form = listings.SearchForm(request.GET)
        rows = listings.search_rows(listings.rows_of(site_of(request), AlliancePage, current()), form.words)
        page_obj = listings.paginate(request, rows)
        return {**context, "form": form, "page_obj": page_obj, "alliances": alliance_index_cards(page_obj, request)}


class AlliancePage(IdentityPage):
    """An alliance in one language; its members stand on the identity."""

    kind = "alliance"
    identity_model = Alliance
    base_form_class = AlliancePageForm
    template = "core/alliance_page.html"
    page_description = _("Ein Bündnis mit seinen Mitgliedern.")
    parent_page_types: ClassVar = ["core.AllianceIndexPage"]
    subpage_types: ClassVar = ["core.ContentPage"]

    content_panels: ClassVar = [
        *AllmendePage.content_panels[:1],
        MultiFieldPanel(
            [FieldPanel(name) for name in ("form", "founded", "city", "website", "email")],
            heading=FOR_ALL_LANGUAGES,
            help_text=AT_ONCE,
        ),
        MembersPanel(heading=_("Mitglieder")),
        *AllmendePage.content_panels[1:],
    ]

    class Meta:
        verbose_name = _("Bündnis")
        verbose_name_plural = _("Bündnisse")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        alliance = self.identity or self.unsaved_identity()
        members = member_rows(alliance, request) if alliance.pk else []
        return {
            **context,
            "alliance": alliance,
            "members": members,
            "agenda": coming(request, organisations=[member["id"] for member in members]) if members else [],
            "past": past(request, organisations=[member["id"] for member in members]) if members else [],
        }


def member_rows(alliance: Alliance, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the present members with the addresses of their pages. Two queries."""
    from django.utils import timezone

    year = timezone.localdate().year
    memberships = list(alliance.memberships.select_related("organisation"))
    keys = [membership.organisation.key for membership in memberships]
    pages = public_pages(site_of(request), OrganisationPage).filter(translation_key__in=keys).defer("body")
    found = {page.translation_key: page for page in listings.best_pages(pages, current())}
    return [
        _member_row(membership, found.get(membership.organisation.key), request)
        for membership in memberships
        if membership.until is None or membership.until >= year
    ]


def _member_row(membership: Any, page: Page | None, request: HttpRequest) -> dict[str, Any]:
    title = page.title if page else membership.organisation.title
    return {
        "id": membership.organisation_id,
        "organisation": {"title": title, "url": page.get_url(request) if page else ""},
        "role": membership.role,
        "contribution": membership.contribution,
        "since": membership.since,
    }


def alliance_index_cards(rows: Any, request: HttpRequest) -> list[listings.Card]:
    """Return the cards of alliances' pages, with their form and the number of members."""
    pages = listings.load(AlliancePage, rows)
    keys = [page.translation_key for page in pages]
    found = {found.key: found for found in Alliance.objects.filter(key__in=keys).annotate(size=Count("memberships"))}

    def describe(page: Page) -> str:
        alliance = found.get(page.translation_key)
        if alliance is None:
            return ""
        size = ngettext("%(n)d Mitglied", "%(n)d Mitglieder", alliance.size) % {"n": alliance.size}
        return " · ".join(
            part for part in (str(alliance.get_form_display()), alliance.city, size if alliance.size else "") if part
        )

    return listings.cards_of(pages, request, foot=describe)
