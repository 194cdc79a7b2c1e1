"""„Meine Übersicht“ over HTTP: the same answers for everybody, a mailed link, and what it shows."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Site

from core.mail.models import OutboxMessage
from core.visitors import links, overview
from core.visitors.models import RateCount

pytestmark = pytest.mark.django_db
FORM, SENT = "/meine-uebersicht/", "/meine-uebersicht/gesendet/"


def token_on(page):
    return re.search(r'name="token" value="([^"]+)"', page.content.decode())[1]


def ask(client, email, token=None, **extra):
    data = {"email": email, "token": token or token_on(client.get(FORM)), "homepage": ""}
    return client.post(FORM, data, **extra)


def mailed_path():
    """Return the path of the link in the newest mail."""
    text = OutboxMessage.objects.order_by("-pk").first().text
    return re.search(r"http://testserver(/\S+)", text)[1]


def test_asking_mails_a_link_that_opens_the_overview(client):
    response = ask(client, "Mia@Example.org")
    assert (response.status_code, response["Location"]) == (302, SENT)
    mail = OutboxMessage.objects.get()
    assert (mail.to, mail.kind) == ("mia@example.org", "core.overview")
    page = client.get(mailed_path())
    assert page.status_code == 200
    assert "m…@example.org" in page.content.decode()
    assert "nichts gespeichert" in page.content.decode()


def test_the_address_stands_in_no_link(client):
    ask(client, "mia@example.org")
    from django.utils.http import urlsafe_base64_decode

    token = mailed_path().split("/")[-2]
    assert b"mia" not in urlsafe_base64_decode(token.partition(".")[0])


def test_known_and_unknown_people_get_equal_answers(client):
    OutboxMessage.objects.create(key="x", kind="x", to="known@example.org", subject="x", text="x", message_id="<x@x>")
    pages = []
    for email in ("known@example.org", "stranger@example.org"):
        response = ask(client, email)
        answer = client.get(response["Location"])
        pages.append((response.status_code, response["Location"], response.content, answer.content))
    assert pages[0] == pages[1]
    assert OutboxMessage.objects.filter(kind="core.overview").count() == 2


@pytest.mark.parametrize(
    "email", ["", "mia", "mia@example.org, x@example.org", "mia@example.org\r\nBcc: x@example.org"]
)
def test_what_is_no_address_comes_back_equal_but_for_token_and_value(client, email):
    page = ask(client, email)
    assert page.status_code == 200
    assert not OutboxMessage.objects.exists()
    assert token_on(page)


def test_the_same_form_sent_twice_is_one_mail(client):
    token = token_on(client.get(FORM))
    ask(client, "mia@example.org", token)
    ask(client, "mia@example.org", token)
    assert OutboxMessage.objects.count() == 1


def test_going_back_to_correct_the_address_sends_another_mail(client):
    token = token_on(client.get(FORM))
    ask(client, "mja@example.org", token)
    ask(client, "mia@example.org", token)
    assert set(OutboxMessage.objects.values_list("to", flat=True)) == {"mja@example.org", "mia@example.org"}


def test_an_address_that_looks_mistyped_is_asked_about_once(client):
    page = ask(client, "mia@gmial.com")
    assert "mia@gmail.com" in page.content.decode()
    assert not OutboxMessage.objects.exists()
    data = {"email": "mia@gmial.com", "asked": "mia@gmial.com", "token": token_on(page)}
    assert client.post(FORM, data).status_code == 302
    assert OutboxMessage.objects.get().to == "mia@gmial.com"


def test_an_old_form_keeps_the_address(client):
    token = token_on(client.get(FORM))
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        page = ask(client, "mia@example.org", token)
        assert 'value="mia@example.org"' in page.content.decode()
        assert "noch einmal" in page.content.decode()
        assert ask(client, "mia@example.org", token_on(page)).status_code == 302


def test_a_form_from_elsewhere_sends_nothing(client):
    page = ask(client, "mia@example.org", headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert "anderen Website" in page.content.decode()
    assert not OutboxMessage.objects.exists()


def test_one_address_gets_three_mails_an_hour_and_the_page_does_not_tell(client):
    answers = {
        (response.status_code, response["Location"]) for response in (ask(client, "mia@example.org") for _ in range(5))
    }
    assert answers == {(302, SENT)}
    assert OutboxMessage.objects.count() == 3


def test_one_network_gets_a_sentence_when_it_is_too_much(client, monkeypatch):
    monkeypatch.setattr(overview, "REQUESTS_PER_NETWORK", 2)
    from_outside = {"REMOTE_ADDR": "198.51.100.7"}
    statuses = [ask(client, f"mia{number}@example.org", **from_outside).status_code for number in range(3)]
    assert statuses == [302, 302, 429]
    page = ask(client, "mia9@example.org", **from_outside).content.decode()
    assert "in einer Stunde noch einmal" in page
    assert 'value="mia9@example.org"' in page
    assert not RateCount.objects.filter(key__contains="198").exists()


# -- the link ---


def test_an_old_link_says_so_and_offers_a_new_one(client):
    ask(client, "mia@example.org")
    path = mailed_path()
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        page = client.get(path)
    assert page.status_code == 410
    assert FORM in page.content.decode()
    assert "mia" not in page.content.decode()


@pytest.mark.parametrize("purpose", ["core.overview", "workshops.manage"])
def test_a_link_that_was_never_mailed_opens_nothing(client, purpose):
    page = client.get(f"/meine-uebersicht/{links.make(purpose, 'f' * 32)}/")
    assert page.status_code == 404
    assert FORM in page.content.decode()


def test_a_link_of_another_site_opens_nothing(client):
    ask(client, "mia@example.org")
    root = Site.objects.get().root_page
    OutboxMessage.objects.update(site=Site.objects.create(hostname="zwei.example", root_page=root))
    assert client.get(mailed_path()).status_code == 404


def test_opening_the_link_changes_nothing_and_may_be_done_by_a_scanner(client):
    ask(client, "mia@example.org")
    before = list(OutboxMessage.objects.values())
    for _ in range(2):
        assert client.get(mailed_path()).status_code == 200
    assert client.head(mailed_path()).status_code == 200
    assert client.post(mailed_path()).status_code == 405
    assert list(OutboxMessage.objects.values()) == before


def test_no_page_sets_a_cookie_or_may_be_kept(client):
    ask(client, "mia@example.org")
    for path in (FORM, SENT, mailed_path(), "/meine-uebersicht/forged/"):
        response = client.get(path)
        assert not response.cookies, path
        assert "no-store" in response["Cache-Control"], path
        assert response["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in response


@pytest.mark.parametrize("language", ["en", "de-simple"])
def test_the_mail_speaks_the_language_of_the_page(client, language):
    with translation.override(language):
        path = reverse("overview")
    assert path.startswith(f"/{language}/")
    token = token_on(client.get(path))
    assert client.post(path, {"email": "mia@example.org", "token": token}).status_code == 302
    mail = OutboxMessage.objects.get()
    assert mail.language == language
    assert path in mail.text
