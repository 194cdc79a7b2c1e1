"""People with accounts and people who are to get one, as the exhibition shows their pages."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import time_machine
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from core.directory.models import Organisation
from core.pages.invitations import inviting
from core.pages.invitations.models import LINK_AGE, Invitation
from core.pages.models import OrganisationPage
from core.visitors import links
from tests.factories import UserFactory, make_editor

PASSWORD = "geheim"
#: With a second factor; with one but without spare codes, and a new address; without a password.
APP, EXCHANGED, NEW = "redaktion-app", "redaktion-wechsel", "redaktion-neu"
SECRET = "JBSWY3DPEHPK3PXP"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
#: As long as addresses get.
LONG = "annedore.wiesengrund-hohenstein@nachbarschaftshilfeverein-auental.example.org"


def build(words: dict[str, str], page: OrganisationPage, organisation: Organisation) -> None:
    """Make accounts and invitations for an organisation; `words` gets what stands in their links."""
    _accounts(page)
    _addresses(words)
    _invitations(words, organisation)


def logged_in(user: Any) -> Client:
    """Return a client in which somebody has just logged in with the password, on a device of the list."""
    client = Client(raise_request_exception=False, headers={"accept": "text/html"})
    client.force_login(user)
    session = client.session
    record = {"method": "password", "at": time.time(), "username": user.username}
    session.update({"account_authentication_methods_user": str(user.pk), "account_authentication_methods": [record]})
    session.save()
    UserSession.objects.create(user=user, session_key=session.session_key, ip="203.0.113.7", user_agent=BROWSER)
    return client


def _accounts(page: OrganisationPage) -> None:
    app = make_editor(page, username=APP, password=PASSWORD)
    TOTP.activate(app, SECRET)
    RecoveryCodes.activate(app)
    logged_in(app)
    exchanged = make_editor(page, username=EXCHANGED, password=PASSWORD)
    TOTP.activate(exchanged, SECRET)
    EmailAddress.objects.create(user=exchanged, email=exchanged.email, primary=True, verified=True)
    EmailAddress.objects.create(user=exchanged, email=LONG)
    new = make_editor(page, username=NEW)
    new.set_unusable_password()
    new.save()


def _addresses(words: dict[str, str]) -> None:
    somebody, other = UserFactory(), UserFactory()
    taken = EmailAddress.objects.create(user=somebody, email=other.email)
    EmailAddress.objects.create(user=other, email=other.email, primary=True, verified=True)
    words["address valid"] = EmailConfirmationHMAC(EmailAddress.objects.get(email=LONG)).key
    words["address taken"] = EmailConfirmationHMAC(taken).key
    words["address used"] = "benutzt"


def _invitations(words: dict[str, str], organisation: Organisation) -> None:
    def invite(name: str, email: str) -> Invitation:
        invitation = inviting.invite_editor(organisation, email=email, language="de", by=None).invitation
        assert invitation is not None
        words[f"invitation {name}"] = links.make(inviting.PURPOSE, str(invitation.pk), invitation.secret)
        return invitation

    invite("open", "ida." + LONG)
    invite("to somebody with an account", "enno@example.org")
    UserFactory(email="enno@example.org")
    inviting.withdraw(invite("withdrawn", "frieda@example.org"))
    with time_machine.travel(timezone.now() - LINK_AGE - dt.timedelta(days=1), tick=True):
        invite("expired", "gero@example.org")
