"""Whatever people, the organisation and the clock do, in whatever order: the invariants of registrations hold.

Promotion is tested without the sweeper: it must happen in the transaction that frees a place, not a minute later.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from plugins.workshops.domain import cancelling, confirming
from plugins.workshops.domain.capacity import check_pools, open_pool, set_capacity
from plugins.workshops.domain.looking import look_at
from plugins.workshops.domain.promoting import promote_all
from plugins.workshops.domain.registering import Wish, register
from plugins.workshops.domain.scheduling import call_off_session, reschedule
from plugins.workshops.domain.sweeping import expire_due
from plugins.workshops.errors import RegistrationError
from plugins.workshops.models import CapacityPool, Registration, Session, SessionPool
from plugins.workshops.states import AddressCheck, State

from core.mail.models import OutboxMessage
from tests.plugins.workshops.factories import DAY, HOUR, make_session, make_workshop
from tests.plugins.workshops.invariants import violations

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 10, 1, 10, tzinfo=dt.UTC)

which = st.integers(0, 50)
places = st.integers(1, 3)


class Registrations(RuleBasedStateMachine):
    """Two sessions with places of their own, one of which wants addresses confirmed first."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = time_machine.travel(START, tick=False)
        self.now = self.clock.start()
        self.wishes: list[tuple[int, Wish]] = []
        self.stale: list[Registration] = []
        self.queue_before: dict[int, Registration] = {}

    @initialize(small=st.integers(1, 3), large=st.integers(2, 6))
    def plan(self, small: int, large: int) -> None:
        workshop = make_workshop()
        self.sessions = [
            make_session(small, workshop=workshop, starts_in=20 * DAY),
            make_session(large, workshop=workshop, starts_in=10 * DAY, address_check=AddressCheck.HOLD, dates=2),
        ]

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    # -- people ------------------------------------------------------------------------------------------------------

    @rule(session=which, person=st.integers(0, 7), places=places, mail=st.booleans())
    def register(self, session: int, person: int, places: int, mail: bool) -> None:
        chosen = session % len(self.sessions)
        reach = {"email": f"p{person}@example.org"} if mail or person else {"phone": "0621 555 01"}
        wish = Wish(name=f"Person {person}", places=places, **reach)
        self.wishes.append((chosen, wish))
        self._register(chosen, wish)

    @rule(earlier=which)
    def send_again(self, earlier: int) -> None:
        """I12: the same form sent again changes nothing."""
        if not self.wishes:
            return
        chosen, wish = self.wishes[earlier % len(self.wishes)]
        known = Registration.objects.filter(idempotency_key=wish.key).exists()
        before = self._everything()
        self._register(chosen, wish)
        if known:
            assert self._everything() == before

    def _register(self, chosen: int, wish: Wish) -> None:
        with suppress(RegistrationError):
            register(look_at(self.sessions[chosen].key), wish)

    @rule(who=which, action=st.sampled_from(["confirm", "accept_offer", "decline_offer", "cancel", "disown"]))
    def answer(self, who: int, action: str) -> None:
        if registration := self._somebody(who):
            self._act(action, registration)

    @rule(who=which, action=st.sampled_from(["confirm", "accept_offer", "cancel"]))
    def answer_with_an_old_page(self, who: int, action: str) -> None:
        """What was read long ago must never win over what is true now."""
        if self.stale:
            self._act(action, self.stale[who % len(self.stale)])

    @rule(who=which)
    def keep_a_page_open(self, who: int) -> None:
        if registration := self._somebody(who):
            self.stale.append(registration)

    @rule(who=which, kept=st.integers(1, 2))
    def give_places_back(self, who: int, kept: int) -> None:
        if registration := self._somebody(who):
            with suppress(RegistrationError):
                cancelling.give_places_back(registration, kept)

    def _act(self, action: str, registration: Registration) -> None:
        module = confirming if hasattr(confirming, action) else cancelling
        with suppress(RegistrationError), transaction.atomic():
            getattr(module, action)(registration)

    def _somebody(self, who: int) -> Registration | None:
        everybody = list(Registration.objects.select_related("session").order_by("pk"))
        return everybody[who % len(everybody)] if everybody else None

    # -- the organisation ----------------------------------------------------------------------------------------------

    @rule(pool=which, capacity=st.none() | st.integers(0, 6))
    def set_capacity(self, pool: int, capacity: int | None) -> None:
        pools = list(CapacityPool.objects.order_by("pk"))
        set_capacity(pools[pool % len(pools)], capacity)

    @rule(session=which, waiting_list=st.booleans())
    def save_a_stale_form(self, session: int, waiting_list: bool) -> None:
        """I20: what an editor saves changes no counter and calls nothing back."""
        form = self.sessions[session % len(self.sessions)]
        counters = list(CapacityPool.objects.order_by("pk").values())
        status = Session.objects.get(pk=form.pk).status
        form.waiting_list = waiting_list
        form.save()
        assert list(CapacityPool.objects.order_by("pk").values()) == counters
        assert Session.objects.get(pk=form.pk).status == status

    @rule(session=which, days=st.integers(-2, 3))
    def reschedule(self, session: int, days: int) -> None:
        date = self.sessions[session % len(self.sessions)].dates.order_by("pk").first()
        if date.starts_at + days * DAY > timezone.now():
            reschedule(date, starts_at=date.starts_at + days * DAY, ends_at=date.ends_at + days * DAY)

    @rule(session=which, sure=st.integers(0, 5))
    def call_off(self, session: int, sure: int) -> None:
        if sure == 0:
            call_off_session(self.sessions[session % len(self.sessions)])

    # -- the clock -----------------------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 3, 30, 60]))
    def time_goes_by(self, hours: int) -> None:
        self.now.shift(hours * HOUR)

    @rule()
    def expire_due(self) -> None:
        expire_due()
        overdue = Registration.objects.filter(expires_at__lte=timezone.now())
        assert not overdue.exists(), "I14"

    # -- what must be true ---------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_broken(self) -> None:
        assert violations(strictly_promoted=self.strictly_promoted) == []
        assert check_pools() == []

    strictly_promoted = True

    @invariant()
    def nobody_is_overtaken(self) -> None:
        """I11: an offer goes to the longest waiting of those who need no more places."""
        now = {one.pk: one for one in Registration.objects.all()}
        for pk, before in self.queue_before.items():
            if before.is_queued and now[pk].state == State.OFFERED:
                for other in self.queue_before.values():
                    assert not self._was_overtaken(other, now[other.pk], now[pk]), "I11"
        self.queue_before = now

    def _was_overtaken(self, before: Registration, now: Registration, lucky: Registration) -> bool:
        still = before.is_queued and now.is_queued and before.session_id == lucky.session_id
        return still and (before.queue_key, before.pk) < (lucky.queue_key, lucky.pk) and now.places <= lucky.places

    def _everything(self) -> tuple[object, ...]:
        rows = (Registration, CapacityPool)
        return (*[list(model.objects.order_by("pk").values()) for model in rows], OutboxMessage.objects.count())


class SharedPools(Registrations):
    """Two sessions that share the places of a house; who waits for two pools may have to wait for the sweeper."""

    strictly_promoted = False

    @initialize(small=st.integers(1, 3), large=st.integers(2, 6))
    def plan(self, small: int, large: int) -> None:
        workshop = make_workshop()
        self.sessions = [make_session(capacity, workshop=workshop) for capacity in (small, large)]
        house = open_pool(self.sessions[0], large)
        SessionPool.objects.create(session=self.sessions[1], pool=house)

    @rule()
    def sweep(self) -> None:
        promote_all()
        assert violations() == []


@pytest.mark.parametrize("machine", [Registrations, SharedPools])
def test_invariants(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40, stateful_step_count=25, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        ),
    )
