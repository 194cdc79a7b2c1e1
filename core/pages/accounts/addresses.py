"""Log-in forms of Wagtail and Django would know no second factor: their addresses lead to ours."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.views.generic import RedirectView


def _to(name: str) -> Any:
    return RedirectView.as_view(pattern_name=name, query_string=True)


#: Mounted before Wagtail and Django's admin.
account_redirect_urls = [
    path("admin/login/", _to("account_login")),
    path("admin/password_reset/", _to("account_reset_password")),
    path("admin/password_reset/confirm/<path:rest>", RedirectView.as_view(url="/konto/password/reset/")),
    path("admin/password_reset/done/", RedirectView.as_view(url="/konto/password/reset/")),
    path("admin/password_reset/complete/", RedirectView.as_view(url="/konto/login/")),
    path("django-admin/login/", _to("account_login")),
    path("django-admin/password_change/", _to("account_change_password")),
    path("_util/login/", _to("account_login")),
]
