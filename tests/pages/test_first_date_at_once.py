"""Two windows, one date: with real transactions, as on a server."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from .conftest import build_town
from .editor import publish
from .test_first_date import WHEN


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_publish_at_once_make_one_date():
    town = build_town()

    def publish_in_a_window(_number):
        try:
            window = Client()
            window.force_login(town.editor)
            return publish(window, town.own_event, **WHEN).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as windows:
        assert set(windows.map(publish_in_a_window, range(4))) == {302}
    assert town.own_event.identity.dates.count() == 1
