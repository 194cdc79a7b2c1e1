"""Whatever people, the organisation and the clock do, in whatever order: the invariants of registrations hold.

Promotion is tested without the sweeper: it must happen in the transaction that frees a place, not a minute later.
"""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.mail.models import OutboxMessage
from plugins.workshops.domain import cancelling, confirming
from plugins.workshops.domain.capacity import check_pools, open_pool, set_capacity
from plugins.workshops.domain.looking import look_at
from plugins.workshops.domain.promoting import promote_all
from plugins.workshops.domain.registering import Wish, register
from plugins.workshops.domain.scheduling import call_off_session, reschedule
from plugins.workshops.domain.sweeping import expire_due
from plugins.workshops.errors import RegistrationError
from plugins.workshops.models import CapacityPool, Registration, Session, SessionPool
from plugins.workshops.states import OPEN, AddressCheck, State
from tests.plugins.workshops.factories import DAY, HOUR, make_session, make_workshop
from tests.plugins.workshops.invariants import violations

pytestmark = pytest.mark.django_db

START = dt.datetime(2026, 10, 1, 10, tzinfo=dt.UTC)
EXAMPLES = 150 if os.environ.get("TEST_FULL") else 25

which = st.integers(0, 30)
sizes = st.sampled_from([1, 1, 1, 2, 3])
ANSWERS = {
    "confirm": confirming.confirm,
    "accept": confirming.accept_offer,
    "decline": confirming.decline_offer,
    "cancel": cancelling.cancel,
    "disown": cancelling.disown,
    "fewer": lambda registration: cancelling.give_places_back(registration, 1),
}


