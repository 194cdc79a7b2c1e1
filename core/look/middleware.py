"""Serves the style sheet."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .bundle import PATH, bundle

A_YEAR = "public, max-age=31536000, immutable"


class StyleSheetMiddleware:
    """Answers the address of the style sheet before anything that asks the database, so that error pages have it too.

    A name from before an update gets today's style sheet, but may not be kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = PATH.fullmatch(request.path_info)
        return style_sheet(request, found[1]) if found else self.get_response(request)


def style_sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Return the style sheet, compressed where the browser can read that."""
    sheet = bundle()
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(sheet.zipped if zipped else sheet.css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = A_YEAR if digest == sheet.digest else "no-cache"
    response["Vary"] = "Accept-Encoding"
    if zipped:
        response["Content-Encoding"] = "gzip"
    return response
