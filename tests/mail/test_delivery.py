"""Delivery through a real mail server: what is sent, what is tried again, what is given up."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from core.mail import delivery
from core.mail.models import OutboxMessage
from core.mail.outbox import post

State = OutboxMessage.State


def after(**span: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**span), tick=True)


def test_a_mail_is_sent_once(posted, server):
    row = posted(to="mia@example.org", subject="Ihr Platz ist frei", text="Guten Tag,\nbis bald.\n")
    assert delivery.deliver(row.pk) == "sent"
    assert delivery.deliver(row.pk) == "nothing to do"
    assert delivery.sweep() == 0
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"]) == ("mia@example.org", "Ihr Platz ist frei")
    assert mail.get_body(("plain",)).get_content() == "Guten Tag,\nbis bald.\n"
    row.refresh_from_db()
    assert (row.state, row.attempts, row.repeated, row.last_error) == (State.SENT, 1, 0, "")
    assert row.sent_at
    assert row.leased_until is None


def test_the_oldest_goes_first_in_a_long_queue(posted, server):
    keys = [f"test:{number}" for number in range(30)]
    for key in keys:
        posted(key, subject=key)
    assert delivery.sweep() == 30
    assert [mail["Subject"] for mail in server.mails] == keys


# -- the server is away or refuses ---


def test_a_server_that_is_away_costs_nothing(posted, no_server):
    row = posted()
    for _ in range(20):
        assert delivery.sweep() == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.QUEUED, 0)
    assert "nicht erreichbar" in row.last_error


def test_the_mail_goes_out_when_the_server_is_back(posted, no_server, settings, request):
    row = posted()
    assert delivery.deliver(row.pk) == "unreachable"
    server = request.getfixturevalue("server")
    assert delivery.sweep() == 1
    assert len(server.mails) == 1
    row.refresh_from_db()
    assert (row.state, row.last_error) == (State.SENT, "")


def test_a_sweep_ends_at_the_first_sign_that_no_server_is_there(posted, no_server, caplog):
    for number in range(5):
        posted(f"test:{number}")
    delivery.sweep()
    assert caplog.text.count("cannot be reached") == 1


def test_after_five_days_without_a_server_a_mail_is_given_up(posted, no_server):
    row = posted()
    with after(days=6):
        delivery.sweep()
    row.refresh_from_db()
    assert row.state == State.FAILED


def test_a_refused_log_in_counts_as_no_server(posted, server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "allmende", "secret"
    row = posted()
    assert delivery.deliver(row.pk) == "unreachable"
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.QUEUED, 0)


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_a_5xx_about_the_mail_is_final_and_keeps_the_reason(posted, server, command):
    server.answers[command] = "550 5.1.1 Empfänger unbekannt"
    row = posted()
    assert delivery.deliver(row.pk) == "failed"
    with after(days=1):
        assert delivery.sweep() == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.FAILED, 1)
    assert "550" in row.last_error
    assert "unbekannt" in row.last_error


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_4xx_is_tried_again(posted, server, command):
    server.answers[command] = "451 4.7.1 Greylisted"
    row = posted()
    assert delivery.deliver(row.pk) == "later"
    assert delivery.deliver(row.pk) == "nothing to do"
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.QUEUED, 1)
    assert "451 4.7.1 Greylisted" in row.last_error
    server.answers.clear()
    with after(seconds=40):
        assert delivery.sweep() == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.repeated) == (State.SENT, 2, 0)


def test_a_refused_sender_is_our_mistake_and_is_tried_again(posted, server):
    server.answers["MAIL"] = "550 5.7.1 Not you"
    assert delivery.deliver(posted().pk) == "later"


def test_the_pauses_grow_and_the_eighth_attempt_is_the_last(posted, server):
    server.answers["RCPT"] = "450 try later"
    row = posted()
    pauses, moment = [], timezone.now()
    for attempt in range(1, 9):
        with time_machine.travel(moment, tick=False):
            assert delivery.deliver(row.pk) == ("failed" if attempt == 8 else "later")
            row.refresh_from_db()
            if row.not_before:
                pauses.append(row.not_before - moment)
                assert delivery.deliver(row.pk) == "nothing to do"
                moment = row.not_before
    assert [pause.total_seconds() for pause in pauses] == [30, 120, 480, 1920, 7680, 30720, 86400]
    assert (row.state, row.attempts) == (State.FAILED, 8)


def test_one_refused_mail_does_not_hold_up_the_others(posted, server):
    row = posted("test:1")
    OutboxMessage.objects.update(to="kein Empfänger")
    posted("test:2")
    assert delivery.sweep() == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.QUEUED, 1)
    assert "ValueError" in row.last_error


def test_a_connection_that_breaks_after_the_data_counts_the_next_attempt(posted, server):
    server.cut_at.add("DATA")
    row = posted()
    assert delivery.deliver(row.pk) == "later"
    server.cut_at.clear()
    with after(seconds=40):
        assert delivery.sweep() == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.repeated) == (State.SENT, 2, 1)
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"] == row.message_id


def test_the_servers_words_about_a_person_are_not_logged(posted, server, caplog):
    server.answers["RCPT"] = "550 5.1.1 <mia@example.org> unknown"
    delivery.deliver(posted().pk)
    assert "mia@example.org" not in caplog.text
    assert "SMTPRecipientsRefused" in caplog.text


# -- several workers ---


@pytest.mark.django_db(transaction=True)
def test_many_workers_on_one_row_send_one_mail(posted, server):
    row = posted()
    outcomes = at_once(8, lambda: delivery.deliver(row.pk))
    assert outcomes.count("sent") == 1
    assert len(server.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_many_sweeps_at_once_send_each_mail_once(posted, server):
    for number in range(20):
        posted(f"test:{number}")
    assert sum(at_once(4, delivery.sweep)) == 20
    assert len({mail["Message-ID"] for mail in server.mails}) == len(server.mails) == 20


@pytest.mark.django_db(transaction=True)
def test_the_same_key_posted_by_many_at_once_is_one_row(message, server):
    def write() -> int:
        with transaction.atomic():
            return post(message("registration:1")).pk

    assert len(set(at_once(6, write))) == 1
    assert OutboxMessage.objects.count() == 1


def at_once(number, work):
    """Call `work` in as many threads at the same moment and return what each returned."""
    barrier, results = threading.Barrier(number), []

    def run() -> None:
        barrier.wait()
        try:
            results.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(results) == number
    return results


def test_a_claimed_mail_is_left_to_its_worker_until_the_claim_runs_out(posted, server):
    row = posted()
    assert delivery._claim(row.pk)
    assert delivery.sweep() == 0
    with after(minutes=6):
        assert delivery.sweep() == 1
    row.refresh_from_db()
    assert (row.attempts, row.repeated) == (2, 1)


def test_a_worker_that_was_too_slow_does_not_undo_what_another_has_done(posted, server):
    row = posted()
    slow = delivery._claim(row.pk)
    with after(minutes=6):
        assert delivery.deliver(row.pk) == "sent"
    delivery._note_failure(slow, TimeoutError())
    row.refresh_from_db()
    assert row.state == State.SENT


def test_a_mail_that_kills_every_worker_is_given_up(posted, server):
    row = posted()
    moment = timezone.now()
    for _ in range(8):
        with time_machine.travel(moment, tick=False):
            assert delivery._claim(row.pk)
        moment += timedelta(minutes=10)
    with time_machine.travel(moment, tick=False):
        assert delivery.sweep() == 0
    row.refresh_from_db()
    assert (row.state, row.attempts, row.repeated) == (State.FAILED, 8, 7)
    assert "8" in row.last_error
    assert server.mails == []


# -- dead letters ---


def test_a_dead_letter_can_be_tried_again(posted, server):
    server.answers["RCPT"] = "550 unknown"
    row = posted()
    delivery.deliver(row.pk)
    server.answers.clear()
    assert delivery.retry(row.pk)
    assert delivery.sweep() == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == (State.SENT, 1, "")


def test_only_dead_letters_with_words_can_be_tried_again(posted, server):
    row = posted()
    assert not delivery.retry(row.pk)
    OutboxMessage.objects.update(state=State.FAILED, to="")
    assert not delivery.retry(row.pk)
