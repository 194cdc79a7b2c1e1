"""Read the mails that the Maildir holds, for `/postfach/`."""

from __future__ import annotations

import email
import email.policy
import mailbox
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from functools import cached_property

from django.utils import timezone

from core.mail.maildir import open_maildir, stored_at

POLICY = email.policy.default.clone(raise_on_defect=False)


@dataclass(frozen=True)
class Attachment:
    """A file of a letter."""

    number: int
    name: str
    content_type: str
    content: bytes

    @property
    def size(self) -> int:
        """The length in bytes."""
        return len(self.content)


@dataclass(frozen=True)
class Letter:
    """A mail as a person sees it. `key` is its name in the Maildir."""

    key: str
    mail: EmailMessage

    @property
    def sender(self) -> str:
        """Name and address of the sender."""
        return str(self.mail.get("From", ""))

    @property
    def to(self) -> str:
        """The address it goes to."""
        return str(self.mail.get("To", ""))

    @property
    def reply_to(self) -> str:
        """Where an answer would go, if not to the sender."""
        return str(self.mail.get("Reply-To", ""))

    @property
    def subject(self) -> str:
        """The subject line."""
        return str(self.mail.get("Subject", ""))

    @property
    def sent_at(self) -> datetime:
        """When it came into the Maildir, to the second: finer than thousandths is no time in HTML."""
        return datetime.fromtimestamp(int(stored_at(self.key)), tz=timezone.get_current_timezone())

    @cached_property
    def text(self) -> str:
        """The plain text."""
        return self._body("plain")

    @cached_property
    def html(self) -> str:
        """The HTML part, or ""."""
        return self._body("html")

    @cached_property
    def attachments(self) -> Sequence[Attachment]:
        """The files, in their order."""
        return tuple(_attachments(self.mail))

    def _body(self, kind: str) -> str:
        part = self.mail.get_body(preferencelist=(kind,))
        return part.get_content() if part else ""


def keys() -> list[str]:
    """Return the names of all letters, the newest first."""
    return sorted(open_maildir().keys(), key=stored_at, reverse=True)


def read(key: str) -> Letter | None:
    """Return the letter, or None if there is none of that name."""
    return next(iter(read_many([key])), None)


def read_many(wanted: Sequence[str]) -> list[Letter]:
    """Return the letters of these names; one that was removed meanwhile is left out."""
    return list(_read(open_maildir(), wanted))


def _read(box: mailbox.Maildir, wanted: Sequence[str]) -> Iterator[Letter]:
    for key in wanted:
        try:
            yield Letter(key, email.message_from_bytes(box.get_bytes(key), policy=POLICY))
        except (KeyError, FileNotFoundError):
            continue


def _attachments(mail: EmailMessage) -> Iterator[Attachment]:
    for number, part in enumerate(mail.iter_attachments()):
        yield Attachment(number, part.get_filename() or "", part.get_content_type(), _content(part))


def _content(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
