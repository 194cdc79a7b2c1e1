"""The page behind the mailed link: an organisation says what became of its promise. No account, no cookie."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core.directory.models import Implementation
from core.visitors import links
from core.visitors.forms import VisitorForm
from core.visitors.protection import visitor_page

from . import progress


class ReportForm(VisitorForm):
    """Asks how far the promise is."""

    claimed = forms.ChoiceField(label=_("Wie weit sind Sie?"), choices=Implementation.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Was ist geschehen?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Zwei, drei Sätze, ohne Namen von Menschen. Der Text wird öffentlich, sobald er bestätigt ist."),
    )
    evidence = forms.URLField(
        label=_("Wo man mehr darüber lesen kann"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Die Adresse einer Seite im Netz, wenn es eine gibt."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_page
def show(request: HttpRequest, token: str) -> HttpResponse:
    """What was promised, the form, and what takes the report."""
    try:
        commitment = progress.find(token)
    except links.LinkError as error:
        status = 410 if error.code == "expired" else 404
        return render(request, "core/visitors/progress_link.html", {"code": error.code}, status=status)
    subject = f"commitment:{commitment.pk}"
    form = ReportForm(request.POST if request.method == "POST" else None, purpose=progress.PURPOSE, subject=subject)
    if form.is_valid():
        return _take(request, token, commitment, form)
    return _page(request, commitment, form)


def _take(request: HttpRequest, token: str, commitment: Any, form: ReportForm) -> HttpResponse:
    words = {name: form.cleaned_data[name] for name in ("claimed", "text", "evidence")}
    try:
        progress.report(commitment, **words)
    except progress.ProgressError:
        return _page(request, commitment, form, status=409)
    return redirect("progress_report", token=token)


def _page(request: HttpRequest, commitment: Any, form: ReportForm, status: int = 200) -> HttpResponse:
    reports = commitment.reports.all()
    context = {
        "commitment": commitment,
        "form": form,
        "waiting": progress.waiting(commitment),
        "last": reports.exclude(state=progress.State.WAITING).order_by("-decided_at").first(),
        "refused": status == 409,
    }
    return render(request, "core/visitors/progress.html", context, status=status)


progress_urls = [path(_("fortschritt/<str:token>/"), show, name="progress_report")]
