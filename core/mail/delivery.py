"""Deliver what is in the outbox: each mail once, by one worker at a time, until it is sent or given up.

A worker claims a row by one conditional UPDATE, the same on SQLite and PostgreSQL, for as long as handing it over may
take; the connection is open before that. If the process dies meanwhile, nobody knows whether the server has taken the
mail: it is sent again when the claim has run out, with the same Message-ID, and counted in `repeated`. A server that
cannot be reached says nothing about a mail and costs it no attempt.
"""

from __future__ import annotations

import logging
import time
from contextlib import closing
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from core.mail import maildir
from core.mail.failures import Verdict, judge, reason
from core.mail.models import OutboxMessage
from core.mail.outbox import PERSONAL
from core.mail.writing import as_mail
from core.processes.queues import enqueue_after_commit

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(days=1)
PATIENCE = timedelta(days=5)
"""How long a mail waits for a server that cannot be reached (RFC 5321 §4.5.4.1: four to five days)."""
KEPT = timedelta(days=30)
SWEEP_ROWS = 500
SWEEP_SECONDS = 240
"""A sweep ends by itself before its job would be stopped."""

State = OutboxMessage.State
logger = logging.getLogger("allmende.mail")


class Outcome(StrEnum):
    """What became of one delivery."""

    SENT = "sent"
    LATER = "later"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    NOTHING = "nothing to do"


def deliver(pk: int) -> str:
    """Send the mail `pk` if it is due and nobody else is at it. Returns an `Outcome`; a failing mail raises nothing."""
    if not due().filter(pk=pk).exists():
        return Outcome.NOTHING
    with closing(get_connection()) as connection:
        try:
            connection.open()
        except OSError as error:
            return _wait_for_server(pk, error)
        return _attempt(pk, connection)


def sweep() -> int:
    """Deliver all that is due, oldest first, and return how many mails were sent. Safe to run several times at once.

    Finds what a crash, a dead Redis or a refusing server has left. Ends at the first sign that no server is there.
    """
    _give_up_on_the_deadly()
    sent, end = 0, time.monotonic() + SWEEP_SECONDS
    for pk in list(due().order_by("pk").values_list("pk", flat=True)[:SWEEP_ROWS]):
        outcome = deliver(pk)
        sent += outcome == Outcome.SENT
        if outcome == Outcome.UNREACHABLE or time.monotonic() > end:
            break
    return sent


def due() -> QuerySet[OutboxMessage]:
    """Return the mails that wait for an attempt now."""
    return _open().filter(Q(not_before=None) | Q(not_before__lte=timezone.now()), attempts__lt=MAX_ATTEMPTS)


def retry(pk: int) -> bool:
    """Queue a mail that was given up once more. Returns False if there is nothing (left) to send."""
    found = OutboxMessage.objects.filter(pk=pk, state=State.FAILED).exclude(to="")
    queued = found.update(state=State.QUEUED, attempts=0, not_before=None, leased_until=None)
    if queued:
        enqueue_after_commit("core.mail.delivery.deliver", pk, queue="mail")
    return bool(queued)


def forget_old() -> int:
    """Empty the mails that ended 30 days ago of everything personal and return their number; their rows stay."""
    before = timezone.now() - KEPT
    ended = Q(state=State.SENT, sent_at__lte=before) | Q(state=State.FAILED, created_at__lte=before)
    blank = dict.fromkeys(PERSONAL, "")
    maildir.discard_before(before)
    return OutboxMessage.objects.filter(ended).exclude(to="", text="").update(**blank)


# -- one attempt -------------------------------------------------------------------------------------------------------


def _attempt(pk: int, connection: BaseEmailBackend) -> Outcome:
    row = _claim(pk)
    if row is None:
        return Outcome.NOTHING
    try:
        connection.send_messages([as_mail(row)])
    except Exception as error:  # noqa: BLE001 -- whatever it was, it is written on the row and into the log
        return _note_failure(row, error)
    # Whoever holds the claim by now: this mail has been taken by the server.
    OutboxMessage.objects.filter(pk=pk).update(
        state=State.SENT, sent_at=timezone.now(), not_before=None, leased_until=None, last_error=""
    )
    return Outcome.SENT


def _claim(pk: int) -> OutboxMessage | None:
    """Take the mail for as long as handing it over may last. `durable`: others must see the claim before we send."""
    until = timezone.now() + _claim_time()
    with transaction.atomic(durable=True):
        claimed = (
            due()
            .filter(pk=pk)
            .update(
                repeated=F("repeated") + Case(When(state=State.SENDING, then=Value(1)), default=Value(0)),
                state=State.SENDING,
                attempts=F("attempts") + 1,
                not_before=until,
                leased_until=until,
            )
        )
        return OutboxMessage.objects.get(pk=pk) if claimed else None


def _claim_time() -> timedelta:
    """Return longer than the five answers (MAIL, RCPT, DATA, end of data, and one in reserve) may keep us waiting."""
    return timedelta(seconds=10 * (settings.EMAIL_TIMEOUT or 30))


# -- failures ----------------------------------------------------------------------------------------------------------


def _wait_for_server(pk: int, error: OSError) -> Outcome:
    logger.warning("the mail server cannot be reached, mails wait: %s", reason(error))
    words = _("Der Mailserver ist nicht erreichbar: %(reason)s") % {"reason": reason(error)}
    waiting = due().filter(pk=pk)
    waiting.filter(created_at__lt=timezone.now() - PATIENCE).update(state=State.FAILED, last_error=words)
    waiting.update(last_error=words)
    return Outcome.UNREACHABLE


def _note_failure(row: OutboxMessage, error: Exception) -> Outcome:
    """Write what went wrong on the row, unless somebody else has claimed it meanwhile."""
    verdict = judge(error)
    final = verdict is Verdict.REFUSED or row.attempts >= MAX_ATTEMPTS
    # The server's words may name the recipient: they stand on the row, not in the log.
    logger.warning("mail %s, attempt %s: %s, %s", row.pk, row.attempts, verdict.name, type(error).__name__)
    OutboxMessage.objects.filter(pk=row.pk, state=State.SENDING, leased_until=row.leased_until).update(
        last_error=reason(error), **(_ended() if final else _paused(verdict, timezone.now() + _pause(row.attempts)))
    )
    return Outcome.FAILED if final else Outcome.LATER


def _ended() -> dict[str, Any]:
    return {"state": State.FAILED, "not_before": None, "leased_until": None}


def _paused(verdict: Verdict, until: datetime) -> dict[str, Any]:
    """Return the fields of a mail that waits; with its end unknown it stays SENDING, so that the next one counts."""
    state = State.SENDING if verdict is Verdict.UNKNOWN else State.QUEUED
    return {"state": state, "not_before": until, "leased_until": None}


def _pause(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 30 s, 2 min, 8 min, half an hour, 2 h, 8 h, a day."""
    return min(FIRST_PAUSE * 4 ** (attempts - 1), LONGEST_PAUSE)


def _give_up_on_the_deadly() -> None:
    """End the mails whose last allowed attempt never came back: its process died, as all before."""
    words = _("Alle %(number)s Versuche brachen ab, ohne dass ihr Ende bekannt ist.") % {"number": MAX_ATTEMPTS}
    _open().filter(attempts__gte=MAX_ATTEMPTS, not_before__lte=timezone.now()).update(last_error=words, **_ended())


def _open() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(state__in=[State.QUEUED, State.SENDING])
