"""Below /konto/einladung/: somebody accepts an invitation, sets name and password, and stands in the admin."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from .inviting import InvitationError, accept, account_of, find, renew

PASSWORD = {"autocomplete": "new-password"}


class AcceptForm(forms.Form):
    """What an account needs."""

    name = forms.CharField(
        label=_("Vor- und Nachname"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Passwort"),
        strip=False,
        widget=forms.PasswordInput(PASSWORD),
        help_text=_("Mindestens 8 Zeichen, am besten ein kurzer Satz."),
    )
    again = forms.CharField(label=_("Passwort noch einmal"), strip=False, widget=forms.PasswordInput(PASSWORD))

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is weak or was typed differently."""
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", _("Die beiden Passwörter sind nicht gleich."))
        elif password:
            self._check_strength(password, cleaned.get("name", ""))
        return cleaned

    def _check_strength(self, password: str, name: str) -> None:
        first, _space, last = name.rpartition(" ")
        user = get_user_model()(email=self.email, first_name=first, last_name=last)
        try:
            password_validation.validate_password(password, user)
        except forms.ValidationError as error:
            self.add_error("password", error)


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation; accept it with the button."""
    try:
        found = find(token)
        form = None if account_of(found.email) else AcceptForm(request.POST or None, email=found.email)
        if request.method != "POST" or not (form is None or form.is_valid()):
            return render(request, "core/accounts/invitation.html", {"invitation": found, "form": form})
        words = {name: form.cleaned_data[name] for name in ("name", "password")} if form else {}
        user, is_new = accept(found, **words)
    except InvitationError as error:
        return _refuse(request, token, error)
    return _enter(request, user) if is_new else render(request, "core/accounts/joined.html", {"invitation": found})


def _enter(request: HttpRequest, user: Any) -> HttpResponse:
    """Log in who has just set the password; a second factor comes next where it is asked for."""
    request.session.flush()
    record_authentication(request, user, "password", username=user.get_username())
    return perform_login(request, user, redirect_url=reverse("wagtailadmin_home"))


@never_cache
@require_POST
def renew_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new link to the invited address in place of an expired one."""
    try:
        sent = renew(find(token, even_if_expired=True))
    except InvitationError as error:
        return _refuse(request, token, error)
    return render(request, "core/accounts/invitation_renewed.html", {"sent": sent}, status=200 if sent else 429)


def _refuse(request: HttpRequest, token: str, error: InvitationError) -> HttpResponse:
    context = {"code": error.code, "token": token}
    return render(request, "core/accounts/invitation_over.html", context, status=410)


invitation_urls = [
    path("konto/einladung/<str:token>/", invitation, name="invitation"),
    path("konto/einladung/<str:token>/neu/", renew_invitation, name="invitation_renew"),
]
