"""The second factor: with REQUIRE_MFA nobody is anybody outside of /konto/ before having shown it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import qrcode
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage
from wagtail.admin.ui.components import Component
from wagtail.models import Site

from . import lockout

EDITORS = ("/admin/", "/django-admin/")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountMiddleware:
    """Stands behind Django's authentication, for every address.

    Somebody without a second factor is led to set one up, somebody whose session came about without showing it is
    logged out. So it does not matter by which door a session was made.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._refuse(request) or self.get_response(request)
        lockout.set_cookie(request, response)
        return response

    def _refuse(self, request: HttpRequest) -> HttpResponse | None:
        if not settings.REQUIRE_MFA or not request.user.is_authenticated:
            return None
        if has_factor(request.user):
            if not has_shown_factor(request):
                logout(request)
            return None
        if is_account_page(request):
            return None
        if request.path_info.startswith(EDITORS):
            return redirect(reverse("mfa_activate_totp"))
        request.user = AnonymousUser()
        return None


def has_factor(user: Any) -> bool:
    """Say whether somebody has set up a second factor; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def has_shown_factor(request: HttpRequest) -> bool:
    """Say whether the second factor was shown in this session."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record.get("method") == "mfa" for record in records)


def is_account_page(request: HttpRequest) -> bool:
    """Say whether a page belongs to /konto/, in any language."""
    return request.path_info.startswith(reverse("account_login").removesuffix("login/"))


def on_factor_saved(sender: Any, instance: Authenticator, created: bool, **_more: Any) -> None:
    """Receive `post_save`: who sets up a factor has just shown it."""
    request = context.request
    if created and instance.type in FACTORS and request is not None and request.user.pk == instance.user_id:
        record_authentication(request, request.user, "mfa", id=instance.pk, type=instance.type)


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's second factor with our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Der Code stimmt nicht. Er wechselt alle 30 Sekunden: Bitte nehmen Sie den neuesten."),
    }

    def get_totp_issuer(self) -> str:
        """Return the name under which the app lists the account."""
        site = Site.objects.filter(is_default_site=True).first()
        return (site and site.site_name) or settings.WAGTAIL_SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code on white ground, which cameras read on dark pages, too."""
        picture = qrcode.make(url, image_factory=SvgPathFillImage)
        return picture.to_string(encoding="unicode")


class NoSecondFactorPanel(Component):
    """Tells on the admin's first page that this installation asks for no second factor."""

    order = 5
    template_name = "core/admin/no_second_factor.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"demo": settings.DEMO}


def add_notice(request: HttpRequest, panels: list[Any]) -> None:
    """`construct_homepage_panels`: say so where no second factor is asked for."""
    if not settings.REQUIRE_MFA:
        panels.append(NoSecondFactorPanel())
