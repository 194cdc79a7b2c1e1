"""The kinds of mail there are: what core itself sends, and what plugins name by the hook `notification_kinds`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.hooks.contracts import NotificationKind
from core.hooks.dispatch import collect


def _overview_sample() -> Mapping[str, Any]:
    return {"url": f"{settings.BASE_URL}/meine-uebersicht/beispiel/", "hours": 1}


def _reset_sample() -> Mapping[str, Any]:
    return {"url": f"{settings.BASE_URL}/konto/password/reset/key/beispiel/", "username": "redaktion-beispiel"}


def _confirm_sample() -> Mapping[str, Any]:
    return {"url": f"{settings.BASE_URL}/konto/confirm-email/beispiel/", "username": "redaktion-beispiel"}


def _invitation_sample() -> Mapping[str, Any]:
    url = f"{settings.BASE_URL}/konto/einladung/beispiel/"
    return {"organisation": "Werkhof", "by": "Ada Kessler", "url": url, "days": 14}


def _added_sample() -> Mapping[str, Any]:
    return {"organisation": "Werkhof", "url": f"{settings.BASE_URL}/admin/"}


def _progress_sample() -> Mapping[str, Any]:
    url = f"{settings.BASE_URL}/fortschritt/beispiel/"
    words = {"organisation": "Werkhof", "strategy": "Engagementplan", "promise": "Die Werkstatt samstags öffnen"}
    return {**words, "url": url, "days": 30}


def _message_sample() -> Mapping[str, Any]:
    words = {"text": "Ist die Werkstatt auch im August offen?", "name": "Ada Beispiel", "email": "ada@example.org"}
    return {**words, "receiver": "Werkhof", "phone": "06221 555 04", "page": "", "page_url": ""}


def _barrier_sample() -> Mapping[str, Any]:
    page = {"page": "/kalender/", "page_url": f"{settings.BASE_URL}/kalender/"}
    return {**_message_sample(), **page, "text": "Den Monat liest mein Screenreader nicht vor."}


CORE_KINDS = (
    NotificationKind(
        key="core.overview",
        label=_("Link zu „Meine Übersicht“"),
        template="core/mail/overview",
        sample=_overview_sample,
    ),
    NotificationKind(
        key="core.password_reset",
        label=_("Neues Passwort"),
        template="core/mail/password_reset",
        sample=_reset_sample,
    ),
    NotificationKind(
        key="core.email_confirm",
        label=_("Neue E-Mail-Adresse eines Kontos"),
        template="core/mail/email_confirm",
        sample=_confirm_sample,
    ),
    NotificationKind(
        key="core.invitation",
        label=_("Einladung zur Redaktion"),
        template="core/mail/invitation",
        sample=_invitation_sample,
    ),
    NotificationKind(
        key="core.invitation_added",
        label=_("Aufnahme in eine Redaktion"),
        template="core/mail/invitation_added",
        sample=_added_sample,
    ),
    NotificationKind(
        key="core.progress",
        label=_("Bitte um Auskunft über eine Zusage"),
        template="core/mail/progress",
        sample=_progress_sample,
    ),
    NotificationKind(
        key="core.message",
        label=_("Nachricht aus einem Formular"),
        template="core/mail/message",
        sample=_message_sample,
    ),
    NotificationKind(
        key="core.barrier",
        label=_("Meldung einer Barriere"),
        template="core/mail/barrier",
        sample=_barrier_sample,
    ),
)


@cache
def kinds() -> Mapping[str, NotificationKind]:
    """Return all kinds by their key. Plugins are asked once per process; core's own keys cannot be taken."""
    found = [*collect("notification_kinds").items, *CORE_KINDS]
    return {kind.key: kind for kind in found}


def kind_of(key: str) -> NotificationKind:
    """Return the kind of that key. Raises LookupError if nobody has named it."""
    if key not in kinds():
        raise LookupError(f"no notification kind {key!r}; known are: {', '.join(sorted(kinds()))}")
    return kinds()[key]
