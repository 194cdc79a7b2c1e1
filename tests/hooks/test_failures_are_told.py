"""Who learns of a broken plugin: `check`, `/healthz`, the editors' home page, `manage.py plugins`."""

from __future__ import annotations

import json

import django_rq
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisDown

from core.hooks import checks
from core.hooks.registry import PluginError, Stage

pytestmark = pytest.mark.django_db
SECRET = "FileNotFoundError: /srv/ada@example.org"


@pytest.fixture
def failure(registry):
    registry.record(PluginError("polls", SECRET, Stage.MODELS))


def told(found):
    return [(type(message).__name__, message.id, message.msg) for message in found]


# -- checks --------------------------------------------------------------------------------------


def test_nothing_is_told_of_sound_plugins(registry):
    assert (checks.plugins_loaded(None), checks.plugins_deployable(None)) == ([], [])


def test_a_failure_is_a_warning(failure, settings):
    settings.PLUGINS_STRICT = False

    assert told(checks.plugins_loaded(None)) == [("Warning", "allmende.W001", f"plugin 'polls': {SECRET}")]


def test_a_failure_is_an_error_where_it_is_wanted(failure):
    assert [kind for kind, _id, _text in told(checks.plugins_loaded(None))] == ["Error"]


def test_a_failure_forbids_deployment(failure, settings):
    settings.PLUGINS_STRICT = False

    assert told(checks.plugins_deployable(None)) == [("Error", "allmende.E001", f"plugin 'polls': {SECRET}")]


def test_checking_asks_what_is_asked_only_once(plug, settings):
    settings.PLUGINS_STRICT = False
    plug("polls", stream_blocks=lambda: [("poll", None)])

    assert [message.msg for message in checks.plugins_loaded(None)] == [
        "plugin 'polls': stream_blocks ('poll', None) is not a pair of a name and a block"
    ]


def test_a_failure_is_recorded_once(registry):
    for _ in range(2):
        registry.record(PluginError("polls", SECRET))

    assert len(registry.failures_of("polls")) == 1


# -- /healthz ------------------------------------------------------------------------------------


class Answering:
    def ping(self):
        return True


@pytest.fixture
def redis(monkeypatch):
    monkeypatch.setattr(django_rq, "get_connection", lambda name: Answering())


def ask(client):
    response = client.get("/healthz")
    return response.status_code, json.loads(response.content)


def test_health_of_a_sound_site(client, redis, registry):
    assert ask(client) == (200, {"status": "ok", "database": True, "redis": True, "failures": []})


def test_health_names_a_broken_plugin_and_nothing_more(client, redis, failure):
    status, body = ask(client)

    assert (status, body["status"]) == (200, "degraded")
    assert body["failures"] == [{"plugin": "polls", "problem": "its models cannot be imported"}]


def test_health_without_redis(client, monkeypatch, registry):
    def unreachable(name):
        raise RedisDown("no socket")

    monkeypatch.setattr(django_rq, "get_connection", unreachable)

    assert ask(client) == (200, {"status": "degraded", "database": True, "redis": False, "failures": []})


def test_health_without_database(client, redis, monkeypatch, registry):
    def unreachable():
        raise OperationalError("no server")

    monkeypatch.setattr(connection, "cursor", unreachable)

    assert ask(client) == (503, {"status": "degraded", "database": False, "redis": True, "failures": []})


def test_health_is_never_cached(client, redis):
    assert "no-store" in client.get("/healthz")["Cache-Control"]


# -- the editors' home page ----------------------------------------------------------------------


def test_administrators_read_what_is_wrong(failure, admin_client):
    html = admin_client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Modul „polls“" in html
    assert SECRET in html


def test_editors_read_that_something_is_missing(failure, client, django_user_model):
    from django.contrib.auth.models import Group

    editor = django_user_model.objects.create_user("ada", password="x")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Modul „polls“" in html
    assert SECRET not in html


def test_the_home_page_says_nothing_where_all_is_well(registry, admin_client):
    assert "broken-plugins" not in admin_client.get(reverse("wagtailadmin_home")).content.decode()


# -- manage.py plugins ---------------------------------------------------------------------------


def nothing():
    return []


@pytest.fixture
def polls(plug, registry):
    plug("polls", active=False, menu_items=nothing, calendar_sources=nothing)
    registry.sources["polls"], registry.versions["polls"] = "allmende-polls 0.3.0", "0.3.0"


def test_the_command_lists_plugins_and_failures(polls, failure, capsys):
    call_command("plugins", no_color=True)

    lines = capsys.readouterr().out.splitlines()
    at = lines.index("polls  Polls  0.3.0")
    assert lines[at + 1 : at + 3] == [
        "  from allmende-polls 0.3.0, off by default",
        "  hooks: calendar_sources, menu_items",
    ]
    assert lines[-1] == f"polls: {SECRET}"


def test_the_command_speaks_json(polls, failure, capsys):
    call_command("plugins", "--json")

    found = json.loads(capsys.readouterr().out)
    assert found["plugins"][-1] == {
        "slug": "polls",
        "label": "Polls",
        "version": "0.3.0",
        "source": "allmende-polls 0.3.0",
        "active_by_default": False,
        "hooks": ["calendar_sources", "menu_items"],
    }
    assert found["failures"] == [{"plugin": "polls", "problem": SECRET}]
