"""Cards of pages of any type, chosen by an editor: a fixed number of queries, in the visitor's language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from core.directory.languages import current

from . import listings
from .site_tree import public_pages, site_of


def cards_of_things(keys: list[Any], request: HttpRequest) -> list[listings.Card]:
    """Return the cards of the things with these translation keys, in their order, as far as they are public.

    One query for the pages, and two for each type of page among them.
    """
    if not keys:
        return []
    pages = public_pages(site_of(request), Page).filter(translation_key__in=keys)
    best = listings.best_pages(pages, current())
    found = {page.translation_key: page for page in with_words(best)}
    return listings.cards_of([found[key] for key in keys if key in found], request)


def cards_below(page: Page, request: HttpRequest, most: int) -> list[listings.Card]:
    """Return the cards of the public pages right below a page, or below its translation, in their order."""
    site = site_of(request)
    above = listings.best_pages(public_pages(site, Page).filter(translation_key=page.translation_key), current())
    if not above:
        return []
    below = public_pages(site, Page).filter(path__startswith=above[0].path, depth=above[0].depth + 1)
    return listings.cards_of(with_words(below.order_by("path")[:most]), request)


def with_words(pages: Any) -> list[Page]:
    """Return the pages as their own types, with lead and picture, in their order."""
    pages = list(pages)
    by_model: dict[type[Page], list[int]] = {}
    for page in pages:
        by_model.setdefault(page.specific_class or Page, []).append(page.pk)
    loaded: dict[int, Page] = {}
    for model, keys in by_model.items():
        rows = model._default_manager.filter(pk__in=keys)
        rows = listings.with_pictures(rows) if hasattr(model, "picture") else rows.select_related("locale")
        loaded |= {page.pk: page for page in rows}
    return [loaded[page.pk] for page in pages if page.pk in loaded]
