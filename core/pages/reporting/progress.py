"""Ask for a report, take it, confirm or decline it: each a plain function, safe to be called twice."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.directory.models import Commitment, ProgressReport
from core.mail.models import OutboxMessage
from core.mail.notify import notify
from core.mail.rendering import site_url
from core.visitors import links

PURPOSE = "core.progress"
LINK_AGE = timedelta(days=30)

State = ProgressReport.State


class ProgressError(Exception):
    """What cannot be done. `code`: "no_address", "asked_today", "waiting" or "decided"; `message` says it in words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """What to tell the person, as whole sentences."""
        return {
            "no_address": _("Es fehlt eine E-Mail-Adresse. Tragen Sie sie bei der Zusage oder der Organisation ein."),
            "asked_today": _("Die Bitte ist heute schon an diese Adresse gegangen."),
            "waiting": _("Ein Bericht wartet schon auf Bestätigung. Danach können Sie den nächsten schreiben."),
            "decided": _("Über diesen Bericht ist schon entschieden. Es ist nichts geschehen."),
        }[self.code]


def address_of(commitment: Commitment) -> str:
    """Return where to ask; empty if nobody has said."""
    return commitment.contact_email or commitment.organisation.email


@transaction.atomic
def ask(commitment: Commitment, *, by: Any) -> str:
    """Mail the link, once a day, and return the address. Raises ProgressError ("asked_today", "no_address")."""
    address = address_of(commitment)
    if not address:
        raise ProgressError("no_address")
    key = _mail_key(commitment, address)
    if OutboxMessage.objects.filter(key=key).exists():
        raise ProgressError("asked_today")
    site = commitment.strategy.site
    context = {
        "organisation": commitment.organisation.title,
        "strategy": commitment.strategy.title,
        "promise": commitment.text,
        "url": site_url(site) + _path_of(commitment),
        "days": LINK_AGE.days,
    }
    particulars = {"key": key, "to": address, "site": site, "language": settings.LANGUAGE_CODE}
    notify("core.progress", context=context, reply_to=by.email, **particulars)
    return address


def _path_of(commitment: Commitment) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("progress_report", args=[make_link(commitment)])


def _mail_key(commitment: Commitment, address: str) -> str:
    print_of = hashlib.sha256(address.encode()).hexdigest()[:12]
    return f"core.progress:{commitment.pk}:{timezone.localdate().isoformat()}:{print_of}"


def make_link(commitment: Commitment) -> str:
    """Return the token of a link; it is void as soon as another address is asked."""
    return links.make(PURPOSE, str(commitment.pk), address_of(commitment))


def find(token: str) -> Commitment:
    """Return the commitment that a link is about. Raises LinkError."""
    pk = links.read(PURPOSE, token, max_age=LINK_AGE)
    found = Commitment.objects.select_related("organisation", "strategy", "recommendation").filter(pk=pk).first()
    if found is None:
        raise links.LinkError("invalid")
    links.verify(PURPOSE, token, address_of(found))
    return found


def waiting(commitment: Commitment) -> ProgressReport | None:
    """Return the report that waits for the coordinators; there is one at most."""
    return commitment.reports.filter(state=State.WAITING).first()


@transaction.atomic
def report(commitment: Commitment, *, claimed: str, text: str, evidence: str = "") -> ProgressReport:
    """Take a report; nothing of it is public yet. The same one twice is one.

    Raises ProgressError("waiting") while another one waits.
    """
    Commitment.objects.select_for_update().get(pk=commitment.pk)
    words = {"claimed": claimed, "text": text, "evidence": evidence}
    if found := waiting(commitment):
        if any(getattr(found, name) != value for name, value in words.items()):
            raise ProgressError("waiting")
        return found
    return ProgressReport.objects.create(commitment=commitment, **words)


@transaction.atomic
def confirm(found: ProgressReport, *, by: Any, remark: str = "") -> None:
    """Make a report public, and what it claims the state of the promise. Raises ProgressError("decided")."""
    _decide(found, State.CONFIRMED, by, remark)
    Commitment.objects.filter(pk=found.commitment_id).update(state=found.claimed)


@transaction.atomic
def decline(found: ProgressReport, *, by: Any, remark: str) -> None:
    """Keep a report from the public; the organisation reads why. Raises ProgressError("decided")."""
    _decide(found, State.DECLINED, by, remark)


def _decide(found: ProgressReport, state: str, by: Any, remark: str) -> None:
    decision = {"state": state, "decided_by": by, "decided_at": timezone.now(), "remark": remark}
    if not ProgressReport.objects.filter(pk=found.pk, state=State.WAITING).update(**decision):
        raise ProgressError("decided")
