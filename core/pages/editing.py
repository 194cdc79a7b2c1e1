"""The page editor's views: a change is one transaction, and a draft saved by itself is told from a real saving."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from core.calendar.indexer import gathered

View = Callable[..., HttpResponseBase]

#: Views whose POST changes pages; Wagtail wraps only deleting into a transaction.
CHANGING = ("add", "edit", "copy", "move_confirm", "unpublish", "convert_alias", "set_privacy", "workflow_action")


class PageCreateView(CreateView):
    """Making a page."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        self.page.autosaving = self.expects_json_response
        return super().post(request)


class PageEditView(EditView):
    """Changing a page."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page.autosaving = self.expects_json_response
        return super().post(request, *args, **kwargs)


class PagePreviewOnEditView(PreviewOnEditView):
    """A preview stores nothing, also not what hangs on the identity."""

    def get_object(self) -> Page:
        page = super().get_object()
        page.previewing = True
        return page


class PagePreviewOnCreateView(PreviewOnCreateView):
    """The same for a page that is not there yet."""

    def get_object(self) -> Page:
        page = super().get_object()
        page.previewing = True
        return page


class PageDeleteView(DeleteView):
    """Deleting a page; what forbids it is told instead of failing."""

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            with gathered():
                return super().dispatch(request, page_id, *args, **kwargs)
        except (ProtectedError, RestrictedError):
            _say_protected(request)
            return redirect("wagtailadmin_explore", Page.objects.get(pk=page_id).get_parent().pk)


class PageDeleteBulkAction(DeleteBulkAction):
    """Deleting many pages."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            with gathered():
                return super().form_valid(form)
        except (ProtectedError, RestrictedError):
            _say_protected(self.request)
            return redirect(self.next_url)


def _say_protected(request: HttpRequest) -> None:
    messages.error(request, _("Anderes ist noch auf diese Seiten angewiesen. Sie bleiben, wie sie sind."))


class AllmendePageViewSet(PageViewSet):
    """The editor's views of all page types; plugins with views of their own derive from it."""

    add_view_class = PageCreateView
    edit_view_class = PageEditView
    delete_view_class = PageDeleteView
    preview_on_add_view_class = PagePreviewOnCreateView
    preview_on_edit_view_class = PagePreviewOnEditView

    def get_view_by_name(self, name: str) -> View:
        view = super().get_view_by_name(name)
        return in_transaction(view) if name in CHANGING else view


def in_transaction(view: View) -> View:
    """Let a POST change all or nothing."""

    @wraps(view)
    def whole(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with gathered():
            return view(request, *args, **kwargs)

    return whole


page_viewset = AllmendePageViewSet()
