"""Closed for a while: by a variable or a file, with a page for people and a sentence for programs."""

from __future__ import annotations

import pytest
from django.test import Client

BROWSER = {"accept": "text/html"}


@pytest.fixture
def closed(settings, tmp_path):
    """A site that somebody closed by touching the file."""
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE.touch()
    return settings.MAINTENANCE_FILE


@pytest.mark.parametrize("address", ["/", "/kalender/", "/admin/", "/konto/login/", "/feeds/all.ics", "/nirgends"])
def test_everything_is_closed_without_asking_the_database(closed, address):
    response = Client(headers=BROWSER).get(address)
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert "no-store" in response["Cache-Control"]
    assert "Wir sind gleich wieder da" in response.content.decode()


def test_in_the_language_of_the_address(closed):
    assert "We will be back soon" in Client(headers=BROWSER).get("/en/calendar/").content.decode()


def test_programs_get_one_sentence(closed):
    response = Client().get("/feeds/all.ics", headers={"accept": "text/calendar"})
    assert (response.status_code, response["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert response.content.decode() == "An dieser Website wird gerade gearbeitet.\n"


@pytest.mark.django_db
def test_machines_are_told_and_the_file_taken_away_opens_again(closed):
    told = Client().get("/healthz")
    assert told.status_code == 200
    assert told.json()["status"] == "maintenance"
    closed.unlink()
    assert Client().get("/healthz").json()["status"] != "maintenance"
    assert Client().get("/konto/login/").status_code == 200


def test_the_variable_closes_too(settings):
    settings.MAINTENANCE = True
    assert Client(headers=BROWSER).get("/").status_code == 503
