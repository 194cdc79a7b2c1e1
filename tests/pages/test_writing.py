"""Messages to organisations and alliances, reports of barriers: what arrives, and what strangers cannot do."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from core.directory.models import Organisation
from core.mail.delivery import forget_old
from core.mail.models import OutboxMessage
from core.pages.models import SiteSettings
from core.pages.writing import sending
from tests.factories import OrganisationPageFactory, make_site

pytestmark = pytest.mark.django_db
ADDRESS = "geheim@werkhof.example.org"
PERSON = {"text": "Ist im August offen?", "name": "Ada Beispiel", "email": "ada@example.org", "phone": ""}


@pytest.fixture
def url(town):
    Organisation.objects.filter(pk=town.own.identity.pk).update(inbox=ADDRESS)
    return f"/nachricht/organisation/{town.own.identity.feed_key}/"


@pytest.fixture
def barrier(town):
    chosen = SiteSettings.for_site(town.site)
    chosen.contact_email = "betrieb@example.org"
    chosen.save()
    return "/barriere-melden/"


def token_of(client, url):
    return re.search(r'name="token" value="([^"]+)"', client.get(url).content.decode())[1]


def write(client, url, wait=10, token=None, headers=None, **fields):
    """Open the form, take as long as a person does, and send it."""
    token = token_of(client, url) if token is None else token
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=wait), tick=False):
        return client.post(url, {**PERSON, "token": token, **fields}, headers=headers or {})


def test_a_message_reaches_the_organisation_and_nobody_else(client, url):
    response = write(client, url)
    assert (response.status_code, response["Location"]) == (302, url + "gesendet/")
    mail = OutboxMessage.objects.get()
    assert (mail.to, mail.reply_to, mail.kind) == (ADDRESS, "ada@example.org", "core.message")
    assert "Ist im August offen?" in mail.text
    assert "Ist im August offen?" in mail.html
    sent = client.get(response["Location"])
    assert "Ihre Nachricht ist unterwegs" in sent.content.decode()
    assert not sent.cookies
    assert "no-store" in sent["Cache-Control"]


def test_the_address_is_shown_nowhere(client, town, url):
    pages = [town.own.url, url, url + "gesendet/", write(client, url, text="").request["PATH_INFO"]]
    assert [page for page in pages if ADDRESS in client.get(page).content.decode()] == []
    assert url in client.get(town.own.url).content.decode()


def test_a_telephone_number_is_enough_and_nothing_is_not(client, url):
    assert "Wie erreichen wir Sie?" in write(client, url, email="").content.decode()
    write(client, url, email="", phone="06221 555 04")
    mail = OutboxMessage.objects.get()
    assert mail.reply_to == ""
    assert "06221 555 04" in mail.text


def test_the_same_form_sent_twice_is_one_mail(client, url):
    token = token_of(client, url)
    for _again in range(2):
        assert write(client, url, token=token).status_code == 302
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    "attack",
    [
        {"wait": 1},
        {"wait": 25 * 3600},
        {"token": ""},
        {"token": "forged"},
        {"email": "ada@example.org\nBcc: alle@example.org"},
        {"email": "a@example.org,b@example.org"},
        {"name": "Gewinn www.example.com"},
        {"text": "x" * 4001},
        {"headers": {"Sec-Fetch-Site": "cross-site"}},
        {"headers": {"Origin": "https://boese.example"}},
    ],
)
def test_what_is_not_sent(client, url, attack):
    assert write(client, url, **attack).status_code in {200, 403}
    assert not OutboxMessage.objects.exists()


def test_a_token_of_one_organisation_opens_no_other(client, town, url):
    Organisation.objects.filter(pk=town.other.identity.pk).update(inbox="tafel@example.org")
    other = f"/nachricht/organisation/{town.other.identity.feed_key}/"
    write(client, other, token=token_of(client, url))
    assert not OutboxMessage.objects.exists()


def test_markup_stays_text(client, url):
    write(client, url, text="<img src=https://boese.example/x.png><a href='https://boese.example'>Hier</a>")
    assert "<img" not in OutboxMessage.objects.get().html
    assert 'href="https://boese' not in OutboxMessage.objects.get().html


def test_who_cannot_be_written_to(client, town, url):
    hidden = OrganisationPageFactory(parent=town.index, title="Verborgen", live=False)
    Organisation.objects.filter(pk=hidden.identity.pk).update(inbox="verborgen@example.org")
    elsewhere = make_site("anderswo.example.org", "Anderswo", languages=())
    Organisation.objects.create(site=elsewhere, title="Fern", feed_key="fern", inbox="fern@example.org")
    addresses = [
        f"/nachricht/organisation/{hidden.identity.feed_key}/",
        "/nachricht/organisation/fern/",
        f"/nachricht/organisation/{town.other.identity.feed_key}/",  # has no address
        f"/nachricht/buendnis/{town.own.identity.feed_key}/",
        f"/nachricht/projekt/{town.own.identity.feed_key}/",
    ]
    answers = [(client.get(address).status_code, client.post(address, PERSON).status_code) for address in addresses]
    assert answers == [(404, 404)] * len(addresses)


def test_too_many_are_told_so(client, url):
    answers = [write(client, url).status_code for _each in range(sending.PER_SENDER + 1)]
    assert answers == [302] * sending.PER_SENDER + [429]
    assert OutboxMessage.objects.count() == sending.PER_SENDER


def test_what_was_written_is_forgotten(client, url):
    write(client, url)
    OutboxMessage.objects.update(state="sent", sent_at=timezone.now() - dt.timedelta(days=31))
    forget_old()
    mail = OutboxMessage.objects.get()
    assert (mail.to, mail.reply_to, mail.subject, mail.text, mail.html) == ("", "", "", "", "")


# -- barriers ----------------------------------------------------------------------------------------------------------


def test_every_page_leads_to_the_form_and_says_where_one_was(client, town, barrier):
    html = client.get(town.own_event.url).content.decode()
    link = re.search(r'href="(/barriere-melden/\?seite=[^"]+)"', html)[1]
    assert f'value="{town.own_event.url}"' in client.get(link).content.decode()


def test_a_report_needs_neither_name_nor_address(client, barrier):
    response = write(client, barrier, text="Kontrast", name="", email="", page="/kalender/")
    assert (response.status_code, response["Location"]) == (302, "/barriere-melden/gesendet/")
    mail = OutboxMessage.objects.get()
    assert (mail.to, mail.reply_to) == ("betrieb@example.org", "")
    assert "/kalender/" in mail.text
    assert not client.get(response["Location"]).cookies


def test_without_an_address_there_is_no_form(client, town):
    SiteSettings.objects.filter(site=town.site).update(contact_email="", inbox="")
    assert client.get("/barriere-melden/").status_code == 404
    assert "barriere-melden" not in client.get(town.own.url).content.decode()
