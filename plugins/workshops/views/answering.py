"""Answers to our mails: confirming an address, an offered place, and „Das war ich nicht“. Each takes a button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allmende.api import links, visitor_page

from ..domain.cancelling import disown as disown_registration
from ..domain.confirming import accept_offer, decline_offer
from ..domain.confirming import confirm as confirm_registration
from ..errors import RegistrationError
from ..forms.visitors import ButtonForm
from ..models import Registration
from ..states import State
from ..wording import CONFIRM, DISOWN, MANAGE
from .common import find_registration, problem, surroundings, with_links

BUTTON = require_http_methods(["GET", "HEAD", "POST"])


def button_form(request: HttpRequest, purpose: str, registration: Registration) -> ButtonForm:
    """Return the form behind a button about one registration."""
    data = request.POST if request.method == "POST" else None
    return ButtonForm(data, purpose=purpose, subject=str(registration.key))


def manage_token(registration: Registration) -> str:
    """Return the token of the page on which the registration is managed."""
    return links.make(MANAGE, str(registration.key), registration.link_secret)


@BUTTON
@visitor_page
@with_links
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The address is right, and somebody means it."""
    registration, look = find_registration(request, CONFIRM, token)
    if registration.state == State.CONFIRMED or registration.is_queued:
        return redirect("workshops:manage", token=manage_token(registration))
    form = button_form(request, CONFIRM, registration)
    if not form.is_valid():
        if not registration.is_open or registration.is_overdue:
            return problem(request, look, RegistrationError("overdue"))
        context = surroundings(request, look, _("Bestätigen")) | {"form": form}
        return render(request, "workshops/confirm.html", context)
    try:
        confirm_registration(registration)
    except RegistrationError as error:
        return problem(request, look, error)
    return redirect("workshops:manage", token=manage_token(registration))


@BUTTON
@visitor_page
@with_links
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """A place has become free: yes or no."""
    registration, look = find_registration(request, MANAGE, token)
    if registration.state == State.CONFIRMED:
        return redirect("workshops:manage", token=token)
    form = button_form(request, "workshops.offer", registration)
    answer = request.POST.get("answer")
    if not form.is_valid() or answer not in {"accept", "decline"}:
        if registration.state != State.OFFERED or registration.is_overdue:
            return problem(request, look, RegistrationError("overdue"))
        context = {"form": form, "offer_until": registration.expires_at}
        return render(request, "workshops/offer.html", surroundings(request, look, _("Warteliste")) | context)
    try:
        (accept_offer if answer == "accept" else decline_offer)(registration)
    except RegistrationError as error:
        return problem(request, look, error)
    return redirect(f"workshops:{'manage' if answer == 'accept' else 'cancelled'}", token=token)


@BUTTON
@visitor_page
@with_links
def disown(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody entered a wrong address: the registration goes, and all that it says about the person."""
    registration, look = find_registration(request, DISOWN, token)
    form = button_form(request, DISOWN, registration)
    if not form.is_valid():
        context = surroundings(request, look, _("Das war ich nicht")) | {"form": form}
        return render(request, "workshops/disown.html", context)
    disown_registration(registration)
    return redirect("workshops:disowned")


@require_safe
@visitor_page
def disowned(request: HttpRequest) -> HttpResponse:
    """It is gone."""
    return render(request, "workshops/disowned.html")
