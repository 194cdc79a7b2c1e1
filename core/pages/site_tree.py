"""The pages of one site: its start pages by language, and what the public may see below them.

What is found out is remembered on the `Site` object, which Wagtail keeps for one request.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, Site

from core.directory.languages import DEFAULT
from core.hooks.activation import shown_pages

AnyPage = TypeVar("AnyPage", bound=Page)


def site_of(request: HttpRequest) -> Site:
    """Return the site that was asked; raises `Site.DoesNotExist` where none is set up."""
    site = Site.find_for_request(request)
    if site is None:
        raise Site.DoesNotExist("no site answers to this host")
    return site


def homes(site: Site) -> dict[str, Page]:
    """Return the live start pages of a site by language code."""
    known: dict[str, Page] | None = getattr(site, "_homes", None)
    if known is None:
        pages = Page.objects.live().filter(translation_key=site.root_page.translation_key).select_related("locale")
        known = site._homes = {page.locale.language_code: page for page in pages}  # type: ignore[attr-defined]
    return known


def home_for(site: Site, language: str) -> Page:
    """Return the start page in a language, the German one where there is none."""
    found = homes(site)
    return found.get(language) or found.get(DEFAULT) or site.root_page


def restricted_paths(site: Site) -> list[str]:
    """Return the tree paths below which pages are for some people only."""
    known: list[str] | None = getattr(site, "_restricted_paths", None)
    if known is None:
        known = list(PageViewRestriction.objects.values_list("page__path", flat=True))
        site._restricted_paths = known  # type: ignore[attr-defined]
    return known


def public_pages(site: Site, model: type[AnyPage], *languages: str) -> QuerySet[AnyPage]:
    """Return the pages of a type that everybody may see on this site, in the given languages or in all."""
    chosen = [page for code, page in homes(site).items() if not languages or code in languages]
    pages = model._default_manager.filter(_below(chosen), live=True).select_related("locale")
    for path in restricted_paths(site):
        pages = pages.exclude(path__startswith=path)
    return shown_pages(pages, site)


def _below(pages: list[Page]) -> Q:
    return reduce(or_, (Q(path__startswith=page.path) for page in pages), Q(pk__in=()))


def is_public(page: Page, site: Site) -> bool:
    """Whether everybody may see a live page that has been loaded already."""
    return not any(page.path.startswith(path) for path in restricted_paths(site))
