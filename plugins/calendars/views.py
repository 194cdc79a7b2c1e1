"""The calendar's pages: a list, a month, how to subscribe. They only read, and only from the index."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.api import (
    absolute,
    by_day,
    calendar_choices,
    calendar_span,
    entries,
    feed_path,
    phrases,
    programme_paper,
    serve_paper,
    site_of,
    view_breadcrumbs,
    webcal,
)

from .filters import FilterForm
from .months import Month

#: So many dates a page of the list shows; the last day is never cut.
PAGE = 50
#: How far „Früher“ goes back.
STEP_BACK = dt.timedelta(days=28)
#: So many dates are printed at most: about twenty pages.
PRINTED = 400


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Dates as a list, by day: from now on, or from the day that was asked for."""
    site, form = site_of(request), _form(request, with_day=True)
    start = _midnight(form.day) if form.day else timezone.now()
    first = timezone.localtime(start).date()
    shown, following = _page(site, start, form.selection)
    url = reverse("calendars:list")
    earlier = entries(site, _language(), None, start, past=True, limit=1, **form.selection)
    context = {
        **_surroundings(request, form, first),
        "days": by_day(shown, first),
        "count": len(shown) if following is None else None,
        "title": _("ab %(day)s") % {"day": phrases.day_phrase(first)} if form.day else _("ab heute"),
        "print_url": reverse("calendars:programme") + form.query(ab=form.day) if shown else "",
        "previous": (_("Früher"), url + form.query(ab=first - STEP_BACK)) if earlier else None,
        "next": (_("Später"), url + form.query(ab=following)) if following else None,
        "today": url + form.query() if form.day else "",
        "breadcrumbs": view_breadcrumbs(request, (_("Termine"), "")),
    }
    return render(request, "calendars/list.html", context)


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """The list as a PDF to print: the same selection from the same day, all of it."""
    site, form = site_of(request), _form(request, with_day=True)
    start = _midnight(form.day) if form.day else timezone.now()
    first = timezone.localtime(start).date()
    found = entries(site, _language(), start, None, limit=PRINTED + 1, **form.selection)
    number = ngettext("%(n)d Termin", "%(n)d Termine", len(found)) % {"n": len(found)} if len(found) <= PRINTED else ""
    lead = [_("ab %(day)s") % {"day": phrases.day_phrase(first)}, number, *form.labels]
    paper = programme_paper(
        request,
        found[:PRINTED],
        title=_("Termine"),
        lead=" · ".join(filter(None, lead)),
        url=reverse("calendars:list") + form.query(ab=form.day),
        is_cut=len(found) > PRINTED,
    )
    return serve_paper(request, paper, f"{_('termine')}-{first.isoformat()}.pdf")


@require_safe
def month(request: HttpRequest, year: int | None = None, number: int = 0) -> HttpResponse:
    """One month as a table: the present one, or any of those that have dates and those between."""
    site, form = site_of(request), _form(request, with_day=False)
    today = timezone.localdate()
    reach = _reach(site, today)
    shown = Month.of(today) if year is None else _month_asked_for(year, number, reach)
    found = entries(site, _language(), _midnight(shown.first), _midnight(shown.after), **form.selection)
    crumbs = ((_("Termine"), reverse("calendars:list")), (phrases.month_phrase(shown.first), ""))
    context = {
        **_surroundings(request, form, max(shown.first, today)),
        "month": shown.first,
        "weeks": shown.weeks(found, today),
        "count": len(found),
        "kinds": sorted({(entry.kind, entry.kind_label) for entry in found}),
        "previous": _neighbour(shown.previous, form, reach),
        "next": _neighbour(shown.next, form, reach),
        "today": "" if shown == Month.of(today) else reverse("calendars:this_month") + form.query(),
        "breadcrumbs": view_breadcrumbs(request, *crumbs),
    }
    return render(request, "calendars/month.html", context)


@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """How to subscribe: to what was chosen, if there is a feed for it, and to everything."""
    site, form = site_of(request), _form(request, with_day=False)
    feeds = [_feed(site, _("Alle Termine"), "all")]
    if organisation := form.chosen("von"):
        feeds.insert(0, _feed(site, organisation.label, "organisation", organisation.value))
    crumbs = ((_("Termine"), reverse("calendars:list")), (_("Abonnieren"), ""))
    context = {"feeds": feeds, "breadcrumbs": view_breadcrumbs(request, *crumbs)}
    return render(request, "calendars/subscribe.html", context)


# -- parts -----------------------------------------------------------------------------------------


def _form(request: HttpRequest, *, with_day: bool) -> FilterForm:
    return FilterForm(request.GET, calendar_choices(site_of(request)), with_day=with_day)


def _surroundings(request: HttpRequest, form: FilterForm, day: dt.date) -> dict[str, Any]:
    """What list and month have in common: the filters, and the ways to the other pages about the same days."""
    today, organisation = timezone.localdate(), form.chosen("von")
    alone = organisation if list(form.selection) == ["organisation"] else None
    feed = _feed(site_of(request), "", "organisation", alone.value) if alone else _feed(site_of(request), "", "all")
    shown = Month.of(day)
    month_url = reverse("calendars:month", args=[shown.year, shown.number])
    return {
        "form": form if form.fields else None,
        "filtered": form.is_used,
        "reset_url": request.path,
        "list_url": reverse("calendars:list") + form.query(ab=day if day != today else ""),
        "month_url": (reverse("calendars:this_month") if shown == Month.of(today) else month_url) + form.query(),
        "subscribe_url": reverse("calendars:subscribe") + form.query(),
        "subscribe_what": _("Die Termine von %(name)s") % {"name": alone.label} if alone else _("Alle Termine"),
        "feed_url": feed["url"],
        "webcal_url": feed["webcal_url"],
    }


def _feed(site: Any, title: str, kind: str, key: str = "") -> dict[str, str]:
    url = absolute(site, feed_path(kind, key, _language()))
    return {"title": title, "url": url, "webcal_url": webcal(url)}


def _page(site: Any, start: dt.datetime, selection: dict[str, Any]) -> tuple[list[Any], dt.date | None]:
    """Return the dates of one page of the list and the day with which the next one begins: whole days only."""
    found = entries(site, _language(), start, None, limit=PAGE + 1, **selection)
    if len(found) <= PAGE:
        return found, None
    first, cut = timezone.localtime(start).date(), found[-1].day
    if cut > first:
        return [entry for entry in found if entry.day < cut], cut
    tomorrow = first + dt.timedelta(days=1)  # more on one day than a page holds: that day is shown whole
    return entries(site, _language(), start, _midnight(tomorrow), **selection), tomorrow


def _reach(site: Any, today: dt.date) -> tuple[Month, Month]:
    """The first and the last month that have dates; the present one lies between. No links lead further."""
    span = calendar_span(site)
    days = [today, *(timezone.localtime(moment).date() for moment in span or ())]
    return Month.of(min(days)), Month.of(max(days))


def _month_asked_for(year: int, number: int, reach: tuple[Month, Month]) -> Month:
    wanted = Month(year, number)
    if not 1 <= number <= 12 or not reach[0] <= wanted <= reach[1]:
        raise Http404(f"there is nothing in {year}-{number}")
    return wanted


def _neighbour(wanted: Month, form: FilterForm, reach: tuple[Month, Month]) -> tuple[str, str] | None:
    if not reach[0] <= wanted <= reach[1]:
        return None
    url = reverse("calendars:month", args=[wanted.year, wanted.number])
    return phrases.month_phrase(wanted.first), url + form.query()


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())


def _language() -> str:
    return get_language() or "de"
