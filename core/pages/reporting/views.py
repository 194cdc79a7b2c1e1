"""In the admin: reports that wait, promises to ask about. For those who may change the page of the strategy."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from core.directory.models import Commitment, ProgressReport

from . import progress

NAME = "progress"


def commitments_of(user: Any) -> QuerySet[Commitment]:
    """Return the promises for strategies whose page the user may change."""
    rows: QuerySet[Commitment] = policy_registry.get_by_type(Commitment).rows(user)
    return rows.select_related("organisation", "strategy", "recommendation")


def reports_of(user: Any) -> QuerySet[ProgressReport]:
    """Return the reports about these promises."""
    rows: QuerySet[ProgressReport] = policy_registry.get_by_type(ProgressReport).rows(user)
    return rows.select_related("commitment__organisation", "commitment__strategy", "decided_by")


class ProgressView(WagtailAdminTemplateMixin, TemplateView):
    """What these views share."""

    header_icon = "tasks"
    _show_breadcrumbs = True
    page_title = gettext_lazy("Berichte, die warten")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        subtitle = self.get_page_subtitle()
        above = [{"url": reverse(f"{NAME}:index"), "label": self.get_page_title()}] if subtitle else []
        return [*self.breadcrumbs_items, *above, {"url": "", "label": subtitle or self.get_page_title()}]


class ListView(ProgressView):
    """What waits, what was decided, and whom to ask."""

    template_name = "core/admin/progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reports = reports_of(self.request.user)
        promised = commitments_of(self.request.user).order_by("strategy__title", "recommendation__number", "pk")
        return super().get_context_data(
            **kwargs,
            waiting=reports.filter(state=progress.State.WAITING).order_by("reported_at"),
            decided=reports.exclude(state=progress.State.WAITING).order_by("-decided_at")[:20],
            commitments=[(each, progress.address_of(each)) for each in promised],
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask one organisation."""
        given = request.POST.get("commitment", "")
        commitment = get_object_or_404(commitments_of(request.user), pk=int(given) if given.isdecimal() else 0)
        try:
            address = progress.ask(commitment, by=request.user)
        except progress.ProgressError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Die Bitte um Auskunft an %(email)s ist unterwegs.") % {"email": address})
        return redirect(f"{NAME}:index")


class DecisionForm(forms.Form):
    """Confirm or decline, with a remark that the organisation reads."""

    remark = forms.CharField(
        label=gettext_lazy("Bemerkung"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Die Organisation liest sie, sonst niemand. Wer ablehnt, sagt hier warum."),
    )
    decision = forms.ChoiceField(choices=[("confirm", ""), ("decline", "")], widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == "decline" and not cleaned.get("remark"):
            message = _("Bitte schreiben Sie der Organisation, was fehlt.")
            self.add_error("remark", forms.ValidationError(message, code="no_reason"))
        return cleaned


class ReportView(ProgressView):
    """One report, with what decides about it."""

    template_name = "core/admin/progress_report.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.report = reports_of(request.user).filter(pk=kwargs["pk"]).first()
        self.form = DecisionForm(request.POST or None)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.report is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.report.commitment.organisation) if self.report else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, report=self.report, form=self.form)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Decide, or show the form again with what is missing."""
        if self.report is None or not self.form.is_valid():
            return self.get(request)
        remark = self.form.cleaned_data["remark"]
        try:
            if self.form.cleaned_data["decision"] == "confirm":
                progress.confirm(self.report, by=request.user, remark=remark)
                messages.success(request, _("Der Bericht ist bestätigt und öffentlich."))
            else:
                progress.decline(self.report, by=request.user, remark=remark)
                messages.success(request, _("Der Bericht ist abgelehnt. Öffentlich ist nichts davon."))
        except progress.ProgressError as error:
            messages.error(request, error.message)
        return redirect(f"{NAME}:index")


class ProgressMenuItem(MenuItem):
    """Shown to those who have promises to look after."""

    def is_shown(self, request: HttpRequest) -> bool:
        return commitments_of(request.user).exists()


class ProgressViewSet(ViewSet):
    """The views, and their entry in the menu."""

    icon = "tasks"
    url_prefix = "fortschritt"
    menu_label = gettext_lazy("Berichte")
    menu_order = 270
    menu_item_class = ProgressMenuItem
    add_to_admin_menu: ClassVar[bool] = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ListView.as_view(), name="index"),
            path("<int:pk>/", ReportView.as_view(), name="report"),
        ]


progress_viewset = ProgressViewSet(NAME)
