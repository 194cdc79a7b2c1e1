"""The addresses that calendar programs fetch: no language prefix, no cookie, no log-in, right at once after changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseGone
from django.urls import path
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from . import bodies, ical
from .addresses import absolute, feed_path
from .models import Feed, Occurrence, OccurrenceText

CONTENT_TYPE = "text/calendar; charset=utf-8"
GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q=(?P<weight>[01](?:\.\d{0,3})?)\s*)?(?:,|$)", re.IGNORECASE)


@require_safe
def feed(request: HttpRequest, kind: str, key: str = "") -> HttpResponse:
    """Serve a feed: 304 for whoever has it already, 410 when its thing has been gone for long."""
    site = _site(request)
    version = bodies.current(site, kind, key, _language(request))
    if version is None and kind == Feed.Kind.ALL:
        Feed.objects.get_or_create(site=site, kind=kind, key=key)
        version = bodies.current(site, kind, key, _language(request))
    if version is None:
        raise Http404
    if version.is_over:
        return _gone()
    return _answer(request, version, f"{key or kind}.ics") or feed(request, kind, key)


def _answer(request: HttpRequest, version: bodies.Version, filename: str) -> HttpResponse | None:
    """Say that nothing has changed, or send the body, gzipped if it can be; None if it was replaced a moment ago."""
    plain, zipped = f'"{version.etag}"', f'"{version.etag}-gzip"'
    for etag in (plain, zipped):  # whoever has either form has the newest
        if response := _unchanged(request, etag, version.modified_at):
            return _dressed(response, etag, version.modified_at, filename)
    if accepts_gzip(request) and (content := bodies.stored(version, gzipped=True)):
        response = HttpResponse(content, content_type=CONTENT_TYPE, headers={"Content-Encoding": "gzip"})
        return _dressed(response, zipped, version.modified_at, filename)
    content = bodies.stored(version, gzipped=False)
    if content is None:
        return None
    return _dressed(HttpResponse(content, content_type=CONTENT_TYPE), plain, version.modified_at, filename)


@require_safe
def single(request: HttpRequest, key: UUID) -> HttpResponse:
    """Serve one date, to be saved or subscribed to."""
    site, language = _site(request), _language(request)
    found = OccurrenceText.objects.filter(occurrence__site=site, occurrence__uid=key, language=language)
    text = found.select_related("occurrence").first()
    if text is None and not Occurrence.objects.filter(site=site, uid=key).exists():
        raise Http404
    if text is None or bodies.is_forgotten(text.occurrence):
        return _gone()
    source = absolute(site, feed_path("event", str(key), language))
    head = ical.calendar_head(text.title, absolute(site, text.url or "/"), source=source)
    body = ical.document(head, [text.component]).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response = _unchanged(request, etag, text.changed_at) or HttpResponse(body, content_type=CONTENT_TYPE)
    return _dressed(response, etag, text.changed_at, f"termin-{key}.ics")


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def _language(request: HttpRequest) -> str:
    """The language asked for; an unknown one means the first, so that no subscription breaks."""
    wished = request.GET.get("sprache", "")
    return wished if wished in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _gone() -> HttpResponse:
    sentence = _("Diesen Kalender gibt es nicht mehr. Bitte löschen Sie das Abo.")
    return HttpResponseGone(sentence, content_type="text/plain; charset=utf-8")


def accepts_gzip(request: HttpRequest) -> bool:
    """Return whether the client has asked for gzip (RFC 9110 §12.5.3)."""
    found = GZIP.search(request.headers.get("accept-encoding", ""))
    return found is not None and float(found["weight"] or 1) > 0


def _unchanged(request: HttpRequest, etag: str, modified_at: dt.datetime) -> HttpResponse | None:
    """A 304 for a client that has this already, by ETag or by date."""
    last_modified = int(modified_at.timestamp())
    return cast("HttpResponse | None", get_conditional_response(request, etag=etag, last_modified=last_modified))


def _dressed(response: HttpResponse, etag: str, modified_at: dt.datetime, filename: str) -> HttpResponse:
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified_at.timestamp())
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    if response.status_code == 200:
        response["Content-Disposition"] = f'inline; filename="{filename}"'
        response["Content-Length"] = str(len(response.content))
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


feed_urls = [
    path("all.ics", feed, {"kind": Feed.Kind.ALL}, name=Feed.Kind.ALL),
    path("organisation/<slug:key>.ics", feed, {"kind": Feed.Kind.ORGANISATION}, name=Feed.Kind.ORGANISATION),
    path("event/<uuid:key>.ics", single, name="event"),
]
