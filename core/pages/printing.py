"""Documents about what stands on the site, for one request: papers in the site's name, and the answer with the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, cast
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from core import phrases
from core.calendar.addresses import absolute
from core.calendar.queries import Entry, by_day
from core.directory.languages import current
from core.documents.typesetting import Paper

from .site_tree import site_of

KEPT = 60 * 60


def paper_for(request: HttpRequest, template: str, title: str, data: Mapping[str, Any], author: str = "") -> Paper:
    """Return a document in the name of the site that was asked, in the active language. Nothing is set yet."""
    site = site_of(request)
    host = urlsplit(absolute(site, "/")).netloc
    return Paper(template, title, data, current(), site.site_name or host, host, author)


def programme_paper(
    request: HttpRequest, found: Sequence[Entry], *, title: str, lead: str = "", url: str = "", is_cut: bool = False
) -> Paper:
    """Return a programme of dates to print, by month and day.

    `url` is the path of the page with the same dates: the programme names it, since paper does not change. With
    `is_cut` it says that there are later dates.
    """
    site = site_of(request)
    whole = absolute(site, url) if url else ""
    days = by_day(found)
    data = {
        "lead": lead,
        "months": [
            {"title": phrases.month_phrase(first), "days": [_day(site, day, dates) for day, dates in group]}
            for first, group in groupby(days, key=lambda pair: pair[0].replace(day=1))
        ],
        "more": _("Spätere Termine stehen auf der Website.") if is_cut else "",
        "url": whole,
        "shown_url": whole.partition("://")[2],
        "words": {
            "none": _("In dieser Zeit steht nichts an."),
            "changes": _("Änderungen und Anmeldung:"),
        },
    }
    return paper_for(request, "documents/programme.typ", title, data)


def serve_paper(request: HttpRequest, paper: Paper, filename: str) -> HttpResponse:
    """Answer with the PDF: 304 for whoever has it, set once an hour at most for all who ask for the same."""
    etag = f'"{paper.etag}"'
    response = cast("HttpResponse | None", get_conditional_response(request, etag=etag))
    if response is None:
        pdf = cache.get_or_set(f"paper:{paper.etag}", paper.pdf, KEPT)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{filename}"'
        response["X-Robots-Tag"] = "noindex"
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return response


def _day(site: Any, day: Any, dates: Iterable[Entry]) -> dict[str, Any]:
    return {"title": phrases.day_phrase(day), "entries": [_entry(site, day, entry) for entry in dates]}


def _entry(site: Any, day: Any, entry: Entry) -> dict[str, Any]:
    """What is printed of a date. How many places are free is not: tomorrow it would be wrong."""
    state = phrases.state_of(entry.status, moved=entry.moved_from is not None)
    return {
        "kind": entry.kind,
        "title": entry.title,
        "time": phrases.time_phrase(entry.starts_at, entry.ends_at, all_day=entry.all_day, on=day),
        "where": entry.place.address if entry.place else _("online") if entry.is_online else "",
        "by": entry.organisation.title if entry.organisation else "",
        "notes": [str(note) for note in (entry.kind_label, entry.cost, entry.only_in) if note],
        "state": state.label if state else "",
        "off": entry.status == "cancelled",
        "url": absolute(site, entry.url) if entry.url else "",
    }