class Registrations(RuleBasedStateMachine):
    """A crowded session, and one with two dates that wants addresses confirmed first."""

    strictly_promoted = True

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = time_machine.travel(START, tick=False)
        self.now = self.clock.start()
        self.wishes: list[tuple[int, Wish]] = []
        self.open_pages: list[Registration] = []
        self.before: dict[int, Registration] = {}

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(
        capacities=st.tuples(st.integers(1, 3), st.integers(2, 4)), crowd=st.lists(sizes, min_size=6, max_size=10)
    )
    def begin(self, capacities: tuple[int, int], crowd: list[int]) -> None:
        """A workshop for which more people have registered than it has places."""
        self.sessions = self.plan(*capacities)
        for person, places in enumerate(crowd):
            self.register(person % 2, person, places, person % 5 == 4)

    def plan(self, small: int, large: int) -> list[Session]:
        workshop = make_workshop()
        hold = {"address_check": AddressCheck.HOLD, "hold_minutes": 600, "dates": 2}
        return [
            make_session(small, workshop=workshop, starts_in=20 * DAY),
            make_session(large, workshop=workshop, starts_in=10 * DAY, **hold),
        ]

    # -- people -----------------------------------------------------------------------------------

    @rule(session=st.integers(0, 1), person=st.integers(0, 12), places=sizes, by_phone=st.booleans())
    def register(self, session: int, person: int, places: int, by_phone: bool) -> None:
        reach = {"phone": "0621 555 01"} if by_phone else {"email": f"p{person}@example.org"}
        wish = Wish(name=f"Person {person}", places=places, **reach)
        self.wishes.append((session, wish))
        self._register(session, wish)

    @rule(earlier=which)
    def send_again(self, earlier: int) -> None:
        """I12: the same form sent again changes nothing."""
        session, wish = self.wishes[earlier % len(self.wishes)]
        known = Registration.objects.filter(idempotency_key=wish.key).exists()
        before = self._everything()
        self._register(session, wish)
        assert not known or self._everything() == before, "I12"

    def _register(self, session: int, wish: Wish) -> None:
        with suppress(RegistrationError):
            register(look_at(self.sessions[session].key), wish)

    @rule(answers=st.lists(st.tuples(which, st.sampled_from([*ANSWERS, "cancel", "cancel"])), min_size=1, max_size=8))
    def answer(self, answers: list[tuple[int, str]]) -> None:
        """People whose registrations are open do something about them, one after the other."""
        for who, answer in answers:
            if people := list(Registration.objects.filter(state__in=OPEN).order_by("pk")):
                registration = people[who % len(people)]
                self.open_pages.append(Registration.objects.get(pk=registration.pk))
                self._answer(answer, registration)
                self.check()

    @precondition(lambda self: self.open_pages)
    @rule(who=which, answer=st.sampled_from([*ANSWERS]))
    def answer_with_an_old_page(self, who: int, answer: str) -> None:
        """What was read long ago never wins over what is true now."""
        self._answer(answer, self.open_pages[who % len(self.open_pages)])

    def _answer(self, answer: str, registration: Registration) -> None:
        # A savepoint, as a refused answer must leave nothing behind.
        with suppress(RegistrationError), transaction.atomic():
            ANSWERS[answer](registration)

    # -- the organisation -------------------------------------------------------------------------

    @rule(pool=st.integers(0, 1), capacity=st.none() | st.integers(0, 6))
    def set_capacity(self, pool: int, capacity: int | None) -> None:
        set_capacity(CapacityPool.objects.order_by("pk")[pool], capacity)

    @rule(session=st.integers(0, 1), days=st.sampled_from([-2, 0, 3, 100]))
    def change_the_date(self, session: int, days: int) -> None:
        """Move a date, save a stale form (I20: it changes no counter and calls nothing back), or call all off."""
        form = self.sessions[session]
        date = form.dates.order_by("pk").first()
        if days == 100:
            call_off_session(form)
        elif days and date.starts_at + days * DAY > timezone.now():
            reschedule(date, starts_at=date.starts_at + days * DAY, ends_at=date.ends_at + days * DAY)
        before, status = list(CapacityPool.objects.order_by("pk").values()), Session.objects.get(pk=form.pk).status
        form.save()
        assert list(CapacityPool.objects.order_by("pk").values()) == before, "I20"
        assert Session.objects.get(pk=form.pk).status == status, "I20"

    # -- the clock --------------------------------------------------------------------------------

    @rule(hours=st.sampled_from([3, 30, 60]), swept=st.booleans())
    def time_goes_by(self, hours: int, swept: bool) -> None:
        self.now.shift(hours * HOUR)
        if swept:
            expire_due()
            assert not Registration.objects.filter(expires_at__lte=timezone.now()).exists(), "I14"

    # -- what must be true ------------------------------------------------------------------------

    @invariant()
    def check(self) -> None:
        """No invariant is broken, and nobody was overtaken."""
        assert violations(strictly_promoted=self.strictly_promoted) == []
        now = {one.pk: one for one in Registration.objects.all()}
        for pk, before in self.before.items():
            if before.is_queued and now[pk].state == State.OFFERED:
                assert not any(self._overtaken(other, now[other.pk], now[pk]) for other in self.before.values()), "I11"
        self.before = now

    def _overtaken(self, before: Registration, now: Registration, lucky: Registration) -> bool:
        """I11: an offer goes to the longest waiting of those who need no more places."""
        waits = before.is_queued and now.is_queued and before.session_id == lucky.session_id
        return waits and (before.queue_key, before.pk) < (lucky.queue_key, lucky.pk) and now.places <= lucky.places

    def _everything(self) -> tuple[object, ...]:
        rows = (Registration, CapacityPool)
        return (*[list(model.objects.order_by("pk").values()) for model in rows], OutboxMessage.objects.count())


class SharedPools(Registrations):
    """Two sessions that also share the places of a house: who needs a pool nobody has locked waits for the sweeper."""

    strictly_promoted = False

    def plan(self, small: int, large: int) -> list[Session]:
        workshop = make_workshop()
        sessions = [make_session(capacity, workshop=workshop) for capacity in (small, large)]
        house = open_pool(sessions[0], large)
        SessionPool.objects.create(session=sessions[1], pool=house)
        return sessions

    @rule()
    def sweep(self) -> None:
        promote_all()
        assert violations() == []
        assert check_pools() == []


@pytest.mark.parametrize("machine", [Registrations, SharedPools])
def test_invariants(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=15,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
