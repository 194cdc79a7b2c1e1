"""The codes of an app for the second factor (RFC 6238)."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

PERIOD = 30


def code_of(secret: str, *, periods_ago: int = 0) -> str:
    """Return the code that the app shows now, or that it showed so many half minutes ago."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD - periods_ago))
