"""Projects, networks, funding programmes and news: whole, nearly empty, and as an editor makes them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.directory.models import FundingProgramme, FundingRound, NetworkCity, NetworkPartner, Project, ProjectPartner
from core.pages.models import ContentPage, FundingProgrammePage, NewsPage, ProjectPage
from tests.factories import (
    AllianceIndexPageFactory,
    AlliancePageFactory,
    ContentPageFactory,
    FundingIndexPageFactory,
    FundingProgrammePageFactory,
    FundingRoundFactory,
    MunicipalityFactory,
    NetworkIndexPageFactory,
    NetworkPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
    TopicFactory,
)

from .editor import add_url, edit_url, form_data, publish
from .test_queries import MOST, queries_of

pytestmark = pytest.mark.django_db

TYPES = {
    "project": (ProjectIndexPageFactory, ProjectPageFactory),
    "network": (NetworkIndexPageFactory, NetworkPageFactory),
    "funding": (FundingIndexPageFactory, FundingProgrammePageFactory),
    "news": (NewsIndexPageFactory, NewsPageFactory),
}


@pytest.fixture
def indexes(town):
    """The list of each kind."""
    return {name: index(parent=town.site.root_page) for name, (index, _page) in TYPES.items()}


@pytest.fixture
def things(indexes):
    """One page of each kind with nothing but a title."""
    return {name: page(parent=indexes[name]) for name, (_index, page) in TYPES.items()}


@pytest.mark.parametrize("name", TYPES)
def test_a_page_with_nothing_but_a_title_is_whole_and_listed(client, indexes, things, name):
    page = things[name]
    shown = client.get(page.url).content.decode()
    assert f"<h1>{page.title}</h1>" in shown
    assert "None" not in shown
    listed = client.get(indexes[name].url).content.decode()
    assert f'<a href="{page.url}">{page.title}</a>' in listed


@pytest.mark.parametrize("name", TYPES)
def test_an_empty_list_says_so_and_a_search_without_hits_leads_back(client, indexes, name):
    assert "Hier steht noch nichts" in client.get(indexes[name].url).content.decode()
    found_nothing = client.get(indexes[name].url, {"q": "Zuckerwatte"}).content.decode()
    assert "Nichts gefunden" in found_nothing
    assert f'href="{indexes[name].url}"' in found_nothing


def fill(town, things):
    """One more of everything that the pages show."""
    project, network, funding = (things[name].identity for name in ("project", "network", "funding"))
    municipality, topic = MunicipalityFactory(), TopicFactory()
    project.municipalities.add(municipality)
    for thing in (project, network, funding):
        thing.topics.add(topic)
    ProjectPartner.objects.create(project=project, organisation=town.own.identity, role="Trägerin", since="2021-04")
    ProjectPartner.objects.create(project=project, name="Stadtwerke Auental", role="Strom")
    NetworkCity.objects.create(network=network, municipality=municipality, contribution="Tauschhaus")
    NetworkPartner.objects.create(network=network, organisation=town.other.identity, role="Fachpartnerin")
    FundingRoundFactory(programme=funding)


def test_everything_that_belongs_to_them_is_shown_in_words(client, town, things):
    alliance = AlliancePageFactory(parent=AllianceIndexPageFactory(parent=town.site.root_page, slug="noch-eins"))
    Project.objects.update(
        category="pilot", state="done", since="2021-04", until="2023-04", alliance=alliance.identity,
        network=things["network"].identity,
    )  # fmt: skip
    FundingProgramme.objects.update(amount_from=500, amount_to=4000, organisation=town.own.identity)
    NewsPage.objects.update(
        place_name="Berlin", dated="2021-04", contact="Mira Tannwald", contact_email="m@example.org"
    )
    fill(town, things)
    project, network, funding, news = (client.get(things[name].url).content.decode() for name in TYPES)
    for words in ("Pilotprojekt", "abgeschlossen", "April 2021 bis April 2023", "Werkhof", "Trägerin"):
        assert words in project, words
    for words in ("seit April 2021", "Stadtwerke Auental", alliance.title, things["network"].title):
        assert words in project, words
    assert town.own.url in project
    for words in ("Tauschhaus", "Tafelladen", "Fachpartnerin", things["project"].title):
        assert words in network, words
    for words in ("500 bis 4.000 Euro", "Anträge bis ", "Werkhof"):
        assert words in funding, words
    for words in ("Berlin · April 2021", "Mira Tannwald", "mailto:m@example.org"):
        assert words in news, words


def test_they_ask_seldom_and_never_more_for_more(client, town, indexes, things):
    urls = [page.url for page in (*indexes.values(), *things.values())]
    fill(town, things)
    with_one = {url: len(queries_of(client, url)) for url in urls}
    for _more in range(2):
        Project.objects.all()
        _again(town, things)
        for name, (_index, factory) in TYPES.items():
            factory(parent=indexes[name])
    with_three = {url: len(queries_of(client, url)) for url in urls}
    assert with_three == with_one
    assert {url: count for url, count in with_three.items() if count > MOST} == {}


def _again(town, things):
    project, network, funding = (things[name].identity for name in ("project", "network", "funding"))
    municipality = MunicipalityFactory()
    project.municipalities.add(municipality)
    ProjectPartner.objects.create(project=project, name="Noch jemand", role="Hilfe")
    NetworkCity.objects.create(network=network, municipality=municipality)
    NetworkPartner.objects.create(network=network, name="Noch jemand")
    FundingRoundFactory(programme=funding)


def test_the_newest_news_come_first_and_undated_last(client, indexes):
    for title, dated in (("Alt", "2019"), ("Neu", "2026-11-20"), ("Ohne", ""), ("Mittel", "2026-11")):
        NewsPageFactory(parent=indexes["news"], title=title, dated=dated)
    titles = [card.title for card in client.get(indexes["news"].url).context["cards"]]
    assert titles == ["Neu", "Mittel", "Alt", "Ohne"]


def test_an_editor_makes_a_project_in_one_form_and_adds_partners_in_others(admin_client, town, indexes):
    facts = {"category": "model", "state": "running", "since": "April 2025", "until": "", "goals": "Begegnung\nRuhe"}
    words = {"title": "Bänke für alle", "slug": "baenke", "action-publish": "1"}
    response = admin_client.post(add_url(indexes["project"], ProjectPage), form_data(**words, **facts))
    assert response.status_code == 302
    page = ProjectPage.objects.get(slug="baenke")
    partner = f"{reverse('projectpartner:add')}?of={page.identity.pk}"
    sent = {"project": page.identity.pk, "organisation": town.own.identity.pk, "name": "", "role": "Holz"}
    assert admin_client.post(partner, sent).status_code == 302
    shown = admin_client.get(page.url).content.decode()
    for words_shown in ("Modellprojekt", "seit April 2025", "<li>Begegnung</li>", "Werkhof", "Holz"):
        assert words_shown in shown
    assert "Werkhof" in admin_client.get(edit_url(page)).content.decode()


def test_a_date_that_is_none_is_refused_beside_its_field_and_nothing_is_lost(admin_client, indexes):
    words = {"title": "Bänke", "slug": "baenke", "action-publish": "1", "category": "model", "state": "running"}
    url = add_url(indexes["project"], ProjectPage)
    refused = admin_client.post(url, form_data(**words, since="demnächst", goals="Begegnung"))
    assert "„demnächst“ ist kein Datum" in refused.content.decode()
    assert "Begegnung" in refused.content.decode()
    assert not ProjectPage.objects.exists()


def test_the_end_may_not_lie_before_the_beginning(admin_client, things):
    refused = publish(admin_client, things["project"], since="2025", until="2024")
    assert "Das Ende liegt vor dem Anfang." in refused.content.decode()
    assert Project.objects.get().since == ""


def test_a_deadline_is_in_the_feed_and_follows_its_programme(client, admin_client, things):
    page = things["funding"]
    day = timezone.localdate() + dt.timedelta(days=20)
    sent = {"programme": page.identity.pk, "starts_at": f"{day:%d.%m.%Y}", "all_day": "on", "status": "planned"}
    added = admin_client.post(f"{reverse('fundinground:add')}?of={page.identity.pk}", sent)
    assert added.status_code == 302, added.context["form"].errors
    feed = client.get("/feeds/all.ics").content.decode().replace("\r\n ", "")
    assert f"SUMMARY:Antragsfrist: {page.title}" in feed
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in feed
    page.title = "Kleiner Topf"
    page.save_revision().publish()
    assert "Antragsfrist: Kleiner Topf" in client.get("/feeds/all.ics").content.decode().replace("\r\n ", "")
    page.unpublish()
    assert "CONFIRMED" not in client.get("/feeds/all.ics").content.decode()


def test_deleting_a_programme_with_a_deadline_asks_first(admin_client, things):
    FundingRoundFactory(programme=things["funding"].identity)
    asked = admin_client.post(reverse("wagtailadmin_pages:delete", args=[things["funding"].pk])).content.decode()
    assert "Termine, die noch kommen" in asked
    assert FundingProgrammePage.objects.exists()
    assert FundingRound.objects.exists()


@pytest.mark.parametrize("name", ["project", "network", "funding"])
def test_pages_of_content_stand_below_them(client, things, name):
    assert ContentPage in type(things[name]).allowed_subpage_models()
    below = ContentPageFactory(parent=things[name], title="Mehr darüber")
    assert "<h1>Mehr darüber</h1>" in client.get(below.url).content.decode()
