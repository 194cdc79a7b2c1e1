"""The mails: every kind can be rendered, and what really goes out can be read and acted on."""

from __future__ import annotations

import re

import pytest

from core.mail.models import OutboxMessage
from core.mail.rendering import render
from plugins.workshops.domain.cancelling import cancel
from plugins.workshops.domain.transitions import organiser
from plugins.workshops.models import Registration
from plugins.workshops.notifications import LABELS, kinds
from plugins.workshops.states import AddressCheck
from tests.factories import UserFactory
from tests.plugins.workshops.factories import book, fresh, make_organisation, make_place, make_session, make_workshop

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", list(kinds()), ids=list(LABELS))
@pytest.mark.parametrize("language", ["de", "en", "de-simple"])
def test_every_kind_says_the_same_in_both_forms(kind, language):
    rendered = render(kind.template, kind.sample(), language, kind.layout)
    assert "Kleine Allianzen vor Ort" in rendered.subject
    assert "{" not in rendered.subject + rendered.text
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", rendered.html))
    assert " ".join(rendered.text.split("\n\n")[1].split()).split(". ")[0] in shown
    assert "!" not in rendered.text


def test_a_confirmation_reads_like_a_letter():
    organisation = make_organisation("Allianz im Beispiel", phone="0621 555 01")
    place = make_place("Bürgertreff", street="Angerweg 4", postal_code="69126")
    session = make_session(workshop=make_workshop(organisation=organisation), place=place, capacity=5)
    book(session, "Ada Beispiel", places=2)
    mail = OutboxMessage.objects.get()
    without_links = re.sub(r"https?://\S+", "<Adresse>", mail.text)
    when = re.search(r"Wann: +(.+)", mail.text)[1]
    assert without_links == (
        "Guten Tag Ada Beispiel,\n\n"
        "Ihre 2 Plätze sind sicher. Wir freuen uns auf Sie.\n\n"
        "Der Termin für Ihren Kalender hängt an dieser E-Mail. Wenn etwas\n"
        "dazwischenkommt, sagen Sie bitte ab: Dann bekommt jemand anderes Ihren\n"
        "Platz.\n\n"
        "Kleine Allianzen vor Ort\n"
        f"Wann:       {when}\n"
        "Wo:         Bürgertreff, Angerweg 4, 69126 Heidelberg\n"
        "Plätze:     2\n"
        "Name:       Ada Beispiel\n\n"
        "Freundliche Grüße\n"
        "Allianz im Beispiel\n"
        "Telefon 0621 555 01\n\n"
        "Ansehen, ändern oder absagen:\n<Adresse>\n\n"
        "Das waren Sie nicht? Dann löschen Sie die Anmeldung hier:\n<Adresse>\n\n"
        "Haben Sie Fragen? Antworten Sie einfach auf diese E-Mail. Ihre Antwort\n"
        "geht an: Allianz im Beispiel\n\n"
        "-- \n"
        "Allmende\n<Adresse>\n"
        "Sie bekommen diese E-Mail, weil jemand Ihre Adresse auf unserer Seite\nangegeben hat.\n"
    )
    assert (mail.sender_name, mail.reply_to) == ("Allianz im Beispiel", "allianz@example.org")
    assert mail.reference == f"workshops.registration:{Registration.objects.get().pk}"


def test_what_somebody_typed_is_escaped_in_html_and_plain_in_text():
    book(make_session(workshop=make_workshop("Brot & <Butter>")), "Ada & Bert")
    mail = OutboxMessage.objects.get()
    assert "Ada & Bert" in mail.text
    assert "Ada &amp; Bert" in mail.html
    assert "Brot &amp; &lt;Butter&gt;" in mail.html
    assert mail.subject == "Sie sind angemeldet: Brot & <Butter>"


def test_the_access_to_an_online_workshop_is_told_to_those_with_a_place_only():
    session = make_session(capacity=1, is_online=True, online_link="https://treffen.example.org/abc")
    for name in ("Ada", "Bert"):
        book(session, name)
    first, second = OutboxMessage.objects.order_by("pk")
    assert "treffen.example.org" in first.text
    assert "treffen.example.org" in first.calendar
    assert "treffen.example.org" not in second.text


def test_a_mail_that_asks_for_confirmation_opens_nothing_else():
    """The address is not proven yet: whoever reads it may confirm or disown, nothing more."""
    book(make_session(address_check=AddressCheck.HOLD), "Ada")
    mail = OutboxMessage.objects.get()
    assert "/bestaetigen/" in mail.text
    assert "/nicht-ich/" in mail.text
    assert "/anmeldung/" not in mail.text
    assert mail.calendar == ""


def test_registering_again_before_confirming_brings_the_link_again():
    session = make_session(address_check=AddressCheck.HOLD)
    for _time in range(2):
        book(session, "Ada")
    assert list(OutboxMessage.objects.values_list("kind", flat=True)) == ["workshops.confirm"] * 2


def test_the_organisation_cancels_in_other_words():
    registration = fresh(book(make_session(), "Ada").registration)
    cancel(registration, organiser(UserFactory()))
    assert "die Organisation hat Ihre Anmeldung abgesagt" in OutboxMessage.objects.latest("pk").text
