"""Registering: a place, the waiting list, or a reason."""

from __future__ import annotations

import pytest
import time_machine
from django.utils import timezone

from core.mail.models import OutboxMessage
from plugins.workshops.domain.cancelling import cancel
from plugins.workshops.domain.confirming import confirm
from plugins.workshops.domain.registering import register
from plugins.workshops.domain.scheduling import call_off_session, reschedule
from plugins.workshops.errors import RegistrationError
from plugins.workshops.models import Claim, Registration
from plugins.workshops.states import AddressCheck, State
from tests.plugins.workshops.factories import DAY, HOUR, book, fresh, look, make_session, pool_of, states, wish
from tests.plugins.workshops.invariants import violations

pytestmark = pytest.mark.django_db


def kinds_of_mail() -> list[str]:
    return [
        kind.removeprefix("workshops.") for kind in OutboxMessage.objects.order_by("pk").values_list("kind", flat=True)
    ]


def test_a_free_place_is_taken_at_once():
    session = make_session(capacity=2)
    outcome = book(session, "Ada Beispiel", places=2)
    registration = fresh(outcome.registration)
    assert outcome.state == registration.state == State.CONFIRMED
    assert [(claim.pool_id, claim.places) for claim in Claim.objects.all()] == [(pool_of(session).pk, 2)]
    assert pool_of(session).taken == 2
    assert [(entry.number, entry.before, entry.after) for entry in registration.audit.all()] == [(1, "", "confirmed")]
    assert kinds_of_mail() == ["confirmed"]
    assert violations() == []


def test_when_all_places_are_taken_people_wait_in_order():
    session = make_session(capacity=1)
    names = ["Ada", "Bert", "Cem"]
    outcomes = [book(session, name) for name in names]
    assert [outcome.state for outcome in outcomes] == [State.CONFIRMED, State.WAITING, State.WAITING]
    waiting = Registration.objects.filter(state=State.WAITING).order_by("queue_key", "pk")
    assert [registration.name for registration in waiting] == ["Bert", "Cem"]
    assert (pool_of(session).taken, pool_of(session).waiting) == (1, 2)
    assert kinds_of_mail() == ["confirmed", "waiting", "waiting"]
    assert violations() == []


def test_without_waiting_list_it_is_full():
    session = make_session(capacity=1, waiting_list=False)
    book(session)
    with pytest.raises(RegistrationError, match="full"):
        book(session)
    assert states(session) == ["confirmed"]


def test_no_limit_means_everybody_gets_a_place():
    session = make_session(capacity=None)
    assert [book(session, places=4).state for _person in range(5)] == [State.CONFIRMED] * 5
    assert violations() == []


def test_the_same_form_sent_twice_is_one_registration():
    session = make_session(capacity=1)
    asked = wish("Ada")
    first, second = register(look(session), asked), register(look(session), asked)
    assert first.registration == second.registration
    assert first.state == second.state == State.CONFIRMED
    assert (states(session), kinds_of_mail()) == (["confirmed"], ["confirmed"])


def test_the_same_form_shows_its_first_outcome_also_later():
    session = make_session(capacity=1)
    book(session, "Ada")
    asked = wish("Bert")
    register(look(session), asked)
    Registration.objects.filter(name="Bert").update(state=State.CANCELLED)
    assert register(look(session), asked).state == State.WAITING


def test_a_second_registration_of_a_person_changes_nothing_and_is_told_by_mail_only():
    session = make_session(capacity=3)
    book(session, "Ada Beispiel", email="ada@example.org")
    again = book(session, "  ada   BEISPIEL ", email="ada@example.org", places=2)
    stranger = book(session, "Bert", email="bert@example.org")
    assert (again.state, again.registration) == (State.CONFIRMED, None)
    assert again.state == stranger.state
    assert kinds_of_mail() == ["confirmed", "again", "confirmed"]
    assert pool_of(session).taken == 2
    assert violations() == []


def test_whoever_is_registered_gets_the_answer_of_a_stranger_also_when_it_is_full():
    session = make_session(capacity=1)
    book(session, "Ada", email="ada@example.org")
    assert book(session, "Ada", email="ada@example.org").state == State.WAITING
    assert kinds_of_mail() == ["confirmed", "again"]


def test_a_household_shares_a_mailbox():
    session = make_session(capacity=2)
    for name in ("Ada Beispiel", "Bert Beispiel"):
        book(session, name, email="beispiel@example.org")
    assert states(session) == ["confirmed", "confirmed"]


def test_without_mail_address_a_telephone_number_is_enough():
    session = make_session(capacity=1)
    registration = fresh(book(session, "Ada", email="", phone="0621 555 01").registration)
    assert registration.state == State.CONFIRMED
    assert len(registration.code) == 10
    assert OutboxMessage.objects.count() == 0
    assert violations() == []


