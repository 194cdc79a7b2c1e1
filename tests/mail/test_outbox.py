import logging

import pytest
from django.db import transaction

from core.mail.models import OutboxMessage
from core.mail.outbox import message_id, one_line, post

State = OutboxMessage.State


def test_the_same_key_twice_is_one_mail(posted):
    first = posted("registration:1", subject="Ihr Platz")
    second = posted("registration:1", subject="Etwas anderes")
    assert first.pk == second.pk
    assert OutboxMessage.objects.get().subject == "Ihr Platz"


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_leaves_no_mail(message):
    with transaction.atomic():
        post(message())
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_redis_the_commit_succeeds_and_the_mail_waits(message, settings, caplog):
    settings.RQ_QUEUES = {"mail": {"URL": "redis://127.0.0.1:9/0"}}
    with caplog.at_level(logging.WARNING), transaction.atomic():
        post(message())
    assert OutboxMessage.objects.get().state == State.QUEUED
    assert "Redis is away" in caplog.text


@pytest.mark.django_db
def test_posting_takes_two_queries(message, django_assert_num_queries):
    with django_assert_num_queries(2):
        post(message())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Anna\r\nBcc: all@example.org", "Anna Bcc: all@example.org"),
        ("Anna\x00\x1b[1m", "Anna[1m"),
        ("Quar\xadtiers\xadtreff", "Quartierstreff"),
        ("a\u2028b\x85c\vd", "a b c d"),
        ("  Anna   Müller ", "Anna Müller"),
    ],
)
def test_what_becomes_a_header_is_one_line(text, line):
    assert one_line(text) == line


def test_headers_are_cleaned_when_the_message_is_made(message):
    made = message(subject="Neu\r\nBcc: x@example.org", sender_name="A\nB", reply_to="a@example.org\n")
    assert (made.subject, made.sender_name, made.reply_to) == ("Neu Bcc: x@example.org", "A B", "a@example.org")


@pytest.mark.parametrize(
    "to", ["", "mia", "mia@", "mia@example.org\r\nRCPT TO:<x@example.org>", f"{'m' * 300}@example.org"]
)
def test_an_impossible_address_is_a_dead_letter_and_no_error(posted, to):
    row = posted(to=to)
    assert row.state == State.FAILED
    assert row.last_error


def test_a_long_subject_is_shortened(posted):
    subject = posted(subject="x" * 300).subject
    assert len(subject) == 250
    assert subject.endswith("x…")


@pytest.mark.parametrize(
    "fields",
    [
        {"key": ""},
        {"key": "k" * 151},
        {"kind": ""},
        {"reference": "r" * 101},
        {"calendar": "BEGIN:VCALENDAR"},
        {"calendar_method": "REQUEST"},
        {"calendar": "BEGIN:VCALENDAR", "calendar_method": "REQUEST\r\nX: y"},
    ],
)
def test_a_message_that_cannot_be_meant_is_refused_at_once(message, fields):
    with pytest.raises(ValueError):
        message(**{"key": "test:1", **fields})


def test_the_message_id_follows_from_key_and_host(settings):
    settings.BASE_URL = "https://Buendnis.example.org:8443"
    assert message_id("a").endswith("@buendnis.example.org>")
    assert message_id("a") == message_id("a") != message_id("b")
    assert " " not in message_id("registration 1 <x>")


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("http://[::1]:8000", "[IPv6:::1]"),
        ("https://bündnis.example", "xn--bndnis-3ya.example"),
        ("http://127.0.0.1", "127.0.0.1"),
    ],
)
def test_every_host_makes_a_valid_message_id(settings, base_url, host):
    settings.BASE_URL = base_url
    assert message_id("a").endswith(f"@{host}>")
