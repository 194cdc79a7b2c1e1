"""The mail of a site that has no mail server: files in a Maildir, shown at `/postfach/`."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

MOMENT = re.compile(r"(?P<seconds>\d+)\.M(?P<micros>\d+)P")


def open_maildir() -> mailbox.Maildir:
    """Return the Maildir in `settings.MAIL_DIR`, made if it is missing."""
    settings.MAIL_DIR.parent.mkdir(parents=True, exist_ok=True)
    return mailbox.Maildir(settings.MAIL_DIR, factory=None, create=True)


class MaildirBackend(BaseEmailBackend):
    """A Django mail backend that puts each mail into the Maildir; a mail is there whole or not at all."""

    def open(self) -> bool:
        """Make the folder. Raises OSError if that is not possible."""
        open_maildir()
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the mails and return their number."""
        box = open_maildir()
        for message in email_messages:
            box.add(message.message().as_bytes())
        return len(email_messages)


def discard_before(moment: datetime) -> int:
    """Remove the mails stored before `moment` and return their number."""
    if not settings.MAIL_DIR.exists():
        return 0
    box = open_maildir()
    old = [key for key in box.iterkeys() if stored_at(key) < moment.timestamp()]
    for key in old:
        box.discard(key)
    return len(old)


def stored_at(key: str) -> float:
    """Return when a mail was stored, in seconds since the epoch: a Maildir's keys begin with it."""
    found = MOMENT.match(key)
    return int(found["seconds"]) + int(found["micros"]) / 1e6 if found else 0.0
