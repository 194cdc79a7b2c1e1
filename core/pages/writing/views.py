"""The pages with the forms, and what takes the messages. No account, no cookie, no script."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.pages.navigation import view_breadcrumbs
from core.pages.site_tree import site_of
from core.visitors.protection import visitor_page

from . import sending
from .forms import BarrierForm, MessageForm

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@visitor_page
def write(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """A message to an organisation or alliance."""
    receiver = _receiver(request, kind, key)
    form = MessageForm(_data(request), purpose="core.message", subject=receiver.key)
    if form.is_valid() and _take(request, form, receiver, "core.message"):
        return redirect("message_sent", kind, key)
    context = {"form": form, "receiver": receiver, "breadcrumbs": _crumbs(request, receiver)}
    return render(request, "core/visitors/message.html", context, status=429 if form.is_limited else 200)


@require_safe
@visitor_page
def written(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The message is on its way."""
    receiver = _receiver(request, kind, key)
    context = {"sent": True, "receiver": receiver, "breadcrumbs": _crumbs(request, receiver)}
    return render(request, "core/visitors/message.html", context)


@require_http_methods(FORM_METHODS)
@visitor_page
def report(request: HttpRequest) -> HttpResponse:
    """What keeps somebody out, told to the operator."""
    receiver = _operator(request)
    initial = {"page": request.GET.get("seite", "")[:300]}
    form = BarrierForm(_data(request), purpose="core.barrier", subject=receiver.key, initial=initial)
    if form.is_valid() and _take(request, form, receiver, "core.barrier"):
        return redirect("report_barrier_sent")
    context = {"form": form, "breadcrumbs": view_breadcrumbs(request, (_("Barriere melden"), ""))}
    return render(request, "core/visitors/barrier.html", context, status=429 if form.is_limited else 200)


@require_safe
@visitor_page
def reported(request: HttpRequest) -> HttpResponse:
    """The report is on its way."""
    receiver = _operator(request)
    context = {"sent": True, "receiver": receiver}
    context["breadcrumbs"] = view_breadcrumbs(request, (_("Barriere melden"), ""))
    return render(request, "core/visitors/barrier.html", context)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _take(request: HttpRequest, form: MessageForm, receiver: sending.Receiver, kind: str) -> bool:
    """Send, or say in the form why not."""
    words = {name: form.cleaned_data.get(name, "") for name in ("text", "name", "email", "phone", "page")}
    if not sending.is_allowed(request, receiver, words["email"]):
        form.refuse_too_many()
        return False
    sending.send(receiver, kind, form.nonce, words)
    return True


def _receiver(request: HttpRequest, kind: str, key: str) -> sending.Receiver:
    found = sending.find(request, site_of(request), kind, key) if kind in sending.THINGS else None
    if found is None:
        raise Http404
    return found


def _operator(request: HttpRequest) -> sending.Receiver:
    found = sending.operator(site_of(request))
    if found is None:
        raise Http404
    return found


def _crumbs(request: HttpRequest, receiver: sending.Receiver) -> Any:
    return view_breadcrumbs(request, (receiver.name, receiver.page_url), (_("Nachricht schreiben"), ""))


writing_urls = [
    path(pgettext_lazy("address", "nachricht/<str:kind>/<slug:key>/"), write, name="message"),
    path(pgettext_lazy("address", "nachricht/<str:kind>/<slug:key>/gesendet/"), written, name="message_sent"),
    path(pgettext_lazy("address", "barriere-melden/"), report, name="report_barrier"),
    path(pgettext_lazy("address", "barriere-melden/gesendet/"), reported, name="report_barrier_sent"),
]
