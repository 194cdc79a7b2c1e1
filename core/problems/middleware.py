"""Closes the site under maintenance, and gives a page to refusals that come without one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.problems.maintenance import is_under_maintenance
from core.problems.views import bare, gone, under_maintenance, wants_html

#: Asked by machines that must learn the truth.
ALWAYS_OPEN = ("/healthz",)


class ProblemMiddleware:
    """Stands behind the language and before everything that asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_under_maintenance() and request.path_info not in ALWAYS_OPEN:
            return under_maintenance(request)
        response = self.get_response(request)
        if wants_html(request) and not response.streaming:
            return dressed(request, response)
        return response


def dressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return a page for a browser in place of an empty 405 or of the one sentence of a feed that is gone."""
    if response.status_code == 405 and not response.content:
        page = bare(request, 405)
        page["Allow"] = response["Allow"]
        return page
    if response.status_code == 410 and response.get("Content-Type", "").startswith("text/plain"):
        return gone(request, response.content.decode())
    return response
