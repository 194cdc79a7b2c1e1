"""Language by address, and which scripts a browser may run where."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils import translation

#: Wagtail 8 and Django print scripts and styles into the editors' pages, without nonces.
EDITORS = ("/admin/", "/django-admin/")
#: Widgets of the editor draw their own pictures; a chosen file is shown before it is uploaded.
RELAXED = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "connect-src": [SELF],
}


class AddressLocaleMiddleware:
    """The address alone decides the language: `/en/…`, `/de-simple/…`, German for everything else.

    No cookie and no `Accept-Language`, so that an address shows everybody the same and caches may keep it. `/de/…`
    redirects to the address without prefix. (Django's own middleware asks the browser and answers `/de/…` with 404.)
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.languages = dict(settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first, _slash, rest = request.path_info.lstrip("/").partition("/")
        if first == settings.LANGUAGE_CODE and request.method in {"GET", "HEAD"}:
            return self._without_prefix(request, rest)
        language = first if first in self.languages else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", "de" if language == "de-simple" else language)
        return response

    @staticmethod
    def _without_prefix(request: HttpRequest, rest: str) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect("/" + rest.lstrip("/\\") + (f"?{query}" if query else ""))


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy of the settings for everybody; what the editors' pages need, only there."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(EDITORS):
            parts.replace = {**RELAXED, **(parts.replace or {})}
        return parts
