"""The list as a PDF: the same selection, tagged, kept by browsers until something changes."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tests.calendar import world

PDF = "/kalender/programm.pdf"


@pytest.fixture
def event(shop, place):
    page = world.make_event(shop)
    world.make_date(page, place=place)
    return page


def words(response):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split())


def test_it_shows_what_the_list_shows(client, event, shop):
    response = client.get(PDF)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert not response.cookies
    assert event.title in words(response)
    assert "1 Termin" in words(response)
    assert f'href="{PDF}"' in client.get("/kalender/").content.decode()


def test_it_keeps_the_selection(client, event, shop):
    assert "1 Termin" in words(client.get(f"{PDF}?ab=2000-01-01"))
    html = client.get("/kalender/?art=event&ab=2000-01-01").content.decode()
    assert f'href="{PDF}?' in html


def test_unchanged_is_said_by_304(client, event):
    first = client.get(PDF)
    again = client.get(PDF, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    world.make_date(event)
    assert client.get(PDF, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_in_english_it_has_an_english_address_and_words(client, event):
    response = client.get("/en/calendar/programme.pdf")
    assert "Events" in words(response)
    assert "Page 1 of 1" in words(response)


def test_queries_do_not_grow_with_the_dates(client, event, django_assert_max_num_queries):
    for _ in range(2):
        world.make_date(event)
    with django_assert_max_num_queries(6):
        client.get(PDF)