def test_after_a_cancellation_one_may_register_again():
    session = make_session(capacity=1)
    first = fresh(book(session, "Ada").registration)
    Registration.objects.filter(pk=first.pk).update(state=State.EXPIRED)
    Claim.objects.all().delete()
    type(pool_of(session)).objects.update(taken=0)
    assert book(session, "Ada").state == State.CONFIRMED


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"starts_in": -HOUR}, "past"),
        ({"starts_in": 5 * HOUR, "closes_hours_before": 6}, "closed"),
    ],
)
def test_after_the_end_of_registration_nobody_registers(settings, code):
    with pytest.raises(RegistrationError, match=code):
        book(make_session(**settings))


def test_registration_opens_and_closes_at_its_hours():
    session = make_session()
    session.registration_opens_at = timezone.now() + DAY
    session.registration_closes_at = timezone.now() + 2 * DAY
    session.save()
    with pytest.raises(RegistrationError, match="not_yet"):
        book(session)
    with time_machine.travel(timezone.now() + DAY + HOUR, tick=False):
        assert book(session).state == State.CONFIRMED
    with time_machine.travel(timezone.now() + 2 * DAY, tick=False), pytest.raises(RegistrationError, match="closed"):
        book(session)


def test_a_cancelled_session_takes_nobody():
    session = make_session()
    call_off_session(session)
    with pytest.raises(RegistrationError, match="cancelled"):
        book(session)


@pytest.mark.parametrize(("capacity", "code"), [(10, "too_many"), (3, "too_large")])
def test_more_places_than_allowed_or_than_there_are_are_refused(capacity, code):
    session = make_session(capacity=capacity, max_places=5)
    with pytest.raises(RegistrationError, match=code):
        book(session, places=6 if code == "too_many" else 4)


def test_with_hold_a_place_waits_for_the_confirmation():
    session = make_session(capacity=1, address_check=AddressCheck.HOLD, hold_minutes=30)
    registration = fresh(book(session).registration)
    assert registration.state == State.UNCONFIRMED
    assert dt_minutes(registration) == 30
    assert kinds_of_mail() == ["confirm"]
    assert violations() == []


def dt_minutes(registration: Registration) -> int:
    return round((registration.expires_at - registration.created_at).total_seconds() / 60)


def test_with_hold_nobody_is_in_the_queue_before_confirming():
    session = make_session(capacity=1, address_check=AddressCheck.HOLD)
    book(session)
    registration = fresh(book(session).registration)
    assert registration.state == State.WAITING
    assert not registration.is_queued
    assert pool_of(session).waiting == 0
    assert kinds_of_mail() == ["confirm", "confirm"]
    assert violations() == []


def test_hold_does_not_stop_people_without_mail_address():
    session = make_session(capacity=1, address_check=AddressCheck.HOLD)
    assert book(session, "Ada", email="", phone="0621 555 01").state == State.CONFIRMED


def test_an_unanswered_registration_whose_time_is_over_does_not_bar_its_person():
    session = make_session(capacity=1, address_check=AddressCheck.HOLD, hold_minutes=30)
    book(session, "Ada")
    with time_machine.travel(timezone.now() + HOUR):
        assert book(session, "Ada").state == State.UNCONFIRMED
        assert states(session) == ["expired", "unconfirmed"]
        assert violations() == []


def test_a_small_party_passes_a_large_one_that_does_not_fit():
    session = make_session(capacity=3)
    book(session, places=2)
    large = fresh(book(session, "Gruppe", places=3).registration)
    small = book(session, "Einzeln", places=1)
    assert (large.state, small.state) == (State.WAITING, State.CONFIRMED)
    assert violations() == []


def test_a_date_that_was_moved_meanwhile_is_in_the_confirmation():
    session = make_session(capacity=1)
    seen = look(session)
    date = session.dates.get()
    reschedule(date, starts_at=date.starts_at + DAY, ends_at=date.ends_at + DAY)
    register(seen, wish("Ada"))
    mail = OutboxMessage.objects.get(kind="workshops.confirmed")
    assert f"{timezone.localtime(date.starts_at + DAY):%Y%m%dT%H%M%S}" in mail.calendar
    assert states(session) == ["confirmed"]


def test_an_answer_that_was_read_before_something_changed_is_refused():
    registration = fresh(book(make_session(address_check=AddressCheck.HOLD)).registration)
    stale = fresh(registration)
    cancel(registration)
    with pytest.raises(RegistrationError, match="changed"):
        confirm(stale)
    assert fresh(registration).state == State.CANCELLED
    assert violations() == []


def test_the_place_that_somebody_else_was_faster_to_take_becomes_a_place_in_the_queue():
    session = make_session(capacity=1)
    seen = look(session)
    book(session, "Schnell")
    assert register(seen, wish("Langsam")).state == State.WAITING
    assert violations() == []


def test_a_session_that_was_called_off_meanwhile_takes_nobody():
    session = make_session(capacity=1)
    seen = look(session)
    call_off_session(session)
    with pytest.raises(RegistrationError, match="cancelled"):
        register(seen, wish())
    assert states(session) == []


def test_no_more_queries_than_needed(django_assert_max_num_queries):
    """Two of them begin and end the transaction of the test's savepoint."""
    session = make_session(capacity=5)
    seen = look(session)
    with django_assert_max_num_queries(12):
        register(seen, wish())
