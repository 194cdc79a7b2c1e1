"""The waiting list: who is offered a freed place, until when, and what comes of it. The sweeper never runs here."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from core.mail.models import OutboxMessage
from plugins.workshops.domain.cancelling import cancel, give_places_back
from plugins.workshops.domain.capacity import check_pools, open_pool, set_capacity
from plugins.workshops.domain.confirming import accept_offer, confirm, decline_offer
from plugins.workshops.domain.promoting import offer_deadline, promote_all
from plugins.workshops.domain.queueing import position_of
from plugins.workshops.domain.sweeping import expire_due
from plugins.workshops.errors import RegistrationError
from plugins.workshops.models import CapacityPool, Registration, SessionPool
from plugins.workshops.states import AddressCheck, State
from tests.plugins.workshops.factories import DAY, HOUR, book, fresh, make_session, make_workshop, pool_of, states
from tests.plugins.workshops.invariants import violations

pytestmark = pytest.mark.django_db


def named(name: str) -> Registration:
    return fresh(Registration.objects.get(name=name))


def last_kind() -> str:
    return OutboxMessage.objects.latest("pk").kind


def test_a_cancelled_place_is_offered_to_the_longest_waiting():
    session = make_session(capacity=1)
    for name in ("Ada", "Bert", "Cem"):
        book(session, name)
    cancel(named("Ada"))
    assert states(session) == ["cancelled", "offered", "waiting"]
    assert [position_of(named(name)) for name in ("Bert", "Cem")] == [None, 1]
    assert (pool_of(session).taken, pool_of(session).waiting) == (1, 1)
    assert violations() == []


def test_an_accepted_offer_is_a_place():
    session = make_session(capacity=1)
    book(session, "Ada")
    book(session, "Bert")
    cancel(named("Ada"))
    accept_offer(named("Bert"))
    assert named("Bert").state == State.CONFIRMED
    assert last_kind() == "workshops.confirmed"
    assert accept_offer(named("Bert")).state == State.CONFIRMED  # pressing twice
    assert OutboxMessage.objects.filter(kind="workshops.confirmed", to="bert@example.org").count() == 1
    assert violations() == []


def test_a_declined_offer_goes_to_the_next():
    session = make_session(capacity=1)
    for name in ("Ada", "Bert", "Cem"):
        book(session, name)
    cancel(named("Ada"))
    decline_offer(named("Bert"))
    assert states(session) == ["cancelled", "cancelled", "offered"]
    assert violations() == []


def test_an_unanswered_offer_goes_to_the_next_and_cannot_be_accepted_any_more():
    session = make_session(capacity=1, offer_hours=24)
    for name in ("Ada", "Bert", "Cem"):
        book(session, name)
    cancel(named("Ada"))
    late = named("Bert")
    with time_machine.travel(timezone.now() + 3 * DAY):
        with pytest.raises(RegistrationError, match="overdue"):
            accept_offer(late)
        assert expire_due() == 1
        assert expire_due() == 0
        assert states(session) == ["cancelled", "expired", "offered"]
        assert "workshops.offer_over" in OutboxMessage.objects.values_list("kind", flat=True)
        with pytest.raises(RegistrationError, match="overdue"):
            accept_offer(named("Bert"))
    assert violations() == []


def test_a_group_that_does_not_fit_lets_a_single_person_pass_and_keeps_its_turn():
    session = make_session(capacity=3)
    book(session, "Ada", places=2)
    book(session, "Eva", places=1)
    book(session, "Gruppe", places=3)
    book(session, "Bert", places=1)
    cancel(named("Eva"))
    assert [named(name).state for name in ("Gruppe", "Bert")] == [State.WAITING, State.OFFERED]
    cancel(named("Ada"))
    cancel(named("Bert"))
    assert named("Gruppe").state == State.OFFERED
    assert violations() == []


def test_returned_places_are_offered():
    session = make_session(capacity=3)
    book(session, "Ada", places=3)
    book(session, "Bert", places=2)
    give_places_back(named("Ada"), 1)
    assert (named("Ada").places, named("Bert").state) == (1, State.OFFERED)
    with pytest.raises(RegistrationError, match="only_fewer"):
        give_places_back(named("Ada"), 2)
    assert violations() == []


def test_whoever_needs_fewer_places_may_fit_at_once():
    session = make_session(capacity=3)
    book(session, "Ada", places=2)
    book(session, "Gruppe", places=3)
    give_places_back(named("Gruppe"), 1)
    assert named("Gruppe").state == State.OFFERED
    assert violations() == []


def test_more_capacity_is_offered_at_once():
    session = make_session(capacity=1)
    for name in ("Ada", "Bert", "Cem"):
        book(session, name)
    assert [registration.name for registration in set_capacity(pool_of(session), 2)] == ["Bert"]
    assert [registration.name for registration in set_capacity(pool_of(session), None)] == ["Cem"]
    assert violations() == []


def test_less_capacity_takes_nobodys_place_and_is_made_up_by_cancellations():
    session = make_session(capacity=3)
    for name in ("Ada", "Bert", "Cem"):
        book(session, name)
    set_capacity(pool_of(session), 1)
    assert (pool_of(session).taken, pool_of(session).overbooked) == (3, 2)
    book(session, "Dora")
    cancel(named("Ada"))
    assert (pool_of(session).overbooked, named("Dora").state) == (1, State.WAITING)
    cancel(named("Bert"))
    cancel(named("Cem"))
    assert (pool_of(session).overbooked, named("Dora").state) == (0, State.OFFERED)
    assert violations() == []


def test_with_hold_the_queue_begins_with_the_confirmation():
    session = make_session(capacity=1, address_check=AddressCheck.HOLD)
    book(session, "Ada")
    confirm(named("Ada"))
    book(session, "Bert")
    book(session, "Cem")
    confirm(named("Cem"))
    confirm(named("Bert"))
    assert confirm(named("Bert")).state == State.WAITING  # pressing twice
    cancel(named("Ada"))
    assert [named(name).state for name in ("Bert", "Cem")] == [State.WAITING, State.OFFERED]
    assert violations() == []


def test_confirming_into_the_queue_while_a_place_is_free_brings_the_offer():
    session = make_session(capacity=1, address_check=AddressCheck.HOLD)
    book(session, "Ada")
    book(session, "Bert")
    cancel(named("Ada"))
    assert named("Bert").state == State.WAITING
    assert confirm(named("Bert")).state == State.OFFERED
    assert last_kind() == "workshops.offer"
    assert violations() == []


def test_an_unconfirmed_place_is_free_again_after_its_time():
    session = make_session(capacity=1, address_check=AddressCheck.HOLD, hold_minutes=60)
    book(session, "Ada")
    book(session, "Bert")
    confirm(named("Bert"))
    with time_machine.travel(timezone.now() + 2 * HOUR):
        expire_due()
        assert states(session) == ["expired", "offered"]
        with pytest.raises(RegistrationError, match="overdue"):
            confirm(named("Ada"))
        # An address that nobody confirmed gets no second mail.
        assert OutboxMessage.objects.filter(to="ada@example.org").count() == 1
        assert violations() == []


def test_when_the_workshop_begins_the_waiting_list_ends():
    session = make_session(capacity=1, starts_in=2 * DAY)
    book(session, "Ada")
    book(session, "Bert")
    with time_machine.travel(timezone.now() + 2 * DAY + HOUR):
        cancel(named("Ada"))
        assert expire_due() == 1
    assert states(session) == ["cancelled", "expired"]
    assert last_kind() == "workshops.waiting_over"
    assert violations() == []


def test_sessions_that_share_places_serve_each_other_with_the_next_sweep():
    workshop = make_workshop()
    morning, evening = make_session(5, workshop=workshop), make_session(5, workshop=workshop)
    house = open_pool(morning, 1)
    SessionPool.objects.create(session=evening, pool=house)
    book(morning, "Ada")
    book(evening, "Bert")
    cancel(named("Ada"))
    assert named("Bert").state == State.WAITING  # serving him needs a lock that the cancellation does not hold
    assert promote_all() == 1
    assert named("Bert").state == State.OFFERED
    assert promote_all() == 0
    assert violations() == []


def test_sessions_that_share_places_are_served_in_one_order():
    """Nobody slips in between a cancellation and the sweeper, in whichever session."""
    workshop = make_workshop()
    sessions = [make_session(5, workshop=workshop) for _session in range(3)]
    house = open_pool(sessions[0], 1)
    for session in sessions[1:]:
        SessionPool.objects.create(session=session, pool=house)
    book(sessions[0], "Ada")
    book(sessions[2], "Bert")
    book(sessions[0], "Emil")
    cancel(named("Ada"))
    assert named("Emil").state == State.WAITING
    assert book(sessions[0], "Cem").state == State.WAITING
    assert book(sessions[1], "Dora").state == State.WAITING
    assert promote_all() == 1
    assert named("Bert").state == State.OFFERED
    assert {named(name).state for name in ("Emil", "Cem", "Dora")} == {State.WAITING}
    assert violations() == []


@pytest.mark.parametrize(
    ("now", "start", "until"),
    [
        ("2026-10-05 12:00", "2026-11-05 18:00", "2026-10-07 12:00"),  # two days
        ("2026-10-05 23:00", "2026-11-05 18:00", "2026-10-08 08:00"),  # not at night
        ("2026-10-05 05:00", "2026-11-05 18:00", "2026-10-07 08:00"),  # nor before breakfast
        ("2026-10-05 10:00", "2026-10-06 10:00", "2026-10-05 16:00"),  # a quarter of what is left
        ("2026-10-05 16:00", "2026-10-05 18:00", "2026-10-05 17:00"),  # an hour at least
        ("2026-10-05 17:30", "2026-10-05 18:00", "2026-10-05 18:00"),  # and never after the beginning
        ("2026-10-24 12:00", "2026-11-24 18:00", "2026-10-26 11:00"),  # 48 hours over the end of summer time
    ],
)
def test_how_long_an_offer_lasts(now, start, until):
    berlin = ZoneInfo("Europe/Berlin")

    def moment(text: str) -> dt.datetime:
        return dt.datetime.fromisoformat(text).replace(tzinfo=berlin)

    with time_machine.travel(moment(now), tick=False):
        session = make_session(starts_in=moment(start).astimezone(dt.UTC) - timezone.now())
        assert offer_deadline(session) == moment(until)


def test_counters_that_drifted_are_found_and_repaired(capsys):
    from django.core.management import call_command

    session = make_session(capacity=2)
    book(session, "Ada", places=2)
    book(session, "Bert")
    CapacityPool.objects.update(taken=0, waiting=5)
    assert [(drift.counter, drift.stored, drift.true) for drift in check_pools()] == [
        ("taken", 0, 2),
        ("waiting", 5, 1),
    ]
    call_command("check_pools", "--repair")
    assert check_pools() == []
    assert violations() == []


def test_the_number_of_queries_of_a_promotion_does_not_grow_with_those_who_wait(django_assert_max_num_queries):
    session = make_session(capacity=1)
    book(session, "Ada")
    for _person in range(5):
        book(session)
    ada = named("Ada")
    with django_assert_max_num_queries(31):
        cancel(ada)
