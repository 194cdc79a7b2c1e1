"""The exhibition, built once and shown by one server to all tests here, and ways to visit it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.template import Template
from django.test import override_settings
from django.test.signals import template_rendered
from pytest_django.live_server_helper import LiveServer

from tests.access.exhibition import Exhibition, build
from tests.access.states import STATES
from tests.access.visiting import answer_of


@pytest.fixture(scope="module")
def shown(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Exhibition]:
    """The exhibition in this process's database, which gets its template back afterwards."""
    from django.db import connections

    folder = tmp_path_factory.mktemp("exhibition")
    changes = {
        "ROOT_URLCONF": "tests.access.urls",
        "EMAIL_BACKEND": "core.mail.maildir.MaildirBackend",
        "MAIL_DIR": folder / "mail",
        "MEDIA_ROOT": folder / "media",
    }
    with django_db_blocker.unblock(), override_settings(**changes):
        yield build()
        connections.close_all()
        django_db_setup.reset()


@pytest.fixture(scope="module")
def answers(shown: Exhibition) -> dict[str, tuple[HttpResponse, set[str]]]:
    """What answers for every state in German, without a browser, and the names of the templates that made it."""
    found: dict[str, tuple[HttpResponse, set[str]]] = {}
    names: set[str] = set()

    def note(sender: object, template: Template, **_more: object) -> None:
        names.add(str(template.name))

    template_rendered.connect(note)
    for name, state in STATES.items():
        names.clear()
        found[name] = answer_of(shown, state), set(names)
    template_rendered.disconnect(note)
    return found


@pytest.fixture(scope="module")
def address(shown: Exhibition) -> Iterator[str]:
    """Where the exhibition is served."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()
