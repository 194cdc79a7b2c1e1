"""Tell a person something by mail: the kind of message finds its words, the outbox keeps it until it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict, Unpack

from django.conf import settings
from wagtail.models import Site

from core.mail.kinds import kind_of
from core.mail.legal import legal_links
from core.mail.models import OutboxMessage
from core.mail.outbox import Message, post
from core.mail.rendering import render, site_url


class Particulars(TypedDict):
    """What a mail needs besides its words; see `Message`."""

    key: str
    to: str
    site: Site | None
    language: str
    reference: NotRequired[str]
    reply_to: NotRequired[str]
    sender_name: NotRequired[str]
    calendar: NotRequired[str]
    calendar_method: NotRequired[str]


def notify(kind: str, *, context: Mapping[str, Any], **particulars: Unpack[Particulars]) -> OutboxMessage:
    """Write a mail of `kind` into the outbox, in the caller's transaction; the same `key` twice is one mail.

    It comes from the platform's address under `sender_name`, answers go to `reply_to`: both the organisation's.
    Raises LookupError for a kind that nobody has named.
    """
    return post(compose(kind, context=context, **particulars))


def compose(kind: str, *, context: Mapping[str, Any], **particulars: Unpack[Particulars]) -> Message:
    """Return the mail that `notify` would write: where rows are locked, it is written beforehand and posted there.

    The templates know `context`, `base_url`, `site_name`, `sender_name`, `reply_to` and `legal_links` (title, address).
    """
    site = particulars["site"]
    site_name = (site and site.site_name) or settings.WAGTAIL_SITE_NAME
    sender_name = particulars["sender_name"] = particulars.get("sender_name") or site_name
    base_url, found = site_url(site), kind_of(kind)
    words = {
        "base_url": base_url,
        "site_name": site_name,
        "sender_name": sender_name,
        "reply_to": particulars.get("reply_to", ""),
        "legal_links": legal_links(site, particulars["language"], base_url),
        **context,
    }
    rendered = render(found.template, words, particulars["language"], found.layout)
    return Message(
        kind=kind,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        **particulars,
    )
