"""What a failed attempt means for the mail: was it refused for good, may it be tried again, or does nobody know?"""

from __future__ import annotations

import smtplib
from enum import Enum, auto

LONGEST = 2000


class Verdict(Enum):
    """How an attempt ended."""

    #: The server will never take this mail (RFC 5321 §4.2.1: 5yz).
    REFUSED = auto()
    #: It was not taken this time.
    LATER = auto()
    #: The connection broke or something else happened; the server may have taken it.
    UNKNOWN = auto()


def judge(error: Exception) -> Verdict:
    """Return what `error` means. A refused sender is our own mistake and can be mended, so that is no refusal."""
    replies = _replies(error)
    about_the_mail = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    if about_the_mail and replies and all(500 <= code < 600 for code, _words in replies):
        return Verdict.REFUSED
    if replies or isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return Verdict.LATER
    return Verdict.UNKNOWN


def reason(error: Exception) -> str:
    """Return what to tell the operator: the server's own words where it gave any."""
    replies = _replies(error)
    if replies:
        return "; ".join(f"{code} {_decoded(words)}" for code, words in replies)[:LONGEST]
    return f"{type(error).__name__}: {error}"[:LONGEST]


def _replies(error: Exception) -> list[tuple[int, bytes | str]]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return list(error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return [(error.smtp_code, error.smtp_error)]
    return []


def _decoded(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
