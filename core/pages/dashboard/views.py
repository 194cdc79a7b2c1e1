"""The report of what is incomplete, its spreadsheet, and „Stimmt noch“."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry, log

from core.hooks.contracts import Finding, Incomplete
from core.pages.spreadsheets import csv_response

from .checks import results
from .findings import STILL_TRUE
from .scope import Scope

NAME = "incomplete"
PER_PAGE = 50


def scope_of(request: HttpRequest) -> Scope:
    """Return what the person looks after. Raises PermissionDenied where that is nothing on this site."""
    scope = Scope.of(request)
    if scope is None or not scope.is_theirs:
        raise PermissionDenied
    return scope


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    """Everything that is incomplete, or one kind of it (`?kind=events`)."""

    template_name = "core/admin/incomplete.html"
    page_title = gettext_lazy("Was unvollständig ist")
    header_icon = "tasks"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = results(scope_of(request))
        self.kinds = {kind.key: kind.label for kind in found}
        wanted = request.GET.get("kind", "")
        self.kind = wanted if wanted in self.kinds else ""
        chosen = [kind for kind in found if self.kind in {"", kind.key}]
        self.rows = [(kind, finding) for kind in chosen for finding in kind.findings]
        if request.GET.get("export") == "csv":
            return self._as_csv(request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            **kwargs,
            kind=self.kind,
            kinds=list(self.kinds.items()),
            sheet=page,
            groups=_grouped(list(page)),
            here=self.request.get_full_path(),
        )

    def _as_csv(self, request: HttpRequest) -> HttpResponse:
        rows = [
            (check.label, found.title, found.detail, request.build_absolute_uri(found.url))
            for check, found in self.rows
        ]
        return csv_response("unvollstaendig", (_("Was"), _("Name"), _("Was fehlt"), _("Wo")), rows)


def _grouped(rows: list[tuple[Incomplete, Finding]]) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for check, finding in rows:
        groups.setdefault(check.key, {"check": check, "findings": []})["findings"].append(finding)
    return list(groups.values())


@require_POST
def confirm(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take note that somebody has looked and a page is still true."""
    page = get_object_or_404(scope_of(request).pages, pk=page_id)
    log(instance=page, action=STILL_TRUE, user=request.user)
    messages.success(request, _("Danke. „%(title)s“ gilt wieder ein Jahr lang als geprüft.") % {"title": page.title})
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))


def log_actions(actions: LogActionRegistry) -> None:
    """`register_log_actions`: the entry in a page's history."""
    actions.register_action(STILL_TRUE, gettext_lazy("Stimmt noch"), gettext_lazy("Geprüft: stimmt noch"))


class ReportViewSet(ViewSet):
    """The views."""

    url_prefix = "unvollstaendig"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ReportView.as_view(), name="index"),
            path("stimmt/<int:page_id>/", confirm, name="confirm"),
        ]


class ReportMenuItem(MenuItem):
    """Shown to those who have something to look after here."""

    def is_shown(self, request: HttpRequest) -> bool:
        scope = Scope.of(request)
        return scope is not None and scope.is_theirs


report_viewset = ReportViewSet(NAME)


def menu_item() -> MenuItem:
    """`register_reports_menu_item`"""
    label = gettext_lazy("Unvollständiges")
    return ReportMenuItem(label, reverse(f"{NAME}:index"), name=NAME, icon_name="tasks", order=50)
