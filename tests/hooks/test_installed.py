"""The dummy plugin from its installation to its removal, as an operator goes through it."""

from __future__ import annotations

import json

import pytest

PUBLISH = """
import django; django.setup()
from django.core.management import call_command
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
call_command("migrate", "polls", verbosity=0)
from django.test import Client
from wagtail.models import Page, Site
from allmende_polls.models import PollsPage
body = [{"type": "polls_poll", "value": "Ja oder nein?", "id": "1"}]
page = PollsPage(title="Abstimmung", slug="abstimmung", question="Wer kommt?", body=body)
Site.objects.get(is_default_site=True).root_page.add_child(instance=page)
"""
TAKE_AWAY = """
import django; django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
from django.test import Client
from wagtail.models import Page
"""
LOOK = """
import json
addresses = ["/abstimmung/", "/abstimmungen/", "/en/abstimmungen/", "/abstimmungen/daten/"]
print(json.dumps([Client().get(address).status_code for address in addresses]))
"""


@pytest.fixture(scope="module")
def answers(installation, migrated_database):
    """What the same four addresses answer with the plugin, and without it on the same database."""

    def ask(script, **environment):
        database = f"sqlite:///{migrated_database}"
        done = installation.run("-c", script + LOOK, DATABASE_URL=database, PLUGINS_STRICT="1", **environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return {"with": ask(PUBLISH), "without": ask(TAKE_AWAY, PLUGINS_DISABLED="polls")}


def test_an_installed_plugin_has_pages_and_addresses(answers):
    assert answers["with"] == [200, 200, 200, 200]


def test_a_plugin_that_is_taken_away_leaves_no_blank_pages(answers):
    assert answers["without"] == [404, 404, 404, 404]
