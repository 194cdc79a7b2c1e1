"""What guards the pages of people without an account: no cookie, no cache, and no form sent from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
View = Callable[..., HttpResponse]


def visitor_page(view: View) -> View:
    """Guard a view for people without an account, in place of Django's CSRF cookie.

    A form sent from another website is answered by a page that says so (403). Answers are never cached, never indexed,
    carry no cookie, and do not tell their address to the next page. The signed token in the form is the second guard.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = _refused(request) if is_foreign(request) else view(request, *args, **kwargs)
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        return _sealed(request, response)

    return guarded


def is_foreign(request: HttpRequest) -> bool:
    """Say whether the browser states that a form of another website was sent here.

    Sec-Fetch-Site cannot be forged by a page. Browsers send it over https only; Origin is "null" where the page asked
    for no referrer, as ours do. An old browser that says neither is left to the token.
    """
    if request.method in SAFE_METHODS:
        return False
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")
    return origin != "null" and origin not in _own_origins(request)


def _own_origins(request: HttpRequest) -> set[str]:
    base = urlsplit(settings.BASE_URL)
    return {f"{request.scheme}://{request.get_host()}", f"{base.scheme}://{base.netloc}"}


def _refused(request: HttpRequest) -> HttpResponse:
    message = _(
        "Dieses Formular wurde von einer anderen Website abgeschickt. Es ist nichts geschehen. "
        "Öffnen Sie bitte die Seite hier und senden Sie es noch einmal ab."
    )
    return render(request, "core/visitors/foreign.html", {"message": message, "back_url": request.path}, status=403)


def _sealed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
    response.cookies.clear()
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
