"""Views of Wagtail's admin that would name things of other organisations; each stands in for Wagtail's own."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.dispatcher import index as bulk_index
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .choosing import hide_foreign_drafts

ANY_RIGHT = {"add", "change", "delete", "publish", "choose", "view"}


def rows_of(user: Any, model: type[Model]) -> QuerySet[Any]:
    """Return the rows of which somebody may know."""
    policy = policy_registry.get_by_type(model)
    if issubclass(model, Page):
        return policy.explorable_instances(user)
    return policy.instances_user_has_any_permission_for(user, ANY_RIGHT)


class PageTypesReport(PageTypesUsageReportView):
    """Names the page that was edited last only to those who may find it."""

    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        page_types = super().decorate_paginated_queryset(page_types)
        named = {item.last_edited_page_id for item in page_types}
        allowed = set(rows_of(self.request.user, Page).filter(pk__in=named).values_list("pk", flat=True))
        for item in page_types:
            if item.last_edited_page_id not in allowed:
                item.last_edited_page = None
        return page_types


def bulk_action(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponseBase:
    """Refuse a bulk action on what is none of the editor's business: Wagtail leaves it alone, but lists it by name."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    keys = [key for key in request.GET.getlist("id") if key.isdecimal()]
    asked = model._default_manager.filter(pk__in=keys)
    if asked.exists() and asked.exclude(pk__in=rows_of(request.user, model).values("pk")).exists():
        raise PermissionDenied
    return bulk_index(request, app_label, model_name, action)


class ChosenPagesView(ChosenMultipleView):
    """Gives chosen pages that the chooser offers; keys of foreign drafts are passed over."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        keys = [key for key in request.GET.getlist("id") if key.isdecimal()]
        offered = hide_foreign_drafts(Page.objects.filter(pk__in=keys, depth__gt=1), request)
        chosen = request.GET.copy()
        chosen.setlist("id", [str(pk) for pk in offered.values_list("pk", flat=True)])
        request.GET = chosen  # type: ignore[assignment]
        return super().get(request)


def _guarded(view: Any) -> Any:
    return never_cache(require_admin_access(view))


#: To be placed before Wagtail's own.
guard_urls = [
    path("admin/bulk/<str:app_label>/<str:model_name>/<str:action>/", _guarded(bulk_action)),
    path("admin/choose-page/chosen-multiple/", _guarded(ChosenPagesView.as_view())),
    path("admin/reports/page-types-usage/", _guarded(PageTypesReport.as_view())),
    path("admin/reports/page-types-usage/results/", _guarded(PageTypesReport.as_view(results_only=True))),
]
