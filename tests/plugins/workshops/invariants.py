"""What must always be true of registrations, checked on the database as it is, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from core.mail.models import OutboxMessage
from plugins.workshops.models import AuditEntry, CapacityPool, Claim, Registration, Session
from plugins.workshops.states import ARROWS, EXPIRING, HOLDING, OPEN, Channel, State

#: Steps of which the person is told nothing: an unanswered first mail is not followed by a second one.
SILENT = {("unconfirmed", "expired"), ("waiting", "expired")}


def violations(*, strictly_promoted: bool = True) -> list[str]:
    """Return a sentence for every broken invariant. `strictly_promoted`: nobody has to wait for the sweeper."""
    return list(Snapshot().violations(strictly_promoted=strictly_promoted))


class Snapshot:
    """All registrations with what belongs to them."""

    def __init__(self) -> None:
        self.pools = {pool.pk: pool for pool in CapacityPool.objects.all()}
        self.sessions = {session.pk: session for session in Session.objects.prefetch_related("dates", "session_pools")}
        self.registrations = list(Registration.objects.order_by("pk"))
        self.claims: dict[int, dict[int, int]] = defaultdict(dict)
        for registration, pool, places in Claim.objects.values_list("registration_id", "pool_id", "places"):
            self.claims[registration][pool] = places
        self.audits: dict[int, list[AuditEntry]] = defaultdict(list)
        for entry in AuditEntry.objects.order_by("registration_id", "number"):
            self.audits[entry.registration_id].append(entry)
        self.told: dict[str, list[str]] = defaultdict(list)
        for key in OutboxMessage.objects.filter(key__startswith="workshops:").values_list("key", flat=True):
            _prefix, owner, cause = key.split(":")[:3]
            self.told[owner].append(cause)

    def violations(self, *, strictly_promoted: bool) -> Iterator[str]:
        yield from self._counters()
        for registration in self.registrations:
            yield from self._claims(registration)
            yield from self._audit(registration)
            yield from self._mails(registration)
            yield from self._deadline(registration)
        yield from self._people()
        if strictly_promoted:
            yield from self._queue()

    def route(self, registration: Registration) -> list[int]:
        return [link.pool_id for link in self.sessions[registration.session_id].session_pools.all()]

    def _counters(self) -> Iterator[str]:
        taken, waiting = defaultdict(int), defaultdict(int)
        for claims in self.claims.values():
            for pool, places in claims.items():
                taken[pool] += places
        for registration in self.registrations:
            for pool in self.route(registration) if registration.is_queued else ():
                waiting[pool] += registration.places
        for pool in self.pools.values():
            yield from self._capacity(pool)
            if pool.taken != taken[pool.pk]:
                yield f"I1 pool {pool.pk}: {pool.taken} taken, {taken[pool.pk]} claimed"
            if pool.waiting != waiting[pool.pk]:
                yield f"I3 pool {pool.pk}: {pool.waiting} waiting, {waiting[pool.pk]} wanted"

    @staticmethod
    def _capacity(pool: CapacityPool) -> Iterator[str]:
        if pool.capacity is not None and pool.taken > pool.capacity + pool.overbooked:
            yield f"I2 pool {pool.pk}: {pool.taken} of {pool.capacity} + {pool.overbooked}"
        if pool.overbooked and (pool.capacity is None or pool.taken < pool.capacity + pool.overbooked):
            yield f"I2 pool {pool.pk}: overbooked {pool.overbooked} for nobody"

    def _claims(self, registration: Registration) -> Iterator[str]:
        due = dict.fromkeys(self.route(registration), registration.places) if registration.state in HOLDING else {}
        if self.claims[registration.pk] != due:
            yield f"I4 registration {registration.pk} is {registration.state} and holds {self.claims[registration.pk]}"

    def _audit(self, registration: Registration) -> Iterator[str]:
        entries, state = self.audits[registration.pk], ""
        if [entry.number for entry in entries] != list(range(1, registration.revision + 1)):
            yield f"I5 registration {registration.pk}: audit {[entry.number for entry in entries]}"
        for entry in entries:
            if entry.before != state:
                yield f"I5 registration {registration.pk}: step {entry.number} begins at {entry.before}, not {state}"
            if entry.after != state and entry.after not in ARROWS[state]:
                yield f"I6 registration {registration.pk}: {state} → {entry.after}"
            state = entry.after
        if state != registration.state:
            yield f"I5 registration {registration.pk} is {registration.state}, its audit ends with {state}"

    def _mails(self, registration: Registration) -> Iterator[str]:
        """I7: one mail for every step that people are told of, and none twice."""
        if not registration.email or registration.channel == Channel.DEMO:
            return
        entries = self.audits[registration.pk]
        offers = {entry.number for entry in entries if entry.action == "offer"}
        for entry in entries:
            told = self.told[registration.key.hex].count(str(entry.number))
            # Whoever joins the queue while a place is free is told of the offer only.
            overtaken = entry.action == "confirm" and entry.number + 1 in offers
            if told != 1 and not (told == 0 and ((entry.before, entry.after) in SILENT or overtaken)):
                yield f"I7 registration {registration.pk}: step {entry.number} was told {told} times"

    def _deadline(self, registration: Registration) -> Iterator[str]:
        """I14: what must be answered has an end, and what needs no answer has none."""
        if registration.expires_at is None and registration.state in EXPIRING:
            yield f"I14 registration {registration.pk} is {registration.state} for ever"
        if registration.expires_at is not None and registration.state not in {*EXPIRING, State.WAITING}:
            yield f"I14 registration {registration.pk} is {registration.state} and ends"

    def _people(self) -> Iterator[str]:
        """I10: one open registration for each session, address and name."""
        seen = set()
        for registration in self.registrations:
            person = (registration.session_id, registration.email, registration.name_key)
            if registration.state in OPEN and registration.email:
                if person in seen:
                    yield f"I10 {person} twice"
                seen.add(person)

    def _queue(self) -> Iterator[str]:
        """I9: nobody waits whose places would fit."""
        for registration in self.registrations:
            session = self.sessions[registration.session_id]
            if not registration.is_queued or session.is_cancelled or session.has_begun:
                continue
            if all(self.pools[pool].fits(registration.places) for pool in self.route(registration)):
                yield f"I9 registration {registration.pk} waits although there is room"
