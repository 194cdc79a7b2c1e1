"""The addresses of the site, some that fail in each way that has a page, and what otherwise comes but once."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.ratelimit import respond_429
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Origin, RequestContext, Template
from django.urls import path

from allmende import urls as project
from core.pages.accounts.forms import EditorEmailForm
from core.pages.serving import FIRST_STEPS
from core.problems import views as problems

handler400, handler403, handler404, handler500 = (
    project.handler400,
    project.handler403,
    project.handler404,
    project.handler500,
)


def raises(error: Exception) -> Any:
    """Return a view that fails."""

    def failing(request: HttpRequest) -> HttpResponse:
        raise error

    return failing


def foreign(request: HttpRequest) -> HttpResponse:
    """What answers a form sent from another website."""
    context = {"message": "Es ist nichts geschehen.", "back_url": "/"}
    return render(request, "core/visitors/foreign.html", context, status=403)


def shows(template: str, status: int = 200, **context: Any) -> Any:
    """Return a view that shows what otherwise comes only once."""

    def showing(request: HttpRequest) -> HttpResponse:
        return render(request, template, context, status=status)

    return showing


def elements(request: HttpRequest) -> HttpResponse:
    """A page as allauth makes it of its elements, where it has one that we did not write."""
    context = RequestContext(request, {"form": EditorEmailForm(), "action": request.path})
    return HttpResponse(
        Template(ELEMENTS, origin=Origin("elements", template_name="account/elements.html")).render(context)
    )


ELEMENTS = """{% extends "allauth/layouts/base.html" %}{% load allauth %}
{% block head_title %}Elemente{% endblock %}
{% block content %}<h1>Elemente</h1>
{% element alert level="info" %}{% slot message %}Ein Hinweis.{% endslot %}{% endelement %}
{% element form form=form method="post" action=action %}
{% slot body %}{% element fields form=form unlabeled=True %}{% endelement %}{% endslot %}
{% slot actions %}{% element button type="submit" tags="primary" %}Ändern{% endelement %}
{% element button href=action tags="outline" %}Zurück{% endelement %}{% endslot %}{% endelement %}
{% element panel %}{% slot title %}Ein Kasten{% endslot %}{% slot body %}<p>Mit Text.</p>{% endslot %}
{% slot actions %}{% element button href=action tags="danger,delete" %}Löschen{% endelement %}{% endslot %}
{% endelement %}
{% endblock %}"""
INVITATION = {"organisation": {"title": "Nachbarschaftshilfeverein Auental"}}
PROBLEMS = {
    "400": raises(SuspiciousOperation()),
    "403": raises(PermissionDenied()),
    "csrf": problems.csrf_failure,
    "foreign": foreign,
    "405": lambda request: problems.bare(request, 405),
    "410": problems.gone,
    "413": raises(RequestDataTooBig()),
    "500": raises(ValueError("broken on purpose")),
    "429": respond_429,
    "503": problems.unavailable,
    "maintenance": problems.under_maintenance,
    "empty": shows("core/first_steps.html", **FIRST_STEPS),
    "unverified": shows("account/verified_email_required.html"),
    "elements": elements,
    "renewed": shows("core/accounts/invitation_renewed.html", sent=True),
    "renewed-too-often": shows("core/accounts/invitation_renewed.html", 429, sent=False),
    "joined": shows("core/accounts/joined.html", invitation=INVITATION),
}
urlpatterns = [
    *(
        path(f"{prefix}stoerung/{name}/", view)
        for prefix in ("", "en/", "de-simple/")
        for name, view in PROBLEMS.items()
    ),
    *project.urlpatterns,
]
