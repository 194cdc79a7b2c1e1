"""What must always be true of registrations, checked on the database as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from plugins.workshops.models import AuditEntry, CapacityPool, Claim, Registration, Session
from plugins.workshops.states import ARROWS, EXPIRING, HOLDING, OPEN, State

from core.mail.models import OutboxMessage


def violations(*, strictly_promoted: bool = True) -> list[str]:
    """Return a sentence for every broken invariant. `strictly_promoted`: promotion has run after the last change."""
    found = [*_pools(), *_claims(), *_audits(), *_mails(), *_people(), *_deadlines()]
    return [*found, *_queue()] if strictly_promoted else found


def _pools() -> Iterator[str]:
    for pool in CapacityPool.objects.all():
        claimed = sum(Claim.objects.filter(pool=pool).values_list("places", flat=True))
        if pool.taken != claimed:
            yield f"I1 pool {pool.pk}: {pool.taken} taken, {claimed} claimed"
        if pool.capacity is not None and pool.taken > pool.capacity + pool.overbooked:
            yield f"I2 pool {pool.pk}: {pool.taken} of {pool.capacity} + {pool.overbooked}"
        if pool.overbooked and (pool.capacity is None or pool.taken < pool.capacity + pool.overbooked):
            yield f"I2 pool {pool.pk}: overbooked {pool.overbooked} for nobody"
        queued = Registration.objects.filter(state=State.WAITING, expires_at=None, session__pools=pool)
        wanted = sum(queued.values_list("places", flat=True))
        if pool.waiting != wanted:
            yield f"I3 pool {pool.pk}: {pool.waiting} waiting, {wanted} wanted"


def _claims() -> Iterator[str]:
    for registration in Registration.objects.prefetch_related("claims", "session__pools"):
        held = {claim.pool_id: claim.places for claim in registration.claims.all()}
        route = {pool.pk: registration.places for pool in registration.session.pools.all()}
        if held != (route if registration.state in HOLDING else {}):
            yield f"I4 registration {registration.pk} is {registration.state} and holds {held}"


def _audits() -> Iterator[str]:
    for registration in Registration.objects.prefetch_related("audit"):
        entries = list(registration.audit.all())
        if [entry.number for entry in entries] != list(range(1, registration.revision + 1)):
            yield f"I5 registration {registration.pk}: audit {[entry.number for entry in entries]}"
        state = ""
        for entry in entries:
            if entry.before != state:
                yield f"I5 registration {registration.pk}: step {entry.number} begins at {entry.before}, not {state}"
            if entry.after != state and entry.after not in ARROWS[state]:
                yield f"I6 registration {registration.pk}: {state} → {entry.after}"
            state = entry.after
        if state != registration.state:
            yield f"I5 registration {registration.pk} is {registration.state}, its audit ends with {state}"


#: Steps of which the person is told nothing: an unanswered first mail is not followed by a second one.
SILENT = {("unconfirmed", "expired"), ("waiting", "expired")}


def _mails() -> Iterator[str]:
    """I7: one mail for every step that people are told of, and none twice."""
    written = defaultdict(list)
    for key in OutboxMessage.objects.filter(key__startswith="workshops:").values_list("key", flat=True):
        owner, _colon, rest = key.removeprefix("workshops:").partition(":")
        written[owner].append(rest.split(":")[0])
    entries = list(AuditEntry.objects.select_related("registration").exclude(registration__email=""))
    offers = {(entry.registration_id, entry.number) for entry in entries if entry.action == "offer"}
    for entry in entries:
        told = written[entry.registration.key.hex].count(str(entry.number))
        # Whoever joins the queue while a place is free is told of the offer only.
        overtaken = entry.action == "confirm" and (entry.registration_id, entry.number + 1) in offers
        if told != 1 and not (told == 0 and ((entry.before, entry.after) in SILENT or overtaken)):
            yield f"I7 registration {entry.registration_id}: step {entry.number} was told {told} times"


def _people() -> Iterator[str]:
    """I10: one open registration for each session, address and name."""
    seen = set()
    for registration in Registration.objects.filter(state__in=OPEN).exclude(email=""):
        person = (registration.session_id, registration.email, registration.name_key)
        if person in seen:
            yield f"I10 {person} twice"
        seen.add(person)


def _deadlines() -> Iterator[str]:
    """I14: what must be answered has an end, and what needs no answer has none."""
    for registration in Registration.objects.all():
        may_end = registration.state in {*EXPIRING, State.WAITING}
        if registration.expires_at is None and registration.state in EXPIRING:
            yield f"I14 registration {registration.pk} is {registration.state} for ever"
        if registration.expires_at is not None and not may_end:
            yield f"I14 registration {registration.pk} is {registration.state} and ends"


def _queue() -> Iterator[str]:
    """I9: nobody waits whose places would fit."""
    for session in Session.objects.prefetch_related("dates", "pools"):
        if session.is_cancelled or session.has_begun:
            continue
        for registration in Registration.objects.filter(session=session, state=State.WAITING, expires_at=None):
            if all(pool.fits(registration.places) for pool in session.pools.all()):
                yield f"I9 registration {registration.pk} waits although there is room"
