"""Write mails into the outbox. Nothing is sent here: `core.mail.delivery` does that, after the commit."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from wagtail.models import Site

from core.mail.models import OutboxMessage
from core.processes.queues import enqueue_after_commit

CALENDAR_METHODS = frozenset({"", "REQUEST", "CANCEL", "PUBLISH"})
HEADERS = ("to", "subject", "sender_name", "reply_to")
PERSONAL = ("to", "reply_to", "subject", "text", "html", "calendar", "last_error")
SHORT = ("key", "kind", "reference", "language")


@dataclass(frozen=True, kw_only=True)
class Message:
    """A mail to one person, ready to be sent.

    `key` names its cause, for example "workshops.registration:17:3": the same key twice is one mail. `calendar` is an
    iCalendar object with the METHOD `calendar_method` (RFC 6047). What becomes a header is made one line.
    """

    key: str
    kind: str
    site: Site | None
    to: str
    subject: str
    text: str
    html: str = ""
    language: str = "de"
    sender_name: str = ""
    reply_to: str = ""
    reference: str = ""
    calendar: str = ""
    calendar_method: str = ""

    def __post_init__(self) -> None:
        for name in HEADERS:
            object.__setattr__(self, name, one_line(getattr(self, name)))
        for name in SHORT:
            if len(getattr(self, name)) > _room(name):
                raise ValueError(f"{name} {getattr(self, name)!r} is longer than {_room(name)} characters")
        if not self.key or not self.kind:
            raise ValueError("a message needs a key and a kind")
        if self.calendar_method not in CALENDAR_METHODS or bool(self.calendar) != bool(self.calendar_method):
            raise ValueError(f"calendar and calendar_method {self.calendar_method!r} do not belong together")


def post(message: Message) -> OutboxMessage:
    """Write `message` in the caller's transaction and have a worker deliver it after the commit.

    Returns the row; the one that is there already if the key was used before, whatever the new message says. An address
    that no mail can be sent to raises nothing: its row is a dead letter that says so.
    """
    OutboxMessage.objects.bulk_create([_row(message)], ignore_conflicts=True)
    row = OutboxMessage.objects.get(key=message.key)
    if row.state == OutboxMessage.State.QUEUED:
        enqueue_after_commit("core.mail.delivery.deliver", row.pk, queue="mail")
    return row


def forget(reference: str) -> int:
    """Empty the mails about something of all that is personal, and return their number; what waits is not sent.

    Their rows stay, so that the same cause never writes a second mail.
    """
    about = OutboxMessage.objects.filter(reference=reference)
    about.filter(state__in=[OutboxMessage.State.QUEUED, OutboxMessage.State.SENDING]).update(
        state=OutboxMessage.State.FAILED, not_before=None, leased_until=None
    )
    return about.update(**dict.fromkeys(PERSONAL, ""))


def message_id(key: str) -> str:
    """Return the Message-ID (RFC 5322 §3.6.4) that every copy of the mail with this key carries."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{_mail_host()}>"


def one_line(text: object) -> str:
    """Return `text` without line breaks, control characters and soft hyphens, fit for a header."""
    words = " ".join(str(text).split())
    return "".join(sign for sign in words if unicodedata.category(sign) != "Cc" and sign != "\xad")


def _row(message: Message) -> OutboxMessage:
    problem = _problem(message.to) or (message.reply_to and _problem(message.reply_to))
    return OutboxMessage(
        key=message.key,
        kind=message.kind,
        site=message.site,
        reference=message.reference,
        language=message.language,
        to=message.to[: _room("to")],
        sender_name=message.sender_name[: _room("sender_name")],
        reply_to=message.reply_to[: _room("reply_to")],
        subject=_shortened(message.subject, _room("subject")),
        text=message.text,
        html=message.html,
        calendar=message.calendar,
        calendar_method=message.calendar_method,
        message_id=message_id(message.key),
        state=OutboxMessage.State.FAILED if problem else OutboxMessage.State.QUEUED,
        last_error=problem,
    )


def _problem(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError as error:
        return f"{address}: {' '.join(error.messages)}"
    return "" if len(address) <= _room("to") else f"{address}: > {_room('to')}"


def _room(field: str) -> int:
    return getattr(OutboxMessage._meta.get_field(field), "max_length", None) or 0


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _mail_host() -> str:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"[IPv6:{host}]" if ":" in host else host.encode("idna").decode()
