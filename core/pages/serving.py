"""Finding the page behind an address with two queries, instead of two for each step of the address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import re_path
from wagtail import views
from wagtail.models import Page, Site
from wagtail.urls import serve_pattern

from core.directory.languages import DEFAULT, current

from .site_tree import homes, is_restricted

FIRST_STEPS = {
    "create_admin": ".venv/bin/python manage.py createsuperuser",
    "see_demo": "ALLMENDE_HOME=vorfuehrung make run",
}


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with a page. Wagtail does the rest, and all of it where the address is not that of a page alone.

    A site that nobody has begun has only Wagtail's blank page: there the operator reads what to do next.
    """
    site = Site.find_for_request(request)
    if site and not path and site.root_page.specific_class is Page:
        return render(request, "core/first_steps.html", FIRST_STEPS)
    page = find_page(site, path) if site else None
    if page is not None:
        try:
            request._wagtail_route_for_request = load(page).route(request, [])  # type: ignore[attr-defined]
        except Http404:
            request._wagtail_route_for_request = None  # type: ignore[attr-defined]
    return views.serve(request, path)


def find_page(site: Site, path: str) -> Page | None:
    """Return the page at `path` below the start page of the active language."""
    language = current()
    home = site.root_page if language == DEFAULT else homes(site).get(language)
    if home is None:
        return None
    return Page.objects.filter(url_path=home.url_path + path).first()


def load(page: Page) -> Page:
    """Return the page as its own type, with what its template shows, and whether it is `restricted`."""
    model = page.specific_class
    if model is None or model is Page:
        return page
    related = [field.name for field in model._meta.concrete_fields if field.name in {"picture", "locale"}]
    return model._default_manager.annotate(restricted=is_restricted()).select_related(*related).get(pk=page.pk)


#: To be mounted before Wagtail's own, whose name it bears.
page_urls = [re_path(serve_pattern, serve, name="wagtail_serve")]
