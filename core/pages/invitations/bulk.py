"""Inviting many at once: organisations that nobody edits yet, for instance after a table was taken over."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from core.directory.models import Organisation
from core.visitors import addresses

from . import inviting
from .models import Invitation
from .views import NAME, InvitingView, organisations_of

PER_PAGE = 50


def without_editors(request: HttpRequest) -> QuerySet[Organisation]:
    """Return the organisations that nobody edits and nobody is invited to."""
    still_open = Invitation.objects.filter(organisation=OuterRef("pk"), accepted_at=None, withdrawn_at=None)
    editors = get_user_model()._default_manager.filter(groups=OuterRef("editors"))
    rows = organisations_of(request).filter(~Exists(still_open), ~Exists(editors))
    return rows.order_by("title", "pk")


class BulkView(InvitingView):
    """The list with an address for each; those that are ticked are invited."""

    template_name = "core/admin/invite_many.html"
    page_title = gettext_lazy("Mehrere einladen")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = kwargs.pop("rows", None)
        sheet = Paginator(without_editors(self.request), PER_PAGE).get_page(self.request.GET.get("p"))
        if rows is None:
            rows = [{"organisation": each, "email": each.email, "is_chosen": False, "error": ""} for each in sheet]
        return super().get_context_data(**kwargs, rows=rows, sheet=sheet)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Invite those that are ticked; if an address is wrong, nobody is invited yet."""
        keys = [int(key) for key in request.POST.getlist("organisation") if key.isdecimal()]
        chosen = list(without_editors(request).filter(pk__in=keys)[:PER_PAGE])
        rows = [self._row(each, request.POST.get(f"email-{each.pk}", "")) for each in chosen]
        if any(row["error"] for row in rows):
            return self.render_to_response(self.get_context_data(rows=rows))
        for row in rows:
            inviting.invite_editor(row["organisation"], email=row["email"], language="de", by=request.user)
        words = ngettext("Eine Einladung ist unterwegs.", "%(n)d Einladungen sind unterwegs.", len(rows))
        if rows:
            messages.success(request, words % {"n": len(rows)})
        else:
            messages.warning(request, _("Es war keine Organisation angekreuzt."))
        return redirect(f"{NAME}:bulk")

    def _row(self, organisation: Organisation, typed: str) -> dict[str, Any]:
        email = addresses.normalise(typed) if typed else ""
        account = inviting.account_of(email) if email else None
        error = ""
        if not addresses.is_deliverable(email):
            error = _("Bitte schreiben Sie eine E-Mail-Adresse.")
        elif account and not account.is_active:
            error = _("Zu dieser Adresse gehört ein Konto, das abgeschaltet ist.")
        return {"organisation": organisation, "email": typed, "is_chosen": True, "error": error}
