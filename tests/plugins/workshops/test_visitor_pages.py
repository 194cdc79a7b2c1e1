"""The pages around a registration, as somebody without account, cookie and JavaScript meets them."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from core.mail.models import OutboxMessage
from plugins.workshops.domain.cancelling import cancel
from plugins.workshops.domain.planning import plan_session
from plugins.workshops.domain.scheduling import call_off_session
from plugins.workshops.models import Registration, Session
from plugins.workshops.states import AddressCheck, State
from plugins.workshops.views.registering import DONE_AGE, PER_ADDRESS
from plugins.workshops.wording import CONFIRM, DISOWN, MANAGE, registration_url
from tests.factories import make_site, translate
from tests.plugins.workshops.factories import DAY, HOUR, book, fresh, make_page, make_session, pool_of, states
from tests.plugins.workshops.invariants import violations

pytestmark = pytest.mark.django_db

PERSON = {"name": "Ada Beispiel", "email": "ada@example.org", "places": "1"}


@pytest.fixture
def visitor() -> Client:
    """A browser that a CSRF check would catch."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def workshop_page(db):
    return make_page(title="Kleine Allianzen")


@pytest.fixture
def session(workshop_page) -> Session:
    return make_session(workshop=workshop_page.identity)


def form_url(session: Session, prefix: str = "") -> str:
    return f"{prefix}/workshops/anmelden/{session.key}/"


def token_in(response) -> str:
    return re.search(r'name="token" value="([^"]+)"', response.content.decode())[1]


def send(visitor: Client, url: str, data: dict[str, str] | None = None, **extra):
    """Open the page and send its form, as a person does."""
    token = token_in(visitor.get(url))
    return visitor.post(url, {"token": token, **(data or {})}, **extra)


def path_of(url: str) -> str:
    return re.sub(r"^https?://[^/]+", "", url)


def own_page(name: str, purpose: str, registration: Registration) -> str:
    return path_of(registration_url(name, purpose, registration))


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page_without_token(response) -> str:
    return re.sub(r"/(anmeldung|angebot|registration|offer)/[^\"]+", "", response.content.decode())


def registration_of(name: str = "Ada Beispiel") -> Registration:
    return fresh(Registration.objects.get(name=name))


# -- registering ---------------------------------------------------------------------------------


def test_three_requests_make_a_registration(visitor, session, django_assert_max_num_queries):
    url = form_url(session)
    token = token_in(visitor.get(url))
    with django_assert_max_num_queries(19):  # 15, and four that begin and end savepoints because this is a test
        response = visitor.post(url, {"token": token, **PERSON})
    assert response.status_code == 302
    done = visitor.get(response["Location"])
    assert "Ihr Platz ist sicher" in done.content.decode()
    assert "a…@example.org" in done.content.decode()
    assert registration_of().state == State.CONFIRMED
    assert OutboxMessage.objects.get().to == "ada@example.org"


def test_no_page_sets_a_cookie_or_may_be_kept(visitor, session):
    url = form_url(session)
    responses = [visitor.get(url), send(visitor, url, PERSON)]
    responses.append(visitor.get(responses[-1]["Location"]))
    registration = registration_of()
    pages = [("manage", MANAGE), ("cancel", MANAGE), ("confirm", CONFIRM), ("disown", DISOWN), ("calendar", MANAGE)]
    responses += [visitor.get(own_page(name, purpose, registration)) for name, purpose in pages]
    assert {len(response.cookies) for response in responses} == {0}
    assert all("no-store" in response["Cache-Control"] for response in responses)
    assert {response["Referrer-Policy"] for response in responses} == {"no-referrer"}


def test_a_form_from_another_website_is_refused(visitor, session):
    response = send(visitor, form_url(session), PERSON, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert states(session) == []


def test_a_forged_token_brings_the_form_back_with_what_was_typed(visitor, session):
    response = visitor.post(form_url(session), {"token": "falsch", **PERSON})
    assert response.status_code == 200
    assert 'value="Ada Beispiel"' in response.content.decode()
    assert states(session) == []
    assert visitor.post(form_url(session), {"token": token_in(response), **PERSON}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Bitte geben Sie Ihren Namen an."),
        ({"email": ""}, "damit wir Sie erreichen"),
        ({"email": "ada@"}, "Die Adresse ist nicht vollständig"),
        ({"email": "", "phone": "12"}, "die ganze Telefonnummer"),
        ({"places": "9"}, "Wie viele Personen"),
        ({"name": "Gewinn: www.example.org"}, "nur Ihren Namen"),
        ({"email": "ada@gmial.com"}, "Meinten Sie ada@gmail.com"),
    ],
)
def test_what_is_missing_is_said(visitor, session, changes, sentence):
    response = send(visitor, form_url(session), PERSON | changes)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert 'id="fehler"' in response.content.decode()
    assert states(session) == []


