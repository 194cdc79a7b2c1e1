"""Signed links for people without an account. Opening one shows something; changing anything takes a button (POST)."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _


class LinkError(Exception):
    """A link that leads nowhere. `code` is "invalid" (forged, for something else, revoked) or "expired"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """What to tell the person, as whole sentences."""
        if self.code == "expired":
            return _("Dieser Link ist abgelaufen. Fordern Sie bitte einen neuen an.")
        return _(
            "Dieser Link gilt nicht oder nicht mehr. Vielleicht fehlt am Ende ein Stück: "
            "Kopieren Sie ihn bitte ganz aus der E-Mail."
        )


def make(purpose: str, subject: str, secret: str = "") -> str:
    """Return a token for an address: readable by its receiver, so `subject` is a key and nothing personal.

    It is good for `purpose` only ("workshops.manage"). With `secret`, a random value on the row that is meant, changing
    that value revokes all links to it.
    """
    return _signer(purpose).sign_object([str(subject), _print_of(purpose, secret)])


def read(purpose: str, token: str, max_age: timedelta | None = None) -> str:
    """Return the subject of a token. Raises LinkError. Where links have a secret, `verify` must follow."""
    return _open(purpose, token, max_age)[0]


def verify(purpose: str, token: str, secret: str) -> None:
    """Raise LinkError unless the token was made with this `secret`."""
    if not constant_time_compare(_open(purpose, token)[1], _print_of(purpose, secret)):
        raise LinkError("invalid")


def _open(purpose: str, token: str, max_age: timedelta | None = None) -> tuple[str, str]:
    try:
        subject, fingerprint = _signer(purpose).unsign_object(token, max_age=max_age)
    except signing.SignatureExpired as error:
        raise LinkError("expired") from error
    except signing.BadSignature as error:
        raise LinkError("invalid") from error
    return subject, fingerprint


def _signer(purpose: str) -> signing.TimestampSigner:
    """Dots, as the rest of the token, survive any mail program; SECRET_KEY_FALLBACKS are honoured by Django."""
    return signing.TimestampSigner(salt=f"allmende.link.{purpose}", sep=".")


def _print_of(purpose: str, secret: str) -> str:
    return hashlib.sha256(f"{purpose}:{secret}".encode()).hexdigest()[:22] if secret else ""
