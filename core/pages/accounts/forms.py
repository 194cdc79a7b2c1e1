"""Forms of the accounts, with labels that say what is wanted instead of placeholders that vanish."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from . import lockout


class PlainMixin:
    """Takes placeholders away and gives our labels."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


NEW_PASSWORD = {"password1": _("Neues Passwort"), "password2": _("Neues Passwort noch einmal")}
LONG_ENOUGH = {"password1": _("Mindestens 8 Zeichen, am besten ein kurzer Satz.")}


class EditorLoginForm(PlainMixin, LoginForm):
    """The log-in."""

    labels = {"login": _("Anmeldename oder E-Mail-Adresse"), "password": _("Passwort")}


class EditorResetForm(PlainMixin, ResetPasswordForm):
    """Asks where to send the link for a new password."""

    labels = {"email": _("E-Mail-Adresse")}


class EditorResetKeyForm(PlainMixin, ResetPasswordKeyForm):
    """Sets a new password after opening that link."""

    labels = NEW_PASSWORD
    helps = LONG_ENOUGH


class EditorPasswordForm(PlainMixin, ChangePasswordForm):
    """Changes the password."""

    labels = {"oldpassword": _("Jetziges Passwort"), **NEW_PASSWORD}
    helps = LONG_ENOUGH


class EditorFirstPasswordForm(PlainMixin, SetPasswordForm):
    """Sets the password of an account that has none."""

    labels = NEW_PASSWORD
    helps = LONG_ENOUGH


class EditorReauthenticateForm(PlainMixin, ReauthenticateForm):
    """Asks for the password once more."""

    labels = {"password": _("Passwort")}


class EditorEmailForm(PlainMixin, AddEmailForm):
    """Asks for the new address."""

    labels = {"email": _("Neue E-Mail-Adresse")}


class CodeMixin(PlainMixin):
    """Asks for a code of the app, not more often than a password."""

    labels = {"code": _("Code")}
    user: Any

    def clean_code(self) -> str:
        """Return the code if it is right. Raises ValidationError, after too many attempts with the time to wait for."""
        attempt = lockout.begin(context.request, "code", f"user {self.user.pk}")
        code = super().clean_code()  # type: ignore[misc]
        attempt.succeeded()
        return code


class CodeForm(CodeMixin, mfa_forms.AuthenticateForm):
    """The second step of the log-in: a code of the app or a recovery code."""


class CodeAgainForm(CodeMixin, mfa_forms.ReauthenticateForm):
    """The same before something important."""


class ActivateAppForm(CodeMixin, ActivateTOTPForm):
    """Sets up the app: the first code shows that it works."""

    labels = {"code": _("Code aus der App")}
    helps = {"code": _("6 Ziffern.")}
