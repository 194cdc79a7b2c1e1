"""How allauth behaves here: nobody signs up, accounts come by invitation, and all mail goes through the outbox."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from core import clients
from core.mail.notify import notify
from core.mail.outbox import Message, post
from core.visitors import limits

from . import lockout

#: So many links for a new password one address gets within an hour; nobody's mailbox is filled by strangers.
RESET_MAILS = 3
HOUR = timedelta(hours=1)


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation or by administrators; all mails about them go through the outbox."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dieses Konto ist abgeschaltet. Bitte wenden Sie sich an die Koordination."),
        "email_password_mismatch": _("Adresse oder Passwort stimmen nicht. Bitte versuchen Sie es noch einmal."),
        "username_password_mismatch": _("Name oder Passwort stimmen nicht. Bitte versuchen Sie es noch einmal."),
        "enter_current_password": _("Bitte geben Sie Ihr jetziges Passwort ein."),
        "incorrect_password": _("Das Passwort stimmt nicht. Bitte versuchen Sie es noch einmal."),
        "invalid_password_reset": _("Dieser Link gilt nicht mehr. Bitte lassen Sie sich einen neuen schicken."),
        "too_many_login_attempts": _("Das waren zu viele Versuche. Bitte warten Sie einige Minuten."),
        "rate_limited": _("Das waren zu viele Anfragen. Bitte warten Sie einige Minuten."),
        "same_as_current": _("Das ist schon Ihre Adresse."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network for allauth's short-lived counters in the cache; our own proxies are not it."""
        return clients.network(request).partition("/")[0] or "127.0.0.1"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before something important, but not right after the log-in."""
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        is_fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)

    # -- lock-out ------------------------------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; raises ValidationError that says when to try again."""
        name = str(credentials.get("username") or credentials.get("email") or "")
        self._attempt = lockout.begin(request, "login", _subject(name))

    def _rollback_login_failed_rl_usage(self) -> None:
        self._attempt.succeeded()

    # -- mail ----------------------------------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write every mail about an account into the outbox. Unknown addresses get none: nobody can sign up."""
        key, site = f"core.account:{uuid4()}", Site.find_for_request(self.request)
        language = get_language() or "de"
        if template_prefix.endswith("/unknown_account"):
            return
        if template_prefix.endswith("/password_reset_key"):
            if not limits.allow("konto.reset_mail", email.lower(), limit=RESET_MAILS, window=HOUR):
                return
            words = {"url": context["password_reset_url"], "username": context["user"].get_username()}
            notify("core.password_reset", context=words, key=key, to=email, site=site, language=language)
            return
        if "/email_confirmation" in template_prefix:
            words = {"url": context["activate_url"], "username": context["user"].get_username()}
            notify("core.email_confirm", context=words, key=key, to=email, site=site, language=language)
            return
        mail = self.render_mail(template_prefix, email, {"email": email, "current_site": site, **context})
        post(Message(key=key, kind="core.account", site=site, to=email, subject=mail.subject, text=str(mail.body)))

    def format_email_subject(self, subject: str) -> str:
        return subject

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page that follows shows that it worked."""


def _subject(name: str) -> str:
    """Return what attempts under a name are counted for: the person, whichever of their names was typed."""
    users = get_user_model()._default_manager
    user = users.filter(username=name).first() or users.filter(email__iexact=name).first()
    return f"user {user.pk}" if user else f"name {name.strip().casefold()[:254]}"
