"""What one wants to know before one goes: cost, contact, access; and places that only one organisation uses."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core.calendar.models import Occurrence, OccurrenceText
from core.directory.models import AccessOffer, CoOrganiser, Event, EventDate, Place
from core.pages.models import EventPage
from tests.factories import EventDateFactory, PlaceFactory

from .editor import create, publish

pytestmark = pytest.mark.django_db
WHEN = {"first_start": "08.10.2027 18:00", "first_end": "08.10.2027 20:30"}
TYPED = {"first_place_name": "Grillplatz", "first_place_street": "Waldweg", "first_place_city": "Auental"}


@pytest.mark.parametrize(
    ("fields", "price", "line"),
    [
        ({}, "", ""),
        ({"cost": "Spende"}, "Spende", "Spende"),
        ({"cost_kind": "amount", "cost_from": Decimal(8)}, "8 €", "8 €"),
        (
            {"cost_kind": "amount", "cost_from": Decimal("7.50"), "cost_reduced": Decimal(4), "reduced_for": "Kinder"},
            "7,50 €",
            "7,50 €. Ermäßigt 4 € für: Kinder",
        ),
        (
            {"cost_kind": "sliding", "cost_from": Decimal(5), "cost_to": Decimal(20), "cost": "Mit Suppe."},
            "5 € bis 20 €",
            "5 € bis 20 €. Sie entscheiden selbst, wie viel Sie geben. Mit Suppe",
        ),
    ],
)
def test_cost_in_words(fields, price, line):
    event = Event(**fields)
    event.clean()
    assert (event.price.replace("\xa0", " "), event.cost_line.replace("\xa0", " ")) == (price, line)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"cost_kind": "amount"}, "amount_missing"),
        ({"cost_kind": "sliding", "cost_from": Decimal(5), "cost_to": Decimal(3)}, "turned"),
        ({"cost_kind": "amount", "cost_from": Decimal(5), "cost_reduced": Decimal(5)}, "no_reduction"),
    ],
)
def test_costs_that_make_no_sense(fields, code):
    with pytest.raises(ValidationError) as refused:
        Event(**fields).clean()
    assert [error.code for errors in refused.value.error_dict.values() for error in errors] == [code]


def test_one_form_takes_everything_and_page_and_calendar_tell_it(as_editor, client, town):
    create(
        as_editor,
        town.own,
        EventPage,
        title="Fest",
        slug="fest",
        cost_kind="amount",
        cost_from="7,50",
        contact="Mira",
        contact_phone="06221 555 02",
        offers=["sign_language", "toilet"],
        step_free="Durch den Hof.",
        **WHEN,
        **TYPED,
        **{"action-publish": "1"},
    )
    page = EventPage.objects.get(slug="fest")
    CoOrganiser.objects.create(event=page.identity, organisation=town.other.identity)
    html = client.get(page.url).content.decode()
    told = ("7,50", "Gebärdensprache (DGS)", "Durch den Hof.", 'href="tel:0622155502"', "Grillplatz", "Tafelladen")
    assert [words for words in told if words not in html] == []
    occurrence = Occurrence.objects.get()
    assert (occurrence.cost, occurrence.offers) == ("7,50\xa0€", ["toilet", "sign_language"])
    component = OccurrenceText.objects.get(language="de").component.replace("\r\n ", "")
    assert "Kosten: 7\\,50" in component
    assert "Gebärdensprache (DGS)" in component
    assert "Mira\\, 06221 555 02" in component


def test_amounts_are_told_in_the_language_of_the_reader(town):
    Event.objects.filter(pk=town.own_event.identity.pk).update(cost_kind="sliding", cost_from=Decimal("2.50"))
    with override("en"):
        assert "2.50" in Event.objects.get(pk=town.own_event.identity.pk).cost_line


def test_what_the_place_offers_stands_on_the_page_of_the_event(client, town):
    place = PlaceFactory(offers=[AccessOffer.LIFT], step_free="Der Weg ist eben.", arrival="Bus 5.")
    EventDateFactory(event=town.own_event.identity, place=place)
    html = client.get(town.own_event.url).content.decode()
    assert [words in html for words in ("Aufzug", "Der Weg ist eben.", "Bus 5.")] == [True] * 3
    EventDateFactory(event=town.own_event.identity, place=PlaceFactory())
    assert "Aufzug" not in client.get(town.own_event.url).content.decode()  # not true of both


# -- places that only one organisation uses ----------------------------------------------------------------------------


def test_a_typed_place_stays_with_the_organisation(as_editor, client, town):
    create(as_editor, town.own, EventPage, title="Fest", slug="fest", **WHEN, **TYPED)
    place = EventDate.objects.get().place
    assert (place.owner, place.city, place.url) == (town.own.identity, "Auental", "")
    assert "Grillplatz" in as_editor.get("/admin/place_chooser/results/").content.decode()
    assert "Grillplatz" not in client.get("/orte/").content.decode()
    assert client.get(f"/orte/{place.slug}/").status_code == 404
    client.force_login(town.stranger)
    for address in ("/admin/place_chooser/results/", "/admin/place/"):
        assert "Grillplatz" not in client.get(address).content.decode()
    assert client.get(f"/admin/place_chooser/chosen/{place.pk}/").status_code == 404
    typed = {"title": "Fest", "slug": "fest-2", "first_place": place.pk}
    create(client, town.other, EventPage, **typed, **WHEN)
    assert EventDate.objects.count() == 1


def test_the_same_place_typed_again_is_one(as_editor, town):
    for slug in ("fest", "fest-2"):
        create(as_editor, town.own, EventPage, title="Fest", slug=slug, **WHEN, **TYPED)
    assert Place.objects.get(name="Grillplatz").eventdates.count() == 2


def test_the_same_place_typed_by_two_is_two(client, town):
    for user, parent, slug in ((town.editor, town.own, "fest"), (town.stranger, town.other, "fest-2")):
        client.force_login(user)
        create(client, parent, EventPage, title="Fest", slug=slug, **WHEN, **TYPED)
    owners = {place.owner for place in Place.objects.filter(name="Grillplatz")}
    assert owners == {town.own.identity, town.other.identity}


def test_a_place_given_to_all_is_offered_to_all(as_editor, client, town):
    create(as_editor, town.own, EventPage, title="Fest", slug="fest", first_place_shared="on", **WHEN, **TYPED)
    client.force_login(town.stranger)
    assert "Grillplatz" in client.get("/admin/place_chooser/results/").content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"first_place_name": "Grillplatz"}, "Diese Angabe fehlt noch."),
        ({"first_place_street": "Waldweg"}, "Diese Angabe fehlt noch."),
        ({**TYPED, "first_place": "chosen"}, "nicht beides"),
    ],
)
def test_a_typed_place_that_makes_no_sense(as_editor, town, typed, sentence):
    if "first_place" in typed:
        typed["first_place"] = PlaceFactory().pk
    response = create(as_editor, town.own, EventPage, title="Fest", slug="fest", **WHEN, **typed)
    assert sentence in response.content.decode()
    assert not Place.objects.filter(name="Grillplatz").exists()


def test_a_later_date_may_have_a_typed_place_too(as_editor, town):
    typed = {"starts_at": "09.10.2027 18:00", "ends_at": "09.10.2027 20:00", "status": "planned", "place": ""}
    typed |= {"place_name": "Grillplatz", "place_city": "Auental", "event": town.own_event.identity.pk}
    response = as_editor.post(f"/admin/eventdate/new/?of={town.own_event.identity.pk}", typed)
    assert response.status_code == 302
    assert EventDate.objects.get().place.owner == town.own.identity


def test_publishing_again_changes_no_cost(as_editor, town):
    Event.objects.filter(pk=town.own_event.identity.pk).update(cost_kind="amount", cost_from=Decimal("7.50"))
    publish(as_editor, EventPage.objects.get(pk=town.own_event.pk), lead="Neu")
    assert Event.objects.get(pk=town.own_event.identity.pk).cost_from == Decimal("7.50")
