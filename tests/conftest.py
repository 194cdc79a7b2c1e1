"""What all tests share: databases copied from a template, a real browser, no network beyond loopback."""

from __future__ import annotations

import os
import shutil
import signal

import pytest
from pytest_socket import socket_allow_hosts

from tests.support.accessibility.tools import NEEDS as CHECKERS

# Playwright's sync API keeps an event loop in the test's thread; Django would refuse database calls there, already
# while the database is made, so this must stand before Django is set up.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A shell that starts something in the background lets it ignore Ctrl-C, and so whatever it starts: the sites of the
# tests must be stoppable.
signal.signal(signal.SIGINT, signal.default_int_handler)

IN_CI = os.environ.get("CI") == "true"
CHROMIUM = os.environ.get("CHROMIUM") or next(
    (path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome")) if path), None
)
COPIES = pytest.StashKey()
NEEDS = {
    "postgres": (os.environ.get("TEST_POSTGRES_URL"), "PostgreSQL is not installed (Debian: postgresql)"),
    "browser": (CHROMIUM, "Chromium is not installed (Debian: chromium)"),
    **CHECKERS,
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this machine has no server or browser for; in CI that is an error."""
    leave_out_what_sqlite_cannot(config, items)
    for need, (found, reason) in NEEDS.items():
        wanting = [item for item in items if item.get_closest_marker(need)]
        if found or not wanting:
            continue
        if IN_CI:
            raise pytest.UsageError(f"CI must run everything, but: {reason}")
        for item in wanting:
            item.add_marker(pytest.mark.skip(reason=reason))


def leave_out_what_sqlite_cannot(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests of what only happens with several writers; the run on PostgreSQL has them."""
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        left_out = [item for item in items if item.get_closest_marker("postgres_only")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_runtest_setup() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


# -- databases -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, request):
    """Give this process its own copy of the migrated template."""
    from django.db import connections

    from tests.support.databases import copies_for

    connection = connections["default"]
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        copies = copies_for(connection.settings_dict, worker)
        copies.prepare()
        request.config.stash[COPIES] = copies
        original, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], copies.name
        connections.settings["default"]["NAME"] = copies.name
    yield copies
    with django_db_blocker.unblock():
        connection.close()
        copies.remove()
        connection.settings_dict["NAME"] = original


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None):
    """Tests with real transactions end by emptying all tables, Wagtail's root page too: put the template back."""
    result = yield
    if nextitem is None:  # the database is gone with the session
        return result
    marker = item.get_closest_marker("django_db")
    real = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    if (real or (marker and marker.kwargs.get("transaction"))) and (copies := item.config.stash.get(COPIES, None)):
        from django.db import connections

        connections.close_all()
        copies.reset()
    return result


@pytest.fixture(autouse=True)
def _empty_cache():
    yield
    from django.core.cache import cache

    cache.clear()


# -- browser ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "de-DE",
        "timezone_id": "Europe/Berlin",
        "viewport": {"width": 1280, "height": 900},
    }
