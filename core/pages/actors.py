"""Who takes part in something, for templates: with the page of the organisation in the visitor's language."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from core.directory.languages import current
from core.directory.models import Organisation

from . import listings
from .site_tree import public_pages, site_of


def actor_rows(rows: QuerySet[Any], request: HttpRequest) -> list[dict[str, Any]]:
    """Return rows that name an organisation, as templates/components/members.html shows them.

    `is_over` says of each whether it is past. Two queries, however many rows.
    """
    found = list(rows.select_related("organisation"))
    pages = pages_of([row.organisation for row in found if row.organisation], request)
    return rows_with_pages(found, pages, request)


def rows_with_pages(rows: list[Any], pages: dict[Any, Page], request: HttpRequest) -> list[dict[str, Any]]:
    """Return the same where the pages of the organisations are known already, by their keys."""
    return [_row(row, pages, request) for row in rows]


def pages_of(organisations: list[Organisation], request: HttpRequest) -> dict[Any, Page]:
    """Return the public page of each organisation in the visitor's language, else in German, by the key of both."""
    from .models.organisations import OrganisationPage  # page types use this module

    keys = {organisation.key for organisation in organisations}
    if not keys:
        return {}
    pages = public_pages(site_of(request), OrganisationPage).filter(translation_key__in=keys).defer("body")
    return {page.translation_key: page for page in listings.best_pages(pages, current())}


def _row(row: Any, pages: dict[Any, Page], request: HttpRequest) -> dict[str, Any]:
    page = pages.get(row.organisation.key) if row.organisation else None
    title = page.title if page else str(row.organisation or row.name)
    return {
        "id": row.organisation_id,
        "organisation": {"title": title, "url": page.get_url(request) if page else getattr(row, "url", "")},
        "role": getattr(row, "role", ""),
        "contribution": getattr(row, "contribution", ""),
        "sector": row.get_sector_display() if hasattr(row, "sector") else "",
        "since": row.since,
        "until": row.until,
        "period": row.period,
        "is_over": not row.holds_on(timezone.localdate()),
    }
