"""Log-in of editors: accounts are made by administrators, nobody signs up; every log-in form is the one below /konto/."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import path
from django.views.generic import RedirectView


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page that follows shows that it worked."""


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