def test_sending_the_same_form_twice_is_one_registration(visitor, session):
    """Double click, reload, back button and send again."""
    url = form_url(session)
    data = {"token": token_in(visitor.get(url)), **PERSON}
    first, second = visitor.post(url, data), visitor.post(url, data)
    assert text_of(visitor.get(first["Location"])) == text_of(visitor.get(second["Location"]))
    assert states(session) == ["confirmed"]
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize("changes", [{"name": "Bert Beispiel"}, {"email": "bert@example.org"}])
def test_going_back_for_a_second_person_or_another_address_registers_them_too(visitor, session, changes):
    url = form_url(session)
    data = {"token": token_in(visitor.get(url)), **PERSON}
    visitor.post(url, data)
    done = visitor.get(visitor.post(url, data | changes)["Location"])
    assert "Ihr Platz ist sicher" in done.content.decode()
    assert states(session) == ["confirmed", "confirmed"]
    assert OutboxMessage.objects.filter(kind="workshops.confirmed").count() == 2


def test_the_address_of_the_page_after_registering_tells_nothing(visitor, session):
    for person in (PERSON, PERSON | {"email": "", "phone": "0621 555 01"}):
        token = send(visitor, form_url(session), person)["Location"].split("/")[-2]
        read = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        key = Registration.objects.latest("pk").key
        assert not any(
            word in read for word in (b"example", b"confirmed", str(key).encode(), key.bytes, session.key.bytes)
        )


def test_the_page_after_registering_can_be_opened_again_for_a_while(visitor, session):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        url = send(visitor, form_url(session), PERSON)["Location"]
        clock.shift(DONE_AGE)
        assert visitor.get(url).status_code == visitor.get(url).status_code == 200
        clock.shift(1)
        assert visitor.get(url).status_code == 404


def test_a_long_name_is_compared_as_far_as_there_is_room(visitor, session):
    """„ß“ becomes „ss“: PostgreSQL would refuse what is longer than its column."""
    for _time in range(2):
        assert send(visitor, form_url(session), PERSON | {"name": "ß" * 120}).status_code == 302
    assert states(session) == ["confirmed"]
    assert len(Registration.objects.get().name_key) == 200


def test_known_and_unknown_people_see_the_same_pages(visitor, session):
    """Only the mail says what is true."""
    answers = []
    for person in ("Ada", "Bert", "Ada"):
        response = send(visitor, form_url(session), PERSON | {"name": person, "email": f"{person.lower()}@example.org"})
        page = text_of(visitor.get(response["Location"]))
        answers.append((response.status_code, page.replace("b…", "a…")))
    assert answers[0][0] == answers[2][0] == 302
    assert answers[0] == answers[1]
    again = OutboxMessage.objects.latest("pk")
    assert (again.to, again.kind) == ("ada@example.org", "workshops.again")
    assert "Sie sind schon angemeldet" in again.text
    assert "/workshops/anmeldung/" in again.text
    assert states(session) == ["confirmed", "confirmed"]


def test_a_full_workshop_offers_the_waiting_list(visitor, workshop_page):
    session = make_session(capacity=1, workshop=workshop_page.identity)
    book(session)
    form = visitor.get(form_url(session)).content.decode()
    assert "Auf die Warteliste setzen" in form
    response = send(visitor, form_url(session), PERSON)
    assert "Sie stehen auf der Warteliste" in visitor.get(response["Location"]).content.decode()
    assert registration_of().state == State.WAITING


def test_without_mail_the_page_gives_a_code_that_leads_to_the_registration(visitor, session):
    response = send(visitor, form_url(session), PERSON | {"email": "", "phone": "0621 555 01"})
    registration = registration_of()
    done = visitor.get(response["Location"]).content.decode()
    assert registration.readable_code in done
    found = send(visitor, "/workshops/anmeldung/", {"code": registration.readable_code.lower()})
    manage = visitor.get(found["Location"])
    assert "Ada Beispiel" in manage.content.decode()
    assert OutboxMessage.objects.count() == 0


