"""What the pages around a registration have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Site

from allmende.api import LinkError, links, view_breadcrumbs

from ..domain.looking import Look, look_at
from ..errors import RegistrationError
from ..models import Registration, Session
from ..presentation import SessionView
from ..wording import words_of

View = Callable[..., HttpResponse]


def find_look(request: HttpRequest, key: UUID) -> Look:
    """Return the session of that key; 404 where it belongs to another site."""
    try:
        look = look_at(key)
    except Session.DoesNotExist as error:
        raise Http404 from error
    if look.session.workshop.site_id != current_site(request).pk:
        raise Http404
    return look


def current_site(request: HttpRequest) -> Site:
    """Return the site that was asked; 404 where none answers to the host."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def find_registration(request: HttpRequest, purpose: str, token: str) -> tuple[Registration, Look]:
    """Return the registration that a link is about, and its session. Raises `LinkError`, whatever is wrong with it."""
    key = links.read(purpose, token)
    registration = Registration.objects.filter(key=key).first()
    if registration is None:
        raise LinkError("invalid")
    links.verify(purpose, token, registration.link_secret)
    session = Session.objects.only("key").get(pk=registration.session_id)
    try:
        look = find_look(request, session.key)
    except Http404 as error:
        raise LinkError("invalid") from error
    registration.session = look.session
    return registration, look


def with_links(view: View) -> View:
    """Answer a link that is forged, revoked or of another site with one and the same page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except LinkError:
            context = {
                "overview_url": reverse("overview"),
                "breadcrumbs": view_breadcrumbs(request, (_("Ihre Anmeldung"), "")),
            }
            return render(request, "workshops/link_invalid.html", context, status=404)

    return guarded


def surroundings(request: HttpRequest, look: Look, here: str, *, state: str = "") -> dict[str, Any]:
    """Return what all these templates show: workshop, session, organisation, breadcrumbs ending with `here`."""
    workshop = look.session.workshop
    words = words_of(workshop, get_language() or "de")
    steps = [(words.title, words.url)] if words.url else [(words.title, "")]
    return {
        "workshop": {"title": words.title, "url": words.url, "cost": workshop.cost_line, "feed_key": workshop.feed_key},
        "workshop_url": words.url,
        "session": SessionView(look, state),
        "organisation": workshop.organisation,
        "cost": workshop.cost_line,
        "breadcrumbs": view_breadcrumbs(request, *steps, (here, "")),
        "calendar_url": calendar_url(),
    }


def calendar_url() -> str:
    """Return the address of the calendar; "" where no plugin shows one."""
    try:
        return reverse("calendars:list")
    except NoReverseMatch:
        return ""


def problem(request: HttpRequest, look: Look, error: RegistrationError) -> HttpResponse:
    """Say why nothing was changed, and what to do next."""
    context = surroundings(request, look, _("Ihre Anmeldung")) | {"message": error.message, "code": error.code}
    return render(request, "workshops/problem.html", context, status=409)
