"""Log-in of editors: nobody signs up, accounts are made by administrators; the one form is below /konto/."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail.models import Site

from core.mail.notify import notify
from core.mail.outbox import Message, post


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; all mails about them go through the outbox."""

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
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write every mail about an account into the outbox. Unknown addresses get none: nobody can sign up."""
        key, site = f"core.account:{uuid4()}", Site.find_for_request(self.request)
        if template_prefix.endswith("/unknown_account"):
            return
        if template_prefix.endswith("/password_reset_key"):
            words = {"url": context["password_reset_url"], "username": context["user"].get_username()}
            notify("core.password_reset", context=words, key=key, to=email, site=site, language="de")
            return
        mail = self.render_mail(template_prefix, email, {"email": email, "current_site": site, **context})
        post(Message(key=key, kind="core.account", site=site, to=email, subject=mail.subject, text=str(mail.body)))

    def format_email_subject(self, subject: str) -> str:
        return subject

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page that follows shows that it worked."""


class EditorLoginForm(LoginForm):
    """The log-in with labels that say what is wanted, instead of placeholders that vanish."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Anmeldename oder E-Mail-Adresse")
        self.fields["password"].help_text = ""
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


def _to(name: str) -> Any:
    return RedirectView.as_view(pattern_name=name, query_string=True)


#: Mounted before Wagtail and Django's admin: their own log-in forms would know no second factor.
account_redirect_urls = [
    path("admin/login/", _to("account_login")),
    path("admin/password_reset/", _to("account_reset_password")),
    path("admin/password_reset/confirm/<path:rest>", RedirectView.as_view(url="/konto/password/reset/")),
    path("admin/password_reset/done/", RedirectView.as_view(url="/konto/password/reset/")),
    path("admin/password_reset/complete/", RedirectView.as_view(url="/konto/login/")),
    path("django-admin/login/", _to("account_login")),
    path("_util/login/", _to("account_login")),
]