def test_a_wrong_code_leads_nowhere(visitor, session):
    for code in ("AAAAAAAAAA", "kurz"):
        response = send(visitor, "/workshops/anmeldung/", {"code": code})
        assert response.status_code == 200
        assert 'id="fehler"' in response.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda session: call_off_session(session), "Dieser Termin ist abgesagt"),
        (
            lambda session: Session.objects.filter(pk=session.pk).update(registration_opens_at=timezone.now() + DAY),
            "noch nicht offen",
        ),
        (
            lambda session: Session.objects.filter(pk=session.pk).update(closes_hours_before=2000),
            "Die Anmeldung ist geschlossen",
        ),
        (lambda session: session.dates.update(starts_at=timezone.now() - HOUR), "Dieser Termin ist vorbei"),
    ],
)
def test_where_nobody_can_register_the_page_says_why(visitor, session, change, sentence):
    url = form_url(session)
    token = token_in(visitor.get(url))
    change(session)
    assert sentence in visitor.get(url).content.decode()
    for sent in ({"token": token, **PERSON}, PERSON):  # in time, and from a form that was open for too long
        late = visitor.post(url, sent)
        assert (late.status_code, sentence in late.content.decode()) == (409, True)
    assert states(session) == []


def test_full_without_waiting_list_is_said_before_and_after(visitor, workshop_page):
    session = make_session(capacity=1, workshop=workshop_page.identity, waiting_list=False)
    url = form_url(session)
    token = token_in(visitor.get(url))
    book(session)
    assert "Alle Plätze sind vergeben" in visitor.get(url).content.decode()
    late = visitor.post(url, {"token": token, **PERSON})
    assert (late.status_code, "Alle Plätze sind vergeben" in late.content.decode()) == (409, True)


