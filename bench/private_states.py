"""States that one reaches only with a link from a mail or with a log-in, made in the demonstration's own database.

What takes days in life (a place offered, a deadline over) is written straight into the rows: these are pictures and
no tests.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

from bench.states import State

DAY = dt.timedelta(days=1)
#: Whose pages are pictured: without and with a second factor.
PLAIN, GUARDED = "admin", "koordination"
KEY = "JBSWY3DPEHPK3PXP"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def private_states() -> Iterator[State]:
    """Yield them all; needs Django on the database of the running site."""
    yield from _registrations()
    yield from _invitations()
    yield from _accounts()


def log_ins() -> dict[str, list[dict[str, Any]]]:
    """Return the cookies of everybody whose pages are pictured, as a browser takes them."""
    from django.contrib.auth import get_user_model

    users = get_user_model().objects.filter(username__in=[PLAIN, GUARDED])
    return {user.username: [_cookie(user)] for user in users}


def _cookie(user: Any) -> dict[str, Any]:
    """Log somebody in who has just typed the password."""
    from allauth.usersessions.models import UserSession
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    record = {"method": "password", "at": time.time(), "username": user.username}
    session.update({"account_authentication_methods_user": str(user.pk), "account_authentication_methods": [record]})
    session.save()
    UserSession.objects.create(user=user, session_key=session.session_key, ip="127.0.0.1", user_agent=BROWSER)
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "domain": "127.0.0.1", "path": "/"}


# -- registrations ---------------------------------------------------------------------------------


def _registrations() -> Iterator[State]:
    from django.utils import timezone

    from plugins.workshops.models import Registration
    from plugins.workshops.states import State as Standing
    from plugins.workshops.wording import CONFIRM, DISOWN, MANAGE

    soon = timezone.now() + DAY
    coming = Registration.objects.filter(session__dates__starts_at__gt=soon).select_related("session").order_by("pk")
    placed, queued = coming.filter(state=Standing.CONFIRMED), coming.filter(state=Standing.WAITING)
    free, waiting = iter(placed.exclude(session__dates__status="CANCELLED")), iter(queued)
    place = _link(MANAGE, next(free), "anmeldung")
    yield State("own-confirmed", place)
    yield State("own-cancel", place + "absagen/")
    household = _link(MANAGE, _set(next(free), places=3), "anmeldung")
    yield State("own-household", household)
    yield State("own-fewer", household + "personen/")
    yield State("own-waiting", _link(MANAGE, next(waiting), "anmeldung"))
    offered = _set(next(waiting), state=Standing.OFFERED, queue_key=None, expires_at=soon)
    yield State("own-offered", _link(MANAGE, offered, "anmeldung"))
    yield State("offer", _link(MANAGE, offered, "angebot"))
    pending = _set(next(free), state=Standing.UNCONFIRMED, expires_at=soon)
    yield State("own-unconfirmed", _link(MANAGE, pending, "anmeldung"))
    yield State("confirm", _link(CONFIRM, pending, "bestaetigen"))
    yield State("not-me", _link(DISOWN, pending, "nicht-ich"))
    late = _set(next(free), state=Standing.UNCONFIRMED, expires_at=timezone.now() - DAY)
    yield State("confirm-too-late", _link(CONFIRM, late, "bestaetigen"))
    gone = _link(MANAGE, _set(next(free), state=Standing.CANCELLED), "anmeldung")
    yield State("own-cancelled", gone)
    yield State("own-cancelled-thanks", gone + "abgesagt/")
    for called_off in coming.filter(session__dates__status="CANCELLED")[:1]:
        yield State("own-called-off", _link(MANAGE, called_off, "anmeldung"))
    yield State("own-invalid", "/workshops/anmeldung/abgeschrieben/")


def _set(row: Any, **values: Any) -> Any:
    type(row).objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    return row


def _link(purpose: str, registration: Any, word: str) -> str:
    from core.visitors import links

    return f"/workshops/{word}/{links.make(purpose, str(registration.key), registration.link_secret)}/"


# -- accounts --------------------------------------------------------------------------------------


def _invitations() -> Iterator[State]:
    from core.directory.models import Organisation
    from core.pages.invitations import inviting
    from core.visitors import links

    organisation = Organisation.objects.order_by("pk").first()
    invitation = inviting.invite_editor(organisation, email="ida@example.org", language="de", by=None).invitation
    path = f"/konto/einladung/{links.make(inviting.PURPOSE, str(invitation.pk), invitation.secret)}/"
    yield State("invitation", path)
    other = inviting.invite_editor(organisation, email="enno@example.org", language="de", by=None).invitation
    inviting.withdraw(other)
    over = links.make(inviting.PURPOSE, str(other.pk), other.secret)
    yield State("invitation-over", f"/konto/einladung/{over}/")


def _accounts() -> Iterator[State]:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.get(username=GUARDED)
    TOTP.activate(user, KEY)
    RecoveryCodes.activate(user)
    yield State("admin", "/admin/", user=PLAIN)
    for name, path in (("password", "password/change/"), ("address", "email/"), ("factor", "2fa/")):
        yield State(f"account-{name}", f"/konto/{path}", user=PLAIN)
    yield State("account-factor-new", "/konto/2fa/totp/activate/", user=PLAIN)
    yield State("account-factor-set", "/konto/2fa/", user=GUARDED)
    yield State("account-codes", "/konto/2fa/recovery-codes/", user=GUARDED)
    yield State("account-devices", "/konto/sessions/", user=GUARDED)
    yield State("account-log-out", "/konto/logout/", user=GUARDED)
