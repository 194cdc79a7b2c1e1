"""Registering: the form, and the page after it."""

from __future__ import annotations

import datetime as dt
import hashlib
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allmende.api import LinkError, addresses, limits, seal, unseal, visitor_page

from ..domain.looking import Look
from ..domain.opening import why_closed
from ..domain.registering import Outcome, Wish, register
from ..errors import RegistrationError
from ..forms.visitors import RegistrationForm
from ..models import Registration
from ..models.registrations import name_key
from ..states import State
from .common import find_look, surroundings, with_links

DONE = "workshops.done"
#: So long the page after registering can be opened again; it may show a code, and browsers remember its address.
DONE_AGE = dt.timedelta(hours=1)
HOUR = dt.timedelta(hours=1)
#: A family may share a mailbox, a whole village a router.
PER_ADDRESS, PER_NETWORK = 20, 600
#: What a form can show beside its fields; everything else closes it.
FORM_ERRORS = frozenset({"too_many", "too_large", "busy"})
OUTCOMES = {State.CONFIRMED: "confirmed", State.WAITING: "waiting", State.UNCONFIRMED: "check_mail"}


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_page
def registration(request: HttpRequest, key: UUID) -> HttpResponse:
    """The form; sent, it leads on to `done`."""
    look = find_look(request, key)
    form = RegistrationForm(request.POST if request.method == "POST" else None, look=look)
    if not form.is_bound and (reason := why_closed(look.session) or _why_full(look)):
        return _closed(request, look, reason, status=200)
    if not form.is_valid() or not _may_ask(request, form):
        reason = why_closed(look.session)
        return _closed(request, look, reason, status=409) if reason else _show(request, look, form)
    try:
        outcome = register(look, _wish(form))
    except RegistrationError as error:
        if error.code not in FORM_ERRORS:
            return _closed(request, find_look(request, key), error.code, status=409)
        form.add_error(None, forms.ValidationError(error.message, code=error.code))
        return _show(request, look, form)
    return redirect("workshops:done", token=_done_token(look, form, outcome))


def _why_full(look: Look) -> str:
    has_room = look.session.waiting_list or all(pool.fits(1) for pool in look.pools)
    return "" if has_room else "full"


def _may_ask(request: HttpRequest, form: RegistrationForm) -> bool:
    """Count per address and per network; what is too much is said in the form."""
    person = form.cleaned_data["email"] or form.cleaned_data["phone"]
    if not limits.allow("workshops.address", person, limit=PER_ADDRESS, window=HOUR):
        words = _(
            "Mit dieser Adresse gab es gerade sehr viele Anmeldungen. Bitte versuchen Sie es in einer Stunde wieder."
        )
    elif not limits.allow("workshops.network", limits.client_key(request), limit=PER_NETWORK, window=HOUR):
        words = _(
            "Von Ihrem Anschluss kamen gerade sehr viele Anmeldungen. Bitte versuchen Sie es in einer Stunde wieder."
        )
    else:
        return True
    form.add_error(None, forms.ValidationError(words, code="limit"))
    return False


def _wish(form: RegistrationForm) -> Wish:
    cleaned = form.cleaned_data
    return Wish(
        name=cleaned["name"],
        email=cleaned["email"],
        phone=cleaned["phone"],
        places=cleaned.get("places", 1),
        language=get_language() or "de",
        key=_key_of(form),
    )


def _key_of(form: RegistrationForm) -> str:
    """Return the same for the same form sent twice; another for a second person after „back“, or another address."""
    person = [form.nonce, name_key(form.cleaned_data["name"]), form.cleaned_data["email"], form.cleaned_data["phone"]]
    return hashlib.sha256("\n".join(person).encode()).hexdigest()


def _show(request: HttpRequest, look: Look, form: RegistrationForm) -> HttpResponse:
    limited = form.is_bound and form.has_error(NON_FIELD_ERRORS, "limit")
    context = surroundings(request, look, _("Anmeldung")) | {"form": form}
    return render(request, "workshops/register.html", context, status=429 if limited else 200)


def _closed(request: HttpRequest, look: Look, reason: str, *, status: int) -> HttpResponse:
    context = surroundings(request, look, _("Anmeldung"), state=reason)
    return render(request, "workshops/closed.html", context, status=status)


def _done_token(look: Look, form: RegistrationForm, outcome: Outcome) -> str:
    """Seal what the page shows. Without e-mail it names the registration, whose code is shown nowhere else."""
    email = form.cleaned_data["email"]
    shown = {
        "session": str(look.session.key),
        "state": outcome.state,
        "address": addresses.mask(email) if email else "",
        "registration": str(outcome.registration.key) if outcome.registration and not email else "",
    }
    return seal(DONE, shown)


@require_safe
@visitor_page
@with_links
def done(request: HttpRequest, token: str) -> HttpResponse:
    """What has become of it: the same page for everybody who asks for the same."""
    shown = unseal(DONE, token, DONE_AGE)
    look = find_look(request, UUID(shown["session"]))
    own = Registration.objects.filter(key=shown["registration"]).first() if shown["registration"] else None
    context = {
        "outcome": OUTCOMES.get(State(shown["state"])),
        "masked_address": shown["address"],
        "code": own.readable_code if own else "",
    }
    if context["outcome"] is None:
        raise LinkError("invalid")
    return render(request, "workshops/done.html", surroundings(request, look, _("Anmeldung")) | context)
