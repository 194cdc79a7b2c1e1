"""How often a password or a code may be tried: counted in the database, so it holds for all processes and machines.

Three things are told apart, so that nobody can lock out somebody else for good:
- one network trying one person's account: few attempts;
- many networks trying one person's account: more attempts, then a wait of minutes that becomes an hour at most;
- a browser in which the person has logged in before, known by a signed cookie: counted on its own, whatever others do.
Who opens the link of a mail for a new password makes the browser known, too. No address and no IP is stored, only
hashes that are others every day (see `core.visitors.limits`).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import formats, timezone
from django.utils.translation import gettext

from core.visitors import limits

COOKIE = "konto_geraet"
COOKIE_AGE = timedelta(days=180)
SALT = "allmende.konto.device"


@dataclass(frozen=True)
class Limit:
    """So many attempts per window for one key."""

    purpose: str
    key: str
    amount: int
    window: timedelta


@dataclass(frozen=True)
class Attempt:
    """An attempt that has been counted as if it had failed."""

    limits: tuple[Limit, ...]

    def succeeded(self) -> None:
        """Take the counts back: only failures use up attempts."""
        for limit in self.limits:
            limits.give_back(limit.purpose, limit.key, window=limit.window)


def begin(request: HttpRequest, purpose: str, subject: str) -> Attempt:
    """Count an attempt for `subject`, before anything is checked: two at once cannot slip through.

    Raises ValidationError that names the time from which on it goes on.
    """
    wanted = _limits(request, purpose, subject)
    for number, limit in enumerate(wanted):
        if not limits.allow(limit.purpose, limit.key, limit=limit.amount, window=limit.window):
            Attempt(wanted[:number]).succeeded()
            raise forms.ValidationError(_refusal(limit.window), code="too_many_login_attempts")
    return Attempt(wanted)


def _limits(request: HttpRequest, purpose: str, subject: str) -> tuple[Limit, ...]:
    network, device = limits.client_key(request), known_device(request, subject)
    quarter, hour = timedelta(minutes=15), timedelta(hours=1)
    if device:
        return (Limit(f"konto.{purpose}.device", f"{device} {subject}", 5, quarter),)
    return (
        Limit(f"konto.{purpose}.network", network, 100, hour),
        Limit(f"konto.{purpose}.pair", f"{network} {subject}", 5, quarter),
        Limit(f"konto.{purpose}.soon", subject, 10, timedelta(minutes=5)),
        Limit(f"konto.{purpose}.later", subject, 40, hour),
    )


def _refusal(window: timedelta) -> str:
    moment = timezone.localtime(limits.window_end(window) + timedelta(seconds=59))
    words = gettext(
        "Das waren zu viele Versuche. Ab %(time)s Uhr können Sie es wieder versuchen. "
        "Haben Sie Ihr Passwort vergessen? Über den Link „Passwort vergessen“ geht es sofort weiter."
    )
    return words % {"time": formats.time_format(moment, "H:i")}


# -- browsers in which somebody has logged in before -------------------------------------------------------------------


def known_device(request: HttpRequest, subject: str) -> str:
    """Return the name of a browser that this person has used before, "" for any other."""
    try:
        whose, device = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(device) if whose == subject else ""


def remember(request: HttpRequest, user: Any) -> None:
    """Have the answer to this request make the browser known as one of the user's."""
    request.device_of = user.pk  # type: ignore[attr-defined]


def on_known(sender: Any, request: HttpRequest | None = None, user: Any = None, **_more: Any) -> None:
    """Receive `user_logged_in` and allauth's `password_reset`: both prove who it is."""
    if request is not None and user is not None:
        remember(request, user)


def set_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the cookie if somebody was recognised during this request."""
    if pk := getattr(request, "device_of", None):
        value = signing.dumps([f"user {pk}", secrets.token_urlsafe(12)], salt=SALT)
        response.set_cookie(
            COOKIE,
            value,
            max_age=COOKIE_AGE,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
