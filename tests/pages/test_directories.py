"""Directories: filters whose words stand in the address, and the map beside the list."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from core.directory.models import Municipality
from core.look.maps import HEIGHT, WIDTH, Town, points_of
from core.pages.models import AllianceIndexPage
from tests.factories import AlliancePageFactory, OrganisationPageFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def apolda(town):
    return Municipality.objects.create(site=town.site, name="Apolda", state="TH", latitude=51.026, longitude=11.516)


@pytest.fixture
def three(town, apolda):
    """A club in Apolda, an authority in Ulm, a club that is nowhere."""
    ulm = Municipality.objects.create(site=town.site, name="Ulm", state="BW", latitude=48.39, longitude=9.957)
    made = {}
    for title, category, where in (("Lotsen", "Verein", apolda), ("Rathaus", "Amt", ulm), ("Wolke", "Verein", None)):
        organisation = OrganisationPageFactory(parent=town.index, title=title).identity
        organisation.category, organisation.municipality = category, where
        organisation.save()
        made[title] = organisation
    topic, other = TopicFactory(title="Familie"), TopicFactory(title="Pflege")
    made["Lotsen"].topics.set([topic, other])
    made["Rathaus"].topics.set([topic])
    return made


def titles(response):
    return [card.title for card in response.context["cards"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("art=Verein", ["Lotsen", "Wolke"]),
        ("thema=familie", ["Lotsen", "Rathaus"]),
        ("thema=familie&art=Verein", ["Lotsen"]),
        ("kommune=ulm", ["Rathaus"]),
        ("land=TH", ["Lotsen"]),
        ("land=TH&q=rathaus", []),
        ("art=Verein&q=wol", ["Wolke"]),
    ],
)
def test_what_was_chosen_narrows_the_list(client, town, three, asked, found):
    assert titles(client.get(f"{town.index.url}?{asked}")) == found


def test_an_unknown_choice_shows_all_and_says_so(client, town, three):
    response = client.get(f"{town.index.url}?art=Quatsch")
    assert len(titles(response)) == 5
    assert response.context["form"].errors["art"]


def test_choices_carry_counts_and_a_single_choice_is_not_offered(client, town, three):
    form = client.get(town.index.url).context["form"]
    assert form.fields["art"].choices[1:] == [("Amt", "Amt (1)"), ("Verein", "Verein (2)")]
    assert form.fields["kommune"].choices[1:] == [("apolda", "Apolda (1)"), ("ulm", "Ulm (1)")]
    three["Rathaus"].category = "Verein"
    three["Rathaus"].save()
    assert "art" not in client.get(town.index.url).context["form"].fields


def test_an_empty_result_leads_back_to_all(client, town, three):
    html = client.get(f"{town.index.url}?land=TH&q=rathaus").content.decode()
    assert "Nichts gefunden" in html
    assert f'href="{town.index.url}">Filter zurücksetzen' in html
    assert 'class="map"' not in html


def test_alliances_are_found_by_their_form(client, town, apolda):
    parent = AllianceIndexPage.objects.child_of(town.site.root_page).get()
    for title, form in (("Rund", "round_table"), ("Fest", "working_group")):
        alliance = AlliancePageFactory(parent=parent, title=title).identity
        alliance.form, alliance.municipality = form, apolda
        alliance.save()
    response = client.get(f"{parent.url}?art=round_table")
    assert titles(response) == ["Rund"]
    assert [str(label) for _value, label in response.context["form"].fields["art"].choices][1:] == [
        "Feste Arbeitsgruppe (1)",
        "Runder Tisch (1)",
    ]
    assert [(point.name, point.count) for point in response.context["points"]] == [("Apolda", 1)]


def test_each_town_is_a_link_in_the_list_and_a_point_on_the_map(client, town, three):
    html = client.get(town.index.url).content.decode()
    assert html.count(f'href="{town.index.url}?kommune=apolda"') == 2
    assert (
        'aria-current="true"' in client.get(f"{town.index.url}?kommune=apolda").content.decode().split('class="map"')[1]
    )


def test_points_lie_where_the_towns_are():
    towns = [Town("flensburg", "Flensburg", "SH", 54.78, 9.44), Town("sonthofen", "Sonthofen", "BY", 47.51, 10.28)]
    north, south = points_of(towns)
    assert 0 < north.y < 60 < HEIGHT - 80 < south.y < HEIGHT
    assert 0 < north.x < south.x < WIDTH / 2
    assert points_of([Town("wien", "Wien", "", 48.2, 16.4), Town("x", "Ohne Angabe", "")])[0].x is None


def test_the_outlines_of_sixteen_states_are_small():
    drawn = Path(finders.find("core/states.svg")).read_text(encoding="utf-8")
    assert drawn.count("<path") == 16
    assert len(drawn) <= 30_000
