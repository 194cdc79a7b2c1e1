"""What editors do: one form for page and first date, dates, places, people; and nobody sees another's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.mail.models import OutboxMessage
from core.pages.models import OrganisationPage
from plugins.workshops.attached import attached_to
from plugins.workshops.models import Registration, Session, SessionDate, WorkshopPage
from plugins.workshops.states import State
from tests.factories import PersonFactory, PlaceFactory, make_editor, make_site, translate
from tests.pages import editor
from tests.plugins.workshops.factories import DAY, book, make_page, make_session, pool_of, states
from tests.plugins.workshops.invariants import violations

pytestmark = pytest.mark.django_db

BERLIN = timezone.get_default_timezone()
WHEN = {"first_start": "08.10.2027 18:00", "first_end": "08.10.2027 20:30"}


@pytest.fixture
def workshop_page(db) -> WorkshopPage:
    return make_page(title="Kleine Allianzen")


@pytest.fixture
def organisation_page(workshop_page) -> OrganisationPage:
    return workshop_page.get_parent().specific


@pytest.fixture
def as_editor(client, organisation_page) -> Any:
    client.force_login(make_editor(organisation_page))
    return client


@pytest.fixture
def foreign(workshop_page) -> WorkshopPage:
    """A workshop of another organisation of the same site."""
    return make_page(workshop_page.get_site(), title="Geheimer Plan")


@pytest.fixture
def session(workshop_page) -> Session:
    return make_session(workshop=workshop_page.identity, capacity=2)


def the_date(session: Session) -> SessionDate:
    return session.dates.get()


# -- one form ------------------------------------------------------------------------------------


def test_one_form_makes_page_date_place_and_places(as_editor, organisation_page):
    place, person = PlaceFactory(), PersonFactory()
    facts = {"first_place": place.pk, "first_capacity": "30", "cost": "5 Euro", "speakers": [person.pk]}
    editor.create(as_editor, organisation_page, WorkshopPage, title="Neu", slug="neu", **WHEN, **facts)
    workshop = WorkshopPage.objects.get(slug="neu").identity
    session = workshop.sessions.get()
    assert the_date(session).starts_at == dt.datetime(2027, 10, 8, 18, tzinfo=BERLIN)
    assert (the_date(session).place, pool_of(session).capacity) == (place, 30)
    assert (workshop.cost, list(workshop.speakers.all()), workshop.organisation) == (
        "5 Euro",
        [person],
        organisation_page.identity,
    )


def test_saving_the_page_again_changes_no_date_and_no_counter(as_editor, workshop_page, session):
    book(session)
    before = list(SessionDate.objects.values()), list(type(pool_of(session)).objects.values())
    editor.publish(as_editor, workshop_page, title="Neuer Titel", **WHEN)
    assert (list(SessionDate.objects.values()), list(type(pool_of(session)).objects.values())) == before


def test_the_editor_shows_dates_and_how_many_have_registered(as_editor, workshop_page, session):
    for _person in range(3):
        book(session)
    html = as_editor.get(editor.edit_url(workshop_page)).content.decode()
    assert "2 von 2 Plätzen vergeben, 1 wartet" in html
    assert reverse("workshop_date:edit", args=[the_date(session).pk]) in html


def test_a_copy_has_no_dates(workshop_page, session):
    copied = workshop_page.copy(update_attrs={"slug": "kopie", "title": "Kopie"}).specific
    assert copied.identity != workshop_page.identity
    assert copied.identity.sessions.count() == 0
    assert translate(workshop_page, "en").identity == workshop_page.identity


# -- dates and places ----------------------------------------------------------------------------


def test_a_changed_date_is_told_to_those_who_registered(as_editor, session):
    book(session, "Ada")
    url = reverse("workshop_date:edit", args=[the_date(session).pk])
    data = {"starts_at": "09.10.2027 18:00", "ends_at": "09.10.2027 20:00", "place": "", "note": "Der Saal war belegt."}
    assert as_editor.post(url, data).status_code == 302
    assert the_date(session).starts_at == dt.datetime(2027, 10, 9, 18, tzinfo=BERLIN)
    mail = OutboxMessage.objects.get(kind="workshops.moved")
    assert "Der Saal war belegt." in mail.text


def test_a_new_date_has_places_of_its_own_or_belongs_to_a_course(as_editor, workshop_page, session):
    url = reverse("workshop_date:add") + f"?of={workshop_page.identity.pk}"
    when = {
        "workshop": workshop_page.identity.pk,
        "starts_at": "09.10.2027 18:00",
        "ends_at": "09.10.2027 20:00",
        "place": "",
    }
    assert as_editor.post(url, when | {"capacity": "12", "session": ""}).status_code == 302
    assert as_editor.post(url, when | {"capacity": "", "session": session.pk}).status_code == 302
    assert Session.objects.count() == 2
    assert session.dates.count() == 2
    assert pool_of(Session.objects.exclude(pk=session.pk).get()).capacity == 12


def test_a_cancelled_date_is_told_with_the_reason(as_editor, session):
    book(session, "Ada")
    url = reverse("workshop_date:cancel", args=[the_date(session).pk])
    asked = as_editor.get(url).content.decode()
    assert "Eine Anmeldung bekommt eine E-Mail" in asked
    assert 'name="note"' in asked
    as_editor.post(url, {"note": "Die Leitung ist krank."})
    assert the_date(session).is_cancelled
    assert "Die Leitung ist krank." in OutboxMessage.objects.get(kind="workshops.called_off").text
    assert Registration.objects.get().audit.last().actor == "organiser"


def test_more_places_are_offered_to_those_who_wait(as_editor, session):
    for _person in range(3):
        book(session)
    url = reverse("workshop_session:edit", args=[session.pk])
    form = as_editor.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in values.items() if value is not None and value is not False}
    assert as_editor.post(url, data | {"capacity": "3", "max_places": "2"}).status_code == 302
    assert states(session) == ["confirmed", "confirmed", "offered"]
    assert Session.objects.get(pk=session.pk).max_places == 2
    assert violations() == []


# -- people --------------------------------------------------------------------------------------


def test_people_are_found_and_filtered(as_editor, session):
    for name in ("Ada Apfel", "Bert Birne", "Cem Kirsche"):
        book(session, name)
    index = reverse("workshop_registration:index")
    assert "Bert Birne" in as_editor.get(index, {"q": "birne"}).content.decode()
    assert "Ada Apfel" not in as_editor.get(index, {"q": "birne"}).content.decode()
    waiting = as_editor.get(index, {"state": "waiting"}).content.decode()
    assert "Cem Kirsche" in waiting
    assert "Ada Apfel" not in waiting
    assert "Ada Apfel" in as_editor.get(index, {"session": session.pk}).content.decode()


def test_cancelling_somebodys_registration_tells_them_and_offers_the_place(as_editor, session):
    for name in ("Ada", "Bert", "Cem"):
        book(session, name)
    ada = Registration.objects.get(name="Ada")
    shown = as_editor.get(reverse("workshop_registration:inspect", args=[ada.pk])).content.decode()
    assert "ada@example.org" in shown
    url = reverse("workshop_registration:cancel", args=[ada.pk])
    assert url in shown
    as_editor.post(url)
    assert states(session) == ["cancelled", "confirmed", "offered"]
    assert "die Organisation hat Ihre Anmeldung abgesagt" in OutboxMessage.objects.get(kind="workshops.cancelled").text


def test_a_list_takes_the_same_number_of_queries_however_long_it_is(as_editor, workshop_page):
    counts = []
    for _round in range(3):
        book(make_session(workshop=workshop_page.identity))
        for name in ("workshop_registration", "workshop_date", "workshop_session"):
            with CaptureQueriesContext(connection) as queries:
                as_editor.get(reverse(f"{name}:index"))
            counts.append((name, len(queries)))
    assert set(counts[3:6]) == set(counts[6:9])


# -- nobody else ---------------------------------------------------------------------------------


def test_what_belongs_to_another_organisation_is_not_shown_and_not_changed(as_editor, foreign):
    session = make_session(workshop=foreign.identity)
    book(session, "Heimlich")
    registration = Registration.objects.get()
    pages = {
        "workshop_date:edit": the_date(session).pk,
        "workshop_date:cancel": the_date(session).pk,
        "workshop_session:edit": session.pk,
        "workshop_registration:inspect": registration.pk,
        "workshop_registration:cancel": registration.pk,
    }
    answers = {name: as_editor.get(reverse(name, args=[pk])) for name, pk in pages.items()}
    answers |= {f"post {name}": as_editor.post(reverse(name, args=[pk])) for name, pk in pages.items()}
    assert {name for name, response in answers.items() if response.status_code not in (302, 403)} == set()
    assert all("Heimlich" not in response.content.decode() for response in answers.values())
    for index in ("workshop_registration", "workshop_date", "workshop_session"):
        html = as_editor.get(reverse(f"{index}:index")).content.decode()
        assert "Geheimer Plan" not in html
        assert "Heimlich" not in html
    assert Registration.objects.get().state == State.CONFIRMED
    assert not the_date(session).is_cancelled


def test_a_date_cannot_be_added_to_a_foreign_workshop(as_editor, foreign):
    url = reverse("workshop_date:add") + f"?of={foreign.identity.pk}"
    data = {"workshop": foreign.identity.pk, "starts_at": "09.10.2027 18:00", "ends_at": "09.10.2027 20:00"}
    assert as_editor.post(url, data).status_code == 200
    assert SessionDate.objects.count() == 0


# -- before pages go -----------------------------------------------------------------------------


def test_what_hangs_on_a_page_is_named_and_called_off_once(workshop_page, session):
    book(session, "Ada")
    make_session(workshop=workshop_page.identity, starts_in=-3 * DAY)
    found = list(attached_to([workshop_page]))
    assert [attached.count for attached in found] == [1, 1]
    for attached in found:
        attached.cancel()
    assert the_date(session).is_cancelled
    assert [mail.to for mail in OutboxMessage.objects.filter(kind="workshops.called_off")] == ["ada@example.org"]
    assert violations() == []


def test_deleting_a_page_with_people_behind_it_asks_first(as_editor, workshop_page, session):
    book(session, "Ada")
    url = reverse("wagtailadmin_pages:delete", args=[workshop_page.pk])
    asked = as_editor.post(url)
    assert "Anmeldungen" in asked.content.decode()
    assert WorkshopPage.objects.filter(pk=workshop_page.pk).exists()
    as_editor.post(url, {"behind": "absagen"})
    assert not WorkshopPage.objects.filter(pk=workshop_page.pk).exists()
    assert states(session) == ["cancelled"]


def test_two_sites_never_mix(as_editor, workshop_page):
    other = make_page(make_site("anderswo.example.org", "Anderswo", languages=()), title="Anderswo")
    book(make_session(workshop=other.identity), "Heimlich")
    assert "Heimlich" not in as_editor.get(reverse("workshop_registration:index")).content.decode()


def test_people_on_waiting_lists_wait_for_the_organiser_only(as_editor, workshop_page):
    session = make_session(1, workshop=workshop_page.identity)
    for name in ("Anna", "Bela", "Cem"):
        book(session, name)
    url = f"{reverse('workshop_registration:index')}?state=waiting"
    home = as_editor.get("/admin/").content.decode()
    assert f'<a href="{url}">2 Menschen stehen auf Wartelisten</a>' in home
    listed = as_editor.get(url).content.decode()
    assert ("Anna" in listed, "Bela" in listed, "Cem" in listed) == (False, True, True)
    index = workshop_page.get_parent().get_parent()
    stranger = make_editor(index.add_child(instance=OrganisationPage(title="Fremd", slug="fremd")))
    as_editor.force_login(stranger)
    assert "Wartelisten" not in as_editor.get("/admin/").content.decode()


def test_a_workshop_without_place_or_contact_is_told_to_its_editor_only(as_editor, workshop_page):
    session = make_session(2, workshop=workshop_page.identity)
    report = as_editor.get(reverse("incomplete:index")).content.decode()
    assert "Workshops, denen etwas fehlt" in report
    assert "Es fehlt: Ort, Wer Fragen beantwortet" in report
    assert f'href="{reverse("workshop_date:edit", args=[session.dates.get().pk])}#id_place-chooser"' in report
    Session.objects.update(is_online=True)
    workshop_page.identity.__class__.objects.update(contact="Mira Tannwald, 06221 000000")
    assert "Workshops, denen" not in as_editor.get(reverse("incomplete:index")).content.decode()
    index = workshop_page.get_parent().get_parent()
    Session.objects.update(is_online=False)
    as_editor.force_login(make_editor(index.add_child(instance=OrganisationPage(title="Fremd", slug="fremd"))))
    assert "Kleine Allianzen" not in as_editor.get(reverse("incomplete:index")).content.decode()
