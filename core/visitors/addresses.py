"""Mail addresses as people type them."""

from __future__ import annotations

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

PROVIDERS = (
    *("aol.com", "arcor.de", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.de", "gmx.net", "googlemail.com"),
    *("hotmail.com", "hotmail.de", "icloud.com", "kabelbw.de", "live.de", "mail.de", "mailbox.org", "online.de"),
    *("outlook.com", "outlook.de", "posteo.de", "proton.me", "protonmail.com", "t-online.de", "vodafone.de", "web.de"),
    *("yahoo.com", "yahoo.de"),
)
#: RFC 5321 §4.5.3.1.3, less the brackets around a path.
LONGEST = 254
#: Right in their spelling, and yet hardly ever meant.
MISTAKEN = {
    "gmail.de": "gmail.com",
    "googlemail.de": "googlemail.com",
    "t-online.com": "t-online.de",
    "web.com": "web.de",
}


def normalise(email: str) -> str:
    """Return the one spelling of an address: lower case, the domain as in the DNS (RFC 5891, „ß“ stays „ß“)."""
    local, _at, domain = email.strip().lower().rpartition("@")
    return f"{local}@{_ascii(domain)}"


def is_deliverable(email: str) -> bool:
    """Say whether a normalised address has a form that mail servers take, and a domain that a DNS can hold."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return email.isascii() and "[" not in email and len(email) <= LONGEST


def mask(email: str) -> str:
    """Return an address that its owner recognises and a stranger does not: „a…@example.org“."""
    local, _at, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"


def suggestion(email: str) -> str:
    """Return the address that was probably meant („gmial.com“), or "" where nothing looks mistyped. Only a hint."""
    local, _at, domain = email.strip().lower().rpartition("@")
    if not local or domain in PROVIDERS:
        return ""
    meant = MISTAKEN.get(domain) or next((known for known in PROVIDERS if _is_slip(domain, known)), "")
    return f"{local}@{meant}" if meant else ""


def _ascii(domain: str) -> str:
    """Return the domain as it stands in the DNS; one that no DNS can hold stays as it is, and gets no mail."""
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain


def _is_slip(typed: str, meant: str) -> bool:
    """Say whether one slip of the finger lies between: a sign too many, missing, wrong, or two swapped."""
    start = _common(typed, meant)
    typed, meant = typed[start:], meant[start:]
    end = _common(typed[::-1], meant[::-1])
    typed, meant = typed[: len(typed) - end], meant[: len(meant) - end]
    return max(len(typed), len(meant)) == 1 or (len(typed) == 2 and typed == meant[::-1])


def _common(one: str, other: str) -> int:
    """Return how many signs at the start are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (mine, yours) in pairs if mine != yours), min(len(one), len(other)))