def test_an_unknown_session_and_one_of_another_site_do_not_exist(visitor, session):
    other = make_site("anderswo.example.org", "Anderswo", languages=())
    foreign = make_session(workshop=make_page(other).identity)
    assert visitor.get("/workshops/anmelden/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert visitor.get(form_url(foreign)).status_code == 404
    registration = fresh(book(foreign).registration)
    assert visitor.get(own_page("manage", MANAGE, registration)).status_code == 404


def test_too_many_registrations_with_one_address_are_stopped(visitor, session):
    url = form_url(session)
    for number in range(PER_ADDRESS):
        assert send(visitor, url, PERSON | {"name": f"Kind {number}"}).status_code == 302
    refused = send(visitor, url, PERSON | {"name": "Noch ein Kind"})
    assert (refused.status_code, "sehr viele Anmeldungen" in refused.content.decode()) == (429, True)
    assert len(states(session)) == PER_ADDRESS
    assert violations() == []


# -- answering mails -----------------------------------------------------------------------------


@pytest.fixture
def held(workshop_page) -> Registration:
    """A registration whose address is not confirmed yet."""
    return fresh(
        book(
            make_session(workshop=workshop_page.identity, address_check=AddressCheck.HOLD), "Ada Beispiel"
        ).registration
    )


def test_the_mailed_link_confirms_by_a_button(visitor, held):
    mail = OutboxMessage.objects.get()
    url = path_of(re.search(r"http\S+/bestaetigen/\S+", mail.text)[0])
    assert "Sind Sie dabei?" in visitor.get(url).content.decode()
    assert fresh(held).state == State.UNCONFIRMED  # mail scanners open links
    response = send(visitor, url)
    assert "Ihr Platz ist sicher" in visitor.get(response["Location"]).content.decode()
    assert fresh(held).state == State.CONFIRMED
    assert visitor.get(url).status_code == 302  # opened again, it leads to the registration


def test_the_page_after_registering_asks_to_open_the_mail(visitor, workshop_page):
    session = make_session(workshop=workshop_page.identity, address_check=AddressCheck.HOLD)
    response = send(visitor, form_url(session), PERSON)
    assert "Noch ein Schritt" in visitor.get(response["Location"]).content.decode()


def test_a_link_that_comes_too_late_says_so_and_changes_nothing(visitor, held):
    url = own_page("confirm", CONFIRM, held)
    token = token_in(visitor.get(url))
    with time_machine.travel(timezone.now() + DAY):
        late = visitor.get(url)
        assert (late.status_code, "Die Frist ist vorbei" in late.content.decode()) == (409, True)
        assert "Neu anmelden" in late.content.decode()
        assert visitor.post(url, {"token": token}).status_code == 409
    assert fresh(held).state == State.UNCONFIRMED


def test_an_offer_is_accepted_or_declined(visitor, workshop_page):
    session = make_session(capacity=1, workshop=workshop_page.identity)
    book(session, "Ada")
    for name, answer, state in (("Bert", "decline", "cancelled"), ("Cem", "accept", "confirmed")):
        book(session, name)
        if name == "Bert":
            book(session, "Cem")
            cancel(fresh(Registration.objects.get(name="Ada")))
        registration = fresh(Registration.objects.get(name=name))
        assert registration.state == State.OFFERED
        url = own_page("offer", MANAGE, registration)
        assert "Wir halten ihn für Sie bis" in visitor.get(url).content.decode()
        response = send(visitor, url, {"answer": answer})
        assert response.status_code == 302
        assert visitor.get(response["Location"]).status_code == 200
        assert fresh(registration).state == state
    assert violations() == []


def test_an_offer_that_is_over_cannot_be_taken(visitor, workshop_page):
    session = make_session(capacity=1, workshop=workshop_page.identity)
    book(session, "Ada")
    book(session, "Bert")
    cancel(fresh(Registration.objects.get(name="Ada")))
    registration = fresh(Registration.objects.get(name="Bert"))
    url = own_page("offer", MANAGE, registration)
    token = token_in(visitor.get(url))
    with time_machine.travel(timezone.now() + 5 * DAY):
        assert visitor.post(url, {"token": token, "answer": "accept"}).status_code == 409
    assert fresh(registration).state == State.OFFERED


def test_that_was_not_me(visitor, session):
    registration = fresh(book(session, "Ada").registration)
    mail = OutboxMessage.objects.get()
    url = path_of(re.search(r"http\S+/nicht-ich/\S+", mail.text)[0])
    assert visitor.get(url).status_code == 200
    assert fresh(registration).state == State.CONFIRMED
    response = send(visitor, url)
    assert "ist gelöscht" in visitor.get(response["Location"]).content.decode()
    assert (fresh(registration).state, fresh(registration).email) == (State.CANCELLED, "")


# -- one's own registration ----------------------------------------------------------------------


def test_cancelling_takes_a_button_and_frees_the_place(visitor, session):
    registration = fresh(book(session, "Ada Beispiel").registration)
    url = own_page("cancel", MANAGE, registration)
    visitor.get(url)
    assert pool_of(session).taken == 1
    response = send(visitor, url)
    assert "Danke, dass Sie Bescheid geben" in visitor.get(response["Location"]).content.decode()
    assert pool_of(session).taken == 0
    again = visitor.post(url, {"token": token_in(visitor.get(form_url(session)))})
    assert again["Location"] == url.removesuffix("absagen/")
    assert "Sie haben abgesagt" in visitor.get(own_page("manage", MANAGE, registration)).content.decode()


def test_fewer_people_may_come_but_not_more(visitor, workshop_page):
    session = make_session(capacity=5, workshop=workshop_page.identity)
    registration = fresh(book(session, places=3).registration)
    url = own_page("places", MANAGE, registration)
    assert send(visitor, url, {"places": "4"}).status_code == 200
    assert send(visitor, url, {"places": "1"}).status_code == 302
    assert (fresh(registration).places, pool_of(session).taken) == (1, 1)
    assert violations() == []


def test_the_calendar_file_has_all_dates(visitor, workshop_page):
    session = make_session(workshop=workshop_page.identity, dates=3)
    registration = fresh(book(session).registration)
    response = visitor.get(own_page("calendar", MANAGE, registration))
    assert response.content.decode().count("BEGIN:VEVENT") == 3
    assert {str(date.uid) for date in session.dates.all()} == set(
        re.findall(r"UID:([^@]+)@", response.content.decode())
    )


def test_who_waits_sees_the_place_in_the_queue_and_no_calendar_file(visitor, workshop_page):
    session = make_session(
        capacity=1, workshop=workshop_page.identity, online_link="https://treffen.example.org/abc", is_online=True
    )
    for name in ("Ada", "Bert", "Cem"):
        book(session, name)
    registration = fresh(Registration.objects.get(name="Cem"))
    shown = visitor.get(own_page("manage", MANAGE, registration)).content.decode()
    assert "Sie stehen auf der Warteliste" in shown
    assert re.search(r"Stelle auf der Warteliste</dt><dd>2<", shown)
    assert "treffen.example.org" not in shown
    assert visitor.get(own_page("calendar", MANAGE, registration)).status_code == 404


@pytest.mark.parametrize("name", ["manage", "cancel", "places", "offer", "calendar", "cancelled"])
def test_a_forged_or_foreign_link_shows_one_and_the_same_page(visitor, session, name):
    registration = fresh(book(session, "Ada Beispiel").registration)
    good = own_page(name, MANAGE, registration)
    wrong = {
        "forged": good.replace("/anmeldung/", "/anmeldung/x").replace("/angebot/", "/angebot/x"),
        "for another purpose": re.sub(r"(/(?:anmeldung|angebot)/)[^/]+", rf"\g<1>{_token(DISOWN, registration)}", good),
        "of nobody": re.sub(r"(/(?:anmeldung|angebot)/)[^/]+", rf"\g<1>{_token_for_nobody()}", good),
    }
    shown = [visitor.get(url) for url in wrong.values()]
    assert [response.status_code for response in shown] == [404, 404, 404]
    assert len({page_without_token(response) for response in shown}) == 1
    assert "Ada" not in shown[0].content.decode()


def _token(purpose: str, registration: Registration) -> str:
    return registration_url("manage", purpose, registration).rstrip("/").rsplit("/", 1)[1]


def _token_for_nobody() -> str:
    signer = signing.TimestampSigner(salt=f"allmende.link.{MANAGE}", sep=".")
    return signer.sign_object(["00000000-0000-4000-8000-000000000000", ""])


def test_a_link_of_another_registration_does_not_open_this_one(visitor, session):
    ada, bert = (fresh(book(session, name).registration) for name in ("Ada", "Bert"))
    Registration.objects.filter(pk=ada.pk).update(link_secret="erneuert")
    assert visitor.get(own_page("manage", MANAGE, ada)).status_code == 404  # the old link is revoked
    assert "Bert" in visitor.get(own_page("manage", MANAGE, bert)).content.decode()


def test_links_work_though_the_page_is_gone(visitor, workshop_page, session):
    registration = fresh(book(session, "Ada").registration)
    workshop_page.unpublish()
    shown = visitor.get(own_page("manage", MANAGE, registration)).content.decode()
    assert "Kleine Allianzen" in shown
    workshop_page.delete()
    assert "Kleine Allianzen" in visitor.get(own_page("manage", MANAGE, registration)).content.decode()
    assert send(visitor, own_page("cancel", MANAGE, registration)).status_code == 302
    assert OutboxMessage.objects.latest("pk").kind == "workshops.cancelled"


# -- languages -----------------------------------------------------------------------------------


def test_in_another_language_the_same_places_are_given_and_the_mail_speaks_it(visitor, workshop_page, session):
    translate(workshop_page, "en", title="Small alliances")
    response = send(visitor, f"/en/workshops/register/{session.key}/", PERSON)
    assert response["Location"].startswith("/en/")
    registration = registration_of()
    mail = OutboxMessage.objects.get()
    assert (registration.language, mail.language) == ("en", "en")
    assert "Small alliances" in mail.subject
    assert "/en/workshops/" in mail.text
    assert pool_of(session).taken == 1


def test_the_workshop_page_shows_the_same_places_in_every_language(
    visitor, workshop_page, django_assert_max_num_queries
):
    session = plan_session(
        workshop_page.identity, starts_at=timezone.now() + DAY, ends_at=timezone.now() + DAY + HOUR, capacity=30
    )
    for number in range(23):
        book(session, f"Person {number}")
    translate(workshop_page, "en", title="Small alliances")
    translate(workshop_page, "de-simple", title="Kleine Gruppen")
    for prefix, word in (("", "anmelden"), ("/en", "register"), ("/de-simple", "anmelden")):
        url = path_of(next(p for p in workshop_page.get_translations(inclusive=True) if _prefix(p) == prefix).full_url)
        html = visitor.get(url).content.decode()
        assert '<span class="big">7</span>' in html
        assert f"{prefix}/workshops/{word}/{session.key}/" in html


def _prefix(page) -> str:
    code = page.locale.language_code
    return "" if code == "de" else f"/{code}"
