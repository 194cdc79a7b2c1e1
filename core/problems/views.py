"""What is answered where something went wrong. Each page has its own template at the root, named after the status."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

#: What a browser, or a calendar program, shall wait before it asks again.
RETRY_SECONDS = 120
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
NO_DATABASE = (InterfaceError, OperationalError)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler400`; 413 where it was too much at once."""
    return bare(request, 413 if isinstance(exception, TOO_MUCH) else 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler403`."""
    return framed(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW`: forms of editors. Those of visitors have no cookie and another guard."""
    return framed(request, 403, "403_csrf.html", {"back_url": request.get_full_path()})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler404`."""
    return framed(request, 404)


def gone(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page for what will not come back."""
    return framed(request, 410, context={"reason": reason})


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`; 503 where the database did not answer, which passes by itself."""
    if isinstance(sys.exc_info()[1], NO_DATABASE):
        return unavailable(request)
    return bare(request, 500)


def unavailable(request: HttpRequest, seconds: int = RETRY_SECONDS) -> HttpResponse:
    """Something that the page needs is away; ask again after some seconds."""
    return _to_be_asked_again(bare(request, 503), seconds)


def under_maintenance(request: HttpRequest) -> HttpResponse:
    """Sends everybody away; programs that read no HTML get one sentence."""
    if wants_html(request):
        return _to_be_asked_again(bare(request, 503, "maintenance.html"))
    text = _("An dieser Website wird gerade gearbeitet.") + "\n"
    return _to_be_asked_again(_sealed(HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")))


def wants_html(request: HttpRequest) -> bool:
    """Whether a browser asks for a page; a calendar program and a feed reader do not name HTML."""
    return "text/html" in request.headers.get("Accept", "")


def framed(
    request: HttpRequest, status: int, template: str = "", context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Answer with a page inside the frame of the site: its menu leads on. Needs the database."""
    html = render_to_string(template or f"{status}.html", dict(context or {}), request)
    return _sealed(HttpResponse(html, status=status))


def bare(request: HttpRequest, status: int, template: str = "") -> HttpResponse:
    """Answer with a page that stands on its own, in the language of the address."""
    language = language_of(request)
    home = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    with translation.override(language):
        html = render_to_string(
            template or f"{status}.html", {"home_url": home, "site_name": settings.WAGTAIL_SITE_NAME}
        )
    return _sealed(HttpResponse(html, status=status))


def language_of(request: HttpRequest) -> str:
    """Return the language that the address names, also where no middleware came to set it."""
    first = request.path_info.lstrip("/").partition("/")[0]
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _sealed(response: HttpResponse) -> HttpResponse:
    """Keep the page out of caches and search engines: it is true now and for this visitor."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


def _to_be_asked_again(response: HttpResponse, seconds: int = RETRY_SECONDS) -> HttpResponse:
    response["Retry-After"] = str(seconds)
    return response
