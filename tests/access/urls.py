"""The addresses of the site, and some that fail in each way that has a page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from allmende import urls as project
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


PROBLEMS = {
    "400": raises(SuspiciousOperation()),
    "403": raises(PermissionDenied()),
    "csrf": problems.csrf_failure,
    "foreign": foreign,
    "405": lambda request: problems.bare(request, 405),
    "410": problems.gone,
    "413": raises(RequestDataTooBig()),
    "500": raises(ValueError("broken on purpose")),
    "503": problems.unavailable,
    "maintenance": problems.under_maintenance,
}
urlpatterns = [
    *(
        path(f"{prefix}stoerung/{name}/", view)
        for prefix in ("", "en/", "de-simple/")
        for name, view in PROBLEMS.items()
    ),
    *project.urlpatterns,
]
