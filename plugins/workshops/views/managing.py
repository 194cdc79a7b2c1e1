"""A person's own registration: seeing it, giving places back, cancelling, taking the dates along."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.api import (
    CalendarEntry,
    CalendarStatus,
    addresses,
    calendar_head,
    document,
    limits,
    vevent,
    view_breadcrumbs,
    visitor_page,
)

from ..domain.cancelling import cancel as cancel_registration
from ..domain.cancelling import give_places_back
from ..domain.queueing import position_of
from ..domain.transitions import SELF
from ..errors import RegistrationError
from ..forms.visitors import CodeForm, PlacesForm
from ..models import Registration, SessionDate
from ..states import State
from ..wording import MANAGE, words_of
from .answering import BUTTON, button_form, manage_token
from .common import current_site, find_registration, problem, surroundings, with_links

TRIES_PER_NETWORK = 30
HOUR = dt.timedelta(hours=1)


def shown_state(registration: Registration) -> str:
    """Return the word of the templates for where somebody stands."""
    if registration.state == State.WAITING and not registration.is_queued:
        return str(State.UNCONFIRMED)
    if (
        registration.state == State.CANCELLED
        and registration.audit.filter(after=State.CANCELLED).exclude(actor=SELF.kind).exists()
    ):
        return "removed"
    return str(registration.state)


@require_safe
@visitor_page
@with_links
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Where the registration stands, and what one can do about it."""
    registration, look = find_registration(request, MANAGE, token)
    state, session = shown_state(registration), registration.session
    changeable = registration.is_open and not session.is_over
    urls = {
        "cancel_url": reverse("workshops:cancel", args=[token]) if changeable else "",
        "places_url": reverse("workshops:places", args=[token]) if changeable and registration.places > 1 else "",
        "offer_url": reverse("workshops:offer", args=[token]) if state == State.OFFERED else "",
        "ics_url": reverse("workshops:calendar", args=[token]) if state == State.CONFIRMED else "",
        "overview_url": reverse("overview") if registration.email else "",
        "online_link": session.online_link if state == State.CONFIRMED else "",
    }
    context = urls | {
        "registration": {
            "name": registration.name,
            "places": registration.places,
            "state": state,
            "readable_code": registration.readable_code,
        },
        "position": position_of(registration),
        "masked_address": addresses.mask(registration.email) if registration.email else "",
    }
    return render(request, "workshops/manage.html", surroundings(request, look, _("Ihre Anmeldung")) | context)


@BUTTON
@visitor_page
@with_links
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Really cancel?"""
    registration, look = find_registration(request, MANAGE, token)
    form = button_form(request, "workshops.cancel", registration)
    if not registration.is_open or registration.session.is_over:
        return redirect("workshops:manage", token=token)
    if not form.is_valid():
        context = {
            "form": form,
            "registration": {"state": shown_state(registration)},
            "manage_url": reverse("workshops:manage", args=[token]),
        }
        return render(request, "workshops/cancel.html", surroundings(request, look, _("Absagen")) | context)
    try:
        cancel_registration(registration)
    except RegistrationError as error:
        return problem(request, look, error)
    return redirect("workshops:cancelled", token=token)


@require_safe
@visitor_page
@with_links
def cancelled(request: HttpRequest, token: str) -> HttpResponse:
    """Thank you for telling us."""
    registration, look = find_registration(request, MANAGE, token)
    if registration.state != State.CANCELLED:
        return redirect("workshops:manage", token=token)
    return render(request, "workshops/cancelled.html", surroundings(request, look, _("Abgesagt")))


@BUTTON
@visitor_page
@with_links
def places(request: HttpRequest, token: str) -> HttpResponse:
    """Fewer people come than were registered."""
    registration, look = find_registration(request, MANAGE, token)
    if not registration.is_open or registration.places < 2 or registration.session.is_over:
        return redirect("workshops:manage", token=token)
    data = request.POST if request.method == "POST" else None
    form = PlacesForm(data, most=registration.places, purpose="workshops.places", subject=str(registration.key))
    if not form.is_valid():
        context = {"form": form, "manage_url": reverse("workshops:manage", args=[token])}
        return render(request, "workshops/places.html", surroundings(request, look, _("Weniger Personen")) | context)
    try:
        give_places_back(registration, form.cleaned_data["places"])
    except RegistrationError as error:
        return problem(request, look, error)
    return redirect("workshops:manage", token=token)


@require_safe
@visitor_page
@with_links
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """All dates as a file, for whoever has a place."""
    registration, _look = find_registration(request, MANAGE, token)
    if registration.state != State.CONFIRMED:
        raise Http404
    words = words_of(registration.session.workshop, get_language() or "de")
    entries = [vevent(_entry(registration, date)) for date in registration.session.ordered_dates]
    head = calendar_head(words.title, words.url)
    response = HttpResponse(document(head, entries), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="termine.ics"'
    return response


def _entry(registration: Registration, date: SessionDate) -> CalendarEntry:
    words = words_of(registration.session.workshop, get_language() or "de")
    return CalendarEntry(
        uid=date.uid,
        sequence=date.sequence,
        stamp=timezone.now(),
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        all_day=date.all_day,
        title=words.title,
        description="\n\n".join(filter(None, [words.lead, registration.session.online_link])),
        location=date.place.address if date.place else "",
        url=words.url,
        status=CalendarStatus.CANCELLED if date.is_cancelled else CalendarStatus.CONFIRMED,
        language=get_language() or "de",
    )


@BUTTON
@visitor_page
def lookup(request: HttpRequest) -> HttpResponse:
    """With the code of a registration without e-mail to its page."""
    form = CodeForm(request.POST if request.method == "POST" else None, purpose="workshops.code", subject="")
    if form.is_valid():
        found = _find_by_code(request, form)
        if found is not None:
            return redirect("workshops:manage", token=manage_token(found))
    context: dict[str, Any] = {"form": form, "breadcrumbs": view_breadcrumbs(request, (_("Anmeldung nachsehen"), ""))}
    return render(request, "workshops/lookup.html", context)


def _find_by_code(request: HttpRequest, form: CodeForm) -> Registration | None:
    if not limits.allow("workshops.code", limits.client_key(request), limit=TRIES_PER_NETWORK, window=HOUR):
        text = _("Das waren viele Versuche. Bitte probieren Sie es in einer Stunde noch einmal.")
        form.add_error(None, forms.ValidationError(text, code="limit"))
        return None
    code, site = form.cleaned_data["code"], current_site(request)
    found = Registration.objects.filter(code=code, session__workshop__site=site, anonymised_at=None).first()
    if found is None:
        text = _("Zu diesem Code gibt es keine Anmeldung. Bitte prüfen Sie jedes Zeichen.")
        form.add_error("code", forms.ValidationError(text, code="unknown"))
    return found
