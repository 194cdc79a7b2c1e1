"""Keep what plugins do not offer on a site, and what no plugin answers for any more, out of reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from core.problems.views import unavailable

from .activation import active_slugs, is_model_active

RETRY_SECONDS = 3600
#: Views of the page editor that look at one page; only listing its children works without its model.
PAGE_VIEWS = "wagtailadmin_pages"
PAGE_ARGUMENTS = ("page_id", "page_to_move_id", "pk", "parent_page_id")


class PluginGateMiddleware:
    """Answer 404 for the URLs of a plugin on sites where it is not active, and spare editors pages without a model."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        namespaces = request.resolver_match.namespaces if request.resolver_match else []
        if not namespaces:
            return None
        if namespaces[0] == PAGE_VIEWS:
            return _refuse_orphan(request, kwargs)
        slug = namespaces[0]
        if slug in settings.PLUGIN_REGISTRY.manifests and not is_active(request, slug):
            raise Http404(f"plugin {slug} is not active here")
        return None


def is_active(request: HttpRequest, slug: str) -> bool:
    """Whether a plugin is active on the site that was asked."""
    site = Site.find_for_request(request)
    return site is not None and slug in active_slugs(site)


# -- what visitors see ---------------------------------------------------------------------------


def check_page(page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any) -> HttpResponse | None:
    """Wagtail's `before_serve_page`: 404 for pages of inactive or missing plugins.

    Wagtail would serve a page whose model is gone as a blank `Page` with status 200. 503 if a plugin could not be
    loaded: the page will be back.
    """
    if page.specific_class is None:
        if settings.PLUGIN_REGISTRY.misses_a_plugin:
            return unavailable(request, RETRY_SECONDS)
        raise Http404("the plugin of this page is not installed")
    site = Site.find_for_request(request)
    if site is None or not is_model_active(page.specific_class, site):
        raise Http404("the plugin of this page is not active here")
    return None


# -- what editors do -----------------------------------------------------------------------------


def check_subtree(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's `before_copy_page` and `before_delete_page`: these touch what is below, too, and fail without a model.

    Where the page itself has no model, the middleware has answered already.
    """
    return _send_back(request, page) if request.method == "POST" and has_orphans([page], deep=True) else None


def check_unpublish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's `before_unpublish_page`: the same, if the pages below are meant, too."""
    return check_subtree(request, page) if request.POST.get("include_descendants") else None


def check_bulk_action(request: HttpRequest, action: str, objects: Iterable[Any], view: Any) -> HttpResponse | None:
    """Wagtail's `before_bulk_action`: the same for many pages at once."""
    pages = [found for found in objects if isinstance(found, Page)]
    return _send_back(request, pages[0]) if pages and has_orphans(pages, deep=True) else None


def has_orphans(pages: list[Page], *, deep: bool) -> bool:
    """Whether one of the pages, or with ``deep`` one below them, belongs to a plugin that is not loaded."""
    if any(page.specific_class is None for page in pages):
        return True
    return deep and any(page.get_descendants().filter(content_type__in=orphan_types()).exists() for page in pages)


def orphan_types() -> list[int]:
    """Return the content types of page models, and of others, that no loaded app has any more."""
    return [found.pk for found in ContentType.objects.all() if found.model_class() is None]


def _refuse_orphan(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
    pk = next((kwargs[name] for name in PAGE_ARGUMENTS if name in kwargs), None)
    user = getattr(request, "user", None)
    if pk is None or user is None or not user.has_perm("wagtailadmin.access_admin"):
        return None  # the view itself asks to log in
    page = Page.objects.filter(pk=pk).select_related("content_type").first()
    return _send_back(request, page) if page is not None and page.specific_class is None else None


def _send_back(request: HttpRequest, page: Page) -> HttpResponseRedirect:
    parent = page.get_parent()
    if parent is None:
        raise PermissionDenied
    text = _("Hierzu gehören Seiten eines Moduls, das gerade nicht geladen ist. Sie bleiben, wie sie sind.")
    messages.error(request, text)
    return redirect("wagtailadmin_explore", parent.pk)
