"""Forms for people without an account: a signed token instead of a cookie, and a trap for machines."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SALT = "allmende.form"


class Trap(forms.TextInput):
    """A field that nobody sees, hears or reaches by keyboard, and that machines fill in."""

    @property
    def is_hidden(self) -> bool:
        """Templates print it beside the hidden fields, without a label."""
        return True

    def __init__(self) -> None:
        super().__init__({"hidden": True, "tabindex": "-1", "autocomplete": "off"})


class VisitorForm(forms.Form):
    """A form that proves where it comes from.

    `purpose` and `subject` say what it is for ("workshops.register", "date:17"): a token of another form is refused.
    After a refusal, and when the form was open for too long, it comes back with all that was typed, a fresh token and a
    sentence that asks to send it again. `nonce` names this one filling-in: the same form sent twice has the same one.
    """

    max_age = timedelta(hours=24)
    #: Sent sooner than this after it was drawn, a machine filled it in; None where that does not matter.
    min_age: timedelta | None = None
    data: Any

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    homepage = forms.CharField(required=False, widget=Trap, label=gettext_lazy("Bitte leer lassen"))

    def __init__(self, data: Any = None, *, purpose: str, subject: str, **kwargs: Any) -> None:
        self.purpose, self.subject = purpose, subject
        super().__init__(data if data is None else data.copy(), **kwargs)
        token = self.data.get(self.add_prefix("token"), "")
        known, self.is_current = self._read(token)
        self._is_hasty = self.is_current and self.min_age is not None and self._is_within(token, self.min_age)
        self.nonce = known or secrets.token_urlsafe(16)
        self.initial = {**self.initial, "token": self._fresh()}

    def clean(self) -> dict[str, Any]:
        """Refuse a stale token and a filled trap, so that one more click by a person is all it takes."""
        cleaned = super().clean() or self.cleaned_data
        if not self.is_current:
            self._ask_again("token", self._fresh(), _("Das Formular war zu lange offen."), "stale")
        elif cleaned.get("homepage"):
            self._ask_again("homepage", "", _("Ein verborgenes Feld war ausgefüllt."), "trap")
        elif self._is_hasty:
            self._ask_again("token", self._fresh(), _("Das ging zu schnell für einen Menschen."), "hasty")
        return cleaned

    def _ask_again(self, name: str, value: str, why: str, code: str) -> None:
        self.data[self.add_prefix(name)] = value
        words = _("Ihre Angaben stehen noch da: Bitte senden Sie sie noch einmal ab.")
        self.add_error(None, forms.ValidationError(f"{why} {words}", code=code))

    def _fresh(self) -> str:
        return _signer().sign_object([self.purpose, self.subject, self.nonce])

    def _read(self, token: str) -> tuple[str, bool]:
        """Return the nonce of a token of this form, else "", and whether the token is still good."""
        try:
            purpose, subject, nonce = _signer().unsign_object(token)
        except signing.BadSignature:
            return "", False
        if (purpose, subject) != (self.purpose, self.subject):
            return "", False
        return nonce, self._is_within(token, self.max_age)

    def _is_within(self, token: str, age: timedelta) -> bool:
        try:
            _signer().unsign(token, max_age=age)
        except signing.SignatureExpired:
            return False
        return True


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=SALT, sep=".")
