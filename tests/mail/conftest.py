from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from core.mail.models import OutboxMessage
from core.mail.outbox import Message, post
from tests.mail.smtp_server import MailServer


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    """A real mail server, which the settings name."""
    with MailServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 5
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield running


@pytest.fixture
def no_server(settings) -> None:
    """Settings that name a mail server which is not there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 5


@pytest.fixture
def maildir(settings, tmp_path):
    """An empty Maildir, to which the mail goes."""
    settings.EMAIL_BACKEND = "core.mail.maildir.MaildirBackend"
    settings.MAIL_DIR = tmp_path / "var" / "mail"
    return settings.MAIL_DIR


@pytest.fixture
def message() -> Callable[..., Message]:
    """Make a message; what does not matter is filled in."""

    def make(key: str = "test:1", **fields: object) -> Message:
        words = {"kind": "test", "site": None, "to": "mia@example.org", "subject": "Ihr Platz", "text": "Bis bald.\n"}
        return Message(**{"key": key, **words, **fields})

    return make


@pytest.fixture
def posted(db, message) -> Callable[..., OutboxMessage]:
    """Write a message into the outbox and commit."""

    def write(key: str = "test:1", **fields: object) -> OutboxMessage:
        with transaction.atomic():
            return post(message(key, **fields))

    return write
