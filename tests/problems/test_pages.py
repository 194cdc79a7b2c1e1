"""Pages that say what went wrong: right status, right language, nothing cached, and there when the database is not."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import HttpResponseGone
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from allmende import urls as project

BROWSER = {"accept": "text/html,application/xhtml+xml"}
BARE = ["400", "405", "413", "500", "503"]
MANIFEST = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


def _raise(error):
    def view(request):
        raise error

    return view


def _asks_a_closed_database(request):
    connection.cursor().execute("SELECT 1")


handler400, handler403, handler404, handler500 = (
    project.handler400,
    project.handler403,
    project.handler404,
    project.handler500,
)
urlpatterns = [
    *(
        path(prefix + name, view)
        for prefix in ("", "en/", "de-simple/")
        for name, view in {
            "400": _raise(SuspiciousOperation()),
            "403": _raise(PermissionDenied()),
            "405": csrf_exempt(require_safe(_raise(AssertionError()))),
            "410": lambda request: HttpResponseGone("Das Abo gibt es nicht mehr.", content_type="text/plain"),
            "413": _raise(RequestDataTooBig()),
            "500": _raise(ZeroDivisionError()),
            "503": _raise(OperationalError("server closed the connection")),
            "csrf": csrf_protect(_raise(AssertionError())),
            "asking": _asks_a_closed_database,
        }.items()
    ),
    *project.urlpatterns,
]


@pytest.fixture
def failing(settings):
    """A client for a site with views that fail in every way; it is answered as a browser is."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=True, headers=BROWSER)


def ask(client, address):
    return client.post(address) if address.endswith(("405", "csrf")) else client.get(address)


def heading(response):
    return re.search(r"<h1>(.*?)</h1>", response.content.decode())[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "status", "german", "english"),
    [
        ("400", 400, "Diese Anfrage verstehen wir nicht", "We do not understand this request"),
        ("403", 403, "Diese Seite ist nicht für alle offen", "This page is not open to everybody"),
        ("csrf", 403, "Das Formular kam nicht an", "The form did not arrive"),
        ("nirgends/", 404, "Hier ist kein Weg", "There is no path here"),
        ("405", 405, "So geht es hier nicht", "This does not work here"),
        ("410", 410, "Das gibt es nicht mehr", "This is gone"),
        ("413", 413, "Das war zu viel auf einmal", "That was too much at once"),
        ("500", 500, "Da ist uns etwas kaputtgegangen", "Something broke on our side"),
        ("503", 503, "Gerade kommen wir nicht an unsere Daten", "We cannot reach our data right now"),
    ],
)
def test_each_says_what_happened_in_the_language_of_the_address(failing, name, status, german, english):
    for prefix, words in {"/": german, "/en/": english}.items():
        response = ask(failing, prefix + name)
        assert (response.status_code, heading(response)) == (status, words)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert f'<html lang="{prefix.strip("/") or "de"}">' in response.content.decode()
        assert ("Retry-After" in response) == (status == 503)
    easy = ask(failing, "/de-simple/" + name)
    assert easy["Content-Language"] == "de"
    assert '<html lang="de' in easy.content.decode()
    assert heading(easy) != german or name == "410", "in Einfacher Sprache"


@pytest.mark.parametrize("name", BARE)
def test_pages_that_stand_alone_need_neither_database_nor_a_manifest_of_files(failing, name, settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}}
    html = ask(failing, f"/en/{name}").content.decode()
    assert 'href="/static/core/problem/problem.css"' in html
    assert "script" not in html
    for address in re.findall(r'(?:href|src|srcset)="/static/([^"]+)"', html):
        assert finders.find(address), address
    assert 'href="/en/"' in html


def test_a_view_that_finds_no_database_is_answered_with_503(failing, monkeypatch):
    def closed(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", closed)
    for prefix in ("", "de-simple/"):
        response = failing.get(f"/{prefix}asking")
        assert (response.status_code, response["Retry-After"]) == (503, "120")
    missing = failing.get("/nirgends")
    assert missing.status_code == 503, "the frame of the 404 page needs the database, too"


@pytest.mark.django_db
def test_a_missing_page_leads_on(client):
    html = client.get("/nirgends/").content.decode()
    assert 'href="/"' in html
    assert "core/problem/lost.svg" in html


@pytest.mark.django_db
def test_how_to_reach_us_is_said_where_the_site_has_a_telephone(client):
    from wagtail.models import Site

    from core.pages.models import SiteSettings

    SiteSettings.objects.create(site=Site.objects.get(), contact_phone="06221 58-105 80")
    assert '<a href="tel:062215810580">06221 58-105 80</a>' in client.get("/nirgends/").content.decode()


@pytest.mark.django_db
def test_calendar_programs_get_their_sentence_and_no_page(settings):
    settings.ROOT_URLCONF = __name__
    response = Client(headers={"accept": "text/calendar, */*"}).get("/410")
    assert (response.status_code, response["Content-Type"]) == (410, "text/plain")
    assert response.content.decode() == "Das Abo gibt es nicht mehr."


@pytest.mark.django_db
def test_a_form_that_was_refused_leads_back_to_it(failing):
    html = failing.post("/csrf?a=1").content.decode()
    assert 'href="/csrf?a=1"' in html
