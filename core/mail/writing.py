"""Turn a row of the outbox into a mail. Every copy of one row has the same words and the same headers."""

from __future__ import annotations

from email.utils import format_datetime, formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from core.mail.models import OutboxMessage

CALENDAR_FILE = "termin.ics"


def as_mail(row: OutboxMessage) -> EmailMultiAlternatives:
    """Return the mail: text, HTML and invitation as alternatives of each other, and the date as a file."""
    mail = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text,
        from_email=_sender(row.sender_name),
        to=[row.to],
        reply_to=[row.reply_to] if row.reply_to else None,
        headers=_headers(row),
    )
    if row.html:
        mail.attach_alternative(row.html, "text/html")
    if row.calendar:
        # Django adds the charset itself; named here too it would stand there twice.
        mail.attach_alternative(row.calendar, f"text/calendar; method={row.calendar_method}")
        # As text/calendar the file would be a second invitation to some mail programs.
        mail.attach(CALENDAR_FILE, row.calendar.encode(), "application/ics")
    return mail


def _headers(row: OutboxMessage) -> dict[str, str]:
    """Return what Django does not set alike for each copy; Auto-Submitted (RFC 3834) keeps holiday notes away."""
    return {
        "Message-ID": row.message_id,
        "Date": format_datetime(timezone.localtime(row.created_at)),
        "Auto-Submitted": "auto-generated",
    }


def _sender(name: str) -> str:
    """Return the platform's address under the organisation's name: a foreign address would fail SPF and DMARC."""
    own_name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or own_name, address))
