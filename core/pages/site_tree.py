"""The pages of one site: its start pages by language, and what the public may see below them.

The start pages are remembered on the `Site` object, which Wagtail keeps for one request.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
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
        known = remember_homes(site, pages)
    return known


def remember_homes(site: Site, pages: Iterable[Page]) -> dict[str, Page]:
    """Take the start pages of a site from pages that have been loaded for something else, too."""
    key = site.root_page.translation_key
    found = {page.locale.language_code: page for page in pages if page.translation_key == key}
    site._homes = found  # type: ignore[attr-defined]
    return found


def home_for(site: Site, language: str) -> Page:
    """Return the start page in a language, the German one where there is none."""
    found = homes(site)
    return found.get(language) or found.get(DEFAULT) or site.root_page


def public_pages(site: Site, model: type[AnyPage], *languages: str) -> QuerySet[AnyPage]:
    """Return the pages of a type that everybody may see on this site, in the given languages or in all."""
    chosen = [page for code, page in homes(site).items() if not languages or code in languages]
    pages = model._default_manager.annotate(restricted=is_restricted()).filter(
        _below(chosen), live=True, restricted=False
    )
    pages = pages.select_related("locale")
    return shown_pages(pages, site)


def _below(pages: list[Page]) -> Q:
    return reduce(or_, (Q(path__startswith=page.path) for page in pages), Q(pk__in=()))


def is_restricted() -> ExpressionWrapper:
    """Whether a page, or one above it, is for some people only; for `filter()` and `annotate()` on pages.

    An alias is for those who may see its source.
    """
    return ExpressionWrapper(_restriction_on("page") | _restriction_on("page__aliases"), output_field=BooleanField())


def _restriction_on(way: str) -> Q:
    above = Substr(OuterRef("path"), 1, Length(f"{way}__path"))
    return Q(Exists(PageViewRestriction.objects.annotate(above=above).filter(**{f"{way}__path": F("above")})))
