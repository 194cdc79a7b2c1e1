"""Log-in of editors: nobody signs up, accounts are made by administrators; the one form is below /konto/."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

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
