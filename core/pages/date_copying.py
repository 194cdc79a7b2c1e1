"""A copied page starts without dates, and offers to take over those of its original, shifted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from core.directory.models import DateModel
from core.directory.spans import DAY, shift_span

WEEK = 7


def days_until_ahead(dates: Iterable[DateModel]) -> int:
    """Return the fewest whole weeks, in days and at least one, after which the first of the dates lies ahead."""
    first = min(date.starts_at for date in dates)
    passed = (timezone.localdate() - timezone.localdate(first)) // DAY
    return max(1, passed // WEEK + 1) * WEEK


class ShiftForm(forms.Form):
    """How much later the new dates are."""

    weeks = forms.IntegerField(label=gettext_lazy("Wochen später"), min_value=0, max_value=520, required=False)
    days = forms.IntegerField(label=gettext_lazy("und Tage"), min_value=0, max_value=366, required=False)

    @classmethod
    def starting_with(cls, days: int) -> ShiftForm:
        """Return the form filled in for so many days."""
        return cls({"weeks": days // WEEK, "days": days % WEEK})

    @property
    def shift(self) -> int:
        """How many days later, in all."""
        return (self.cleaned_data.get("weeks") or 0) * WEEK + (self.cleaned_data.get("days") or 0)


class TakeOverView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the dates of the original beside the new ones, then makes these."""

    viewset: Any = None
    model: Any = None
    template_name = "core/admin/take_over_dates.html"
    page_title = gettext_lazy("Termine übernehmen")
    header_icon = "date"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        owner_model = self.model._meta.get_field(self.viewset.owner_field).related_model
        self.identity = get_object_or_404(owner_model, pk=kwargs["owner"])
        self.original = self.identity.copied_from

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self._may_change(self.identity):
            raise PermissionDenied
        self.dates = list(self._dates_of(self.original)) if self._may_know(self.original) else []
        if not self.dates or self._dates_of(self.identity).exists():
            messages.warning(request, _("Hier gibt es keine Termine zu übernehmen."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def _may_change(self, identity: Any) -> bool:
        owners = self.viewset.policy.owners(self.request.user, type(identity))
        return bool(owners.filter(pk=identity.pk).exists())

    def _may_know(self, original: Any) -> bool:
        """Whether the dates are public, or the editor's own."""
        if original is None:
            return False
        return Page.objects.live().filter(translation_key=original.key).exists() or self._may_change(original)

    def _dates_of(self, identity: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.filter(**{self.viewset.policy.owner: identity})
        return rows.select_related("place").order_by("starts_at")

    def get_page_subtitle(self) -> str:
        return str(self.identity)

    def get_success_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse(self.viewset.get_url_name("index"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET if "weeks" in self.request.GET or "days" in self.request.GET else None
        form = kwargs.get("form") or (ShiftForm(asked) if asked else ShiftForm.starting_with(self._default()))
        rows = self._preview(form.shift) if form.is_valid() else []
        following = get_valid_next_url_from_request(self.request)
        own = {"form": form, "rows": rows, "original": self.original, "next": following}
        return super().get_context_data(**{**kwargs, **own}, back_url=self.get_success_url())

    def _default(self) -> int:
        return days_until_ahead(self.dates)

    def _preview(self, days: int) -> list[dict[str, Any]]:
        return [{"old": date, "new": shift_span(date.starts_at, date.ends_at, days)} for date in self.dates]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = ShiftForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        made = self._take_over(form.shift)
        said = ngettext("Ein Termin ist übernommen.", "%(n)d Termine sind übernommen.", made) % {"n": made}
        messages.success(request, said)
        return redirect(self.get_success_url())

    @transaction.atomic
    def _take_over(self, days: int) -> int:
        """Make the dates, once, even if the form is sent twice; return how many."""
        type(self.identity)._default_manager.select_for_update().get(pk=self.identity.pk)
        if not self._dates_of(self.identity).exists():
            self.viewset.copy_dates(self.dates, self.identity, days)
        return self._dates_of(self.identity).count()
