"""`/sitemap.xml`: every public page of one site, with its translations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.calendar.addresses import absolute

from .site_tree import public_pages, site_of

#: What the protocol allows in one file.
MOST = 50_000


@dataclass(frozen=True)
class Entry:
    """One address; `alternates` are (language, address) of all its languages, where there are several."""

    url: str
    changed: Any
    alternates: list[tuple[str, str]]


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the pages. An alias is no page of its own."""
    return render(request, "core/sitemap.xml", {"entries": entries(request)}, content_type="application/xml")


def entries(request: HttpRequest) -> Iterator[Entry]:
    """Yield the public pages of the site that was asked, in the order of the tree. A fixed number of queries."""
    site = site_of(request)
    pages = list(public_pages(site, Page).filter(alias_of=None).order_by("path")[:MOST])
    urls = {page.pk: absolute(site, page.get_url(request) or "/") for page in pages}
    languages: dict[Any, list[tuple[str, str]]] = {}
    for page in pages:
        languages.setdefault(page.translation_key, []).append((page.locale.language_code, urls[page.pk]))
    for page in pages:
        same = languages[page.translation_key]
        yield Entry(urls[page.pk], page.last_published_at, same if len(same) > 1 else [])
