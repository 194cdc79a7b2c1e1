"""Strategies, their chapters and bodies: whole, nearly empty, and as an editor makes them."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model

from core.directory.models import (
    BodyMember,
    Commitment,
    Meeting,
    ProcessStep,
    ProgressReport,
    Project,
    Recommendation,
    Strategy,
    StrategyActor,
)
from core.pages.implementation import step_state
from core.pages.models import AllianceIndexPage, BodyPage, ChapterPage, StrategyPage
from tests.factories import (
    AlliancePageFactory,
    BodyPageFactory,
    ChapterPageFactory,
    ContentPageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
    StrategyIndexPageFactory,
    StrategyPageFactory,
    TopicFactory,
)

from .editor import add_url, autocreate, edit_url, form_data
from .test_queries import MOST, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(town):
    return StrategyIndexPageFactory(parent=town.site.root_page, slug="strategien")


@pytest.fixture
def strategy(index):
    return StrategyPageFactory(parent=index, title="Engagementplan")


@pytest.fixture
def body(strategy):
    return BodyPageFactory(parent=strategy, title="Steuerkreis")


@pytest.fixture
def projects(town):
    return ProjectIndexPageFactory(parent=town.site.root_page)


def meeting(body, days, **facts):
    start = timezone.now().replace(microsecond=0) + dt.timedelta(days=days)
    return Meeting.objects.create(body=body.identity, starts_at=start, ends_at=start + dt.timedelta(hours=2), **facts)


def test_pages_with_nothing_but_a_title_are_whole_and_listed(client, index, strategy, body):
    chapter = ChapterPageFactory(parent=strategy)
    for page in (strategy, body, chapter):
        shown = client.get(page.url).content.decode()
        assert f"<h1>{page.title}</h1>" in shown
        assert "None" not in shown
    assert f'<a href="{strategy.url}">Engagementplan</a>' in client.get(index.url).content.decode()
    assert "Zurzeit ist keine Sitzung angekündigt." in client.get(body.url).content.decode()


def test_an_empty_list_says_so(client, index):
    assert index.url == "/strategien/"
    assert "Hier steht noch nichts" in client.get(index.url).content.decode()


def grow(town, strategy, body, projects, number=1):
    """One more of everything."""
    identity = strategy.identity
    StrategyActor.objects.create(strategy=identity, sector="associations", organisation=town.own.identity)
    StrategyActor.objects.create(strategy=identity, sector="citizens", name="Nachbarschaft im Anger")
    ProcessStep.objects.create(strategy=identity, title="Auftakt", since="2020-10", until="2020-10")
    recommendation = Recommendation.objects.create(strategy=identity, number=number, title="Räume öffnen")
    for target in (recommendation, None):
        promise = Commitment.objects.create(
            strategy=identity, recommendation=target, organisation=town.own.identity, text="Werkstatt samstags offen",
            made_on="2025-03", due="2026", state="done",
        )  # fmt: skip
        ProgressReport.objects.create(
            commitment=promise, claimed="done", text="Seit Mai ist auf.", state="confirmed", decided_at=timezone.now()
        )
        ProgressReport.objects.create(commitment=promise, claimed="dropped", text="Noch ungeprüft.")
        ProgressReport.objects.create(commitment=promise, claimed="begun", text="Abgelehntes.", state="declined")
    identity.topics.add(TopicFactory())
    Project.objects.filter(pk=ProjectPageFactory(parent=projects).identity.pk).update(strategy=identity)
    BodyMember.objects.create(body=body.identity, organisation=town.other.identity, role="Vorsitz")
    meeting(body, 7 * number, agenda="Begrüßung\nRäume")
    meeting(body, -7 * number, decisions="Der Schlüssel wandert.")
    ChapterPageFactory(parent=strategy, chapter="programmes")


def test_everything_that_belongs_to_it_is_shown_in_words(client, town, strategy, body, projects):
    grow(town, strategy, body, projects)
    Recommendation.objects.create(strategy=strategy.identity, number=2, title="Zuhören")
    shown = client.get(strategy.url).content.decode()
    for words in (
        "wird umgesetzt", "Bürgerinnen und Bürger", "Nachbarschaft im Anger", "Verbände", "Oktober 2020", "Auftakt",
        "1 von 2 Empfehlungen umgesetzt", "1. Räume öffnen", "Umgesetzt", "2. Zuhören", "Noch offen",
        "Noch hat niemand etwas zugesagt.", "Werkstatt samstags offen", "Zugesagt: März 2025", "Ziel: 2026",
        "Seit Mai ist auf.", "Zusagen zur ganzen Strategie", "Steuerkreis", "Spielmobil", town.own.url,
    ):  # fmt: skip
        assert words in shown, words
    assert shown.index("Bürgerinnen und Bürger") < shown.index("Verbände")
    assert "Noch ungeprüft." not in shown
    assert "Abgelehntes." not in shown
    met = client.get(body.url).content.decode()
    for words in ("Tafelladen", "Vorsitz", "<li>Begrüßung</li>", "<li>Der Schlüssel wandert.</li>"):
        assert words in met, words


def test_they_ask_seldom_and_never_more_for_more(client, town, index, strategy, body, projects):
    grow(town, strategy, body, projects)
    chapter = ChapterPage.objects.first()
    urls = [page.url for page in (index, strategy, body, chapter)]
    with_one = {url: len(queries_of(client, url)) for url in urls}
    for number in (2, 3):
        grow(town, strategy, body, projects, number)
        StrategyPageFactory(parent=index)
    with_three = {url: len(queries_of(client, url)) for url in urls}
    assert with_three == with_one
    assert {url: count for url, count in with_three.items() if count > MOST} == {}


def test_chapters_lead_on_and_back_and_say_where_one_is(client, town):
    ways = ContentPageFactory(parent=town.site.root_page, title="Wege ins Engagement")
    strategy = StrategyPageFactory(parent=ways, title="Engagementplan")
    first, second, hidden, third = (
        ChapterPageFactory(parent=strategy, title=title, live=title != "Geheim")
        for title in ("Die Idee", "Ergebnisse", "Geheim", "Umsetzung")
    )
    assert "Engagementplan" in client.get(ways.url).content.decode()
    shown = client.get(second.url)
    assert [label for label, _url in shown.context["breadcrumbs"]] == [
        "Startseite", "Wege ins Engagement", "Engagementplan", "Ergebnisse",
    ]  # fmt: skip
    html = shown.content.decode()
    assert "Sie sind hier" in html
    assert "Kapitel 2 von 3" in html
    assert f'href="{first.url}" rel="prev"' in html
    assert f'href="{third.url}" rel="next"' in html
    assert 'rel="prev"' not in client.get(first.url).content.decode()
    assert 'rel="next"' not in client.get(third.url).content.decode()
    assert client.get(hidden.url).status_code == 404
    cards = client.get(strategy.url).context["chapters"]
    assert [card.title for card in cards] == ["Die Idee", "Ergebnisse", "Umsetzung"]


@pytest.mark.parametrize(
    ("since", "until", "state"),
    [
        ("2025", "2025", "done"),
        ("2026-11", "2026-11", "now"),
        ("2026", "", "now"),
        ("2026-12", "", "open"),
        ("", "", "now"),
        ("", "2026-10", "done"),
    ],
)
def test_a_step_was_is_or_comes(since, until, state):
    assert step_state(ProcessStep(since=since, until=until), dt.date(2026, 11, 25)) == state


# -- the editor --------------------------------------------------------------------------------------------------------

FACTS = {"state": "running", "since": "2024", "until": ""}


def test_an_editor_makes_a_strategy_with_its_chapters_in_one_form(admin_client, index):
    words = {"title": "Miteinander 2030", "slug": "miteinander", "action-publish": "1", "first_chapters": "on"}
    assert admin_client.post(add_url(index, StrategyPage), form_data(**words, **FACTS)).status_code == 302
    page = StrategyPage.objects.get(slug="miteinander")
    chapters = list(ChapterPage.objects.child_of(page).order_by("path"))
    assert [(each.title, each.slug, each.live) for each in chapters] == [
        ("Die Idee", "die-idee", False),
        ("Ergebnisse", "ergebnisse", False),
        ("Umsetzung", "umsetzung", False),
        ("Programme", "programme", False),
    ]
    assert page.numchild == 4
    editor = admin_client.get(edit_url(page)).content.decode()
    assert "first_chapters" not in editor
    shown = admin_client.get(page.url).content.decode()
    assert "Die Idee" not in shown
    published = form_data(chapters[0], chapter="idea", **{"action-publish": "1"})
    assert admin_client.post(edit_url(chapters[0]), published).status_code == 302
    assert "Die Idee" in admin_client.get(page.url).content.decode()


def test_without_the_tick_and_while_the_editor_saves_by_itself_there_are_no_chapters(admin_client, index):
    words = {"title": "Ohne", "slug": "ohne", "action-publish": "1"}
    admin_client.post(add_url(index, StrategyPage), form_data(**words, **FACTS))
    autocreate(admin_client, index, StrategyPage, title="Mit", slug="mit", first_chapters="on", **FACTS)
    assert StrategyPage.objects.count() == 2
    assert not ChapterPage.objects.exists()
    drawn = admin_client.get(edit_url(StrategyPage.objects.get(slug="ohne"))).content.decode()
    assert "first_chapters" in drawn


def test_recommendations_and_promises_are_added_one_by_one(admin_client, town, strategy):
    identity = strategy.identity
    sent = {"strategy": identity.pk, "number": "1", "title": "Räume öffnen", "text": "", "field_of_action": "Räume"}
    assert admin_client.post(f"{reverse('recommendation:add')}?of={identity.pk}", sent).status_code == 302
    promise = {
        "strategy": identity.pk,
        "recommendation": Recommendation.objects.get().pk,
        "organisation": town.own.identity.pk,
        "text": "Samstags offen",
        "made_on": "März 2025",
        "due": "",
        "contact_email": "werkhof@example.org",
    }
    assert admin_client.post(f"{reverse('commitment:add')}?of={identity.pk}", promise).status_code == 302
    shown = admin_client.get(strategy.url).content.decode()
    assert "Samstags offen" in shown
    assert "werkhof@example.org" not in shown
    assert "Samstags offen" in admin_client.get(edit_url(strategy)).content.decode()


def test_a_body_belongs_to_what_it_stands_below(admin_client, client, town, strategy):
    alliance = AlliancePageFactory(parent=AllianceIndexPage.objects.child_of(town.site.root_page).get())
    for parent in (strategy, alliance):
        words = {"title": "Plenum", "slug": "plenum", "action-publish": "1", "rhythm": "viermal im Jahr", "email": ""}
        assert admin_client.post(add_url(parent, BodyPage), form_data(**words)).status_code == 302
    below_strategy, below_alliance = BodyPage.objects.order_by("pk")
    assert (below_strategy.identity.strategy, below_strategy.identity.alliance) == (strategy.identity, None)
    assert (below_alliance.identity.strategy, below_alliance.identity.alliance) == (None, alliance.identity)
    assert "viermal im Jahr" in client.get(below_alliance.url).content.decode()
    for page, body in ((strategy, below_strategy), (alliance, below_alliance)):
        assert f'href="{body.url}"' in client.get(page.url).content.decode()


def test_an_editor_of_another_page_neither_sees_nor_changes_anything(as_editor, town, index, strategy, body):
    Strategy.objects.update(state="drafting")
    held = meeting(body, 7, title="Vertraulich")
    assert as_editor.get(edit_url(strategy)).status_code == 302
    assert as_editor.get(add_url(index, StrategyPage)).status_code == 302
    for name in ("edit", "cancel", "delete"):
        url = reverse(f"meeting:{name}", args=[held.pk])
        assert as_editor.post(url, {}).status_code == 302
    assert "Vertraulich" not in as_editor.get(reverse("meeting:index")).content.decode()
    sent = {"body": body.identity.pk, "starts_at": "01.03.2027 10:00", "ends_at": "01.03.2027 12:00"}
    as_editor.post(f"{reverse('meeting:add')}?of={body.identity.pk}", {**sent, "status": "planned"})
    assert list(Meeting.objects.all()) == [held]
    held.refresh_from_db()
    assert held.status == "planned"


# -- meetings ----------------------------------------------------------------------------------------------------------


def feed(client):
    return client.get("/feeds/all.ics").content.decode().replace("\r\n ", "")


def test_a_public_meeting_is_in_the_feed_until_it_is_called_off(admin_client, client, body):
    sent = {
        "body": body.identity.pk,
        "title": "Räume",
        "agenda": "Begrüßung",
        "decisions": "",
        "minutes": "",
        "starts_at": "01.03.2099 18:00",
        "ends_at": "01.03.2099 20:00",
        "place": "",
        "status": "planned",
    }
    add = f"{reverse('meeting:add')}?of={body.identity.pk}"
    added = admin_client.post(add, {**sent, "is_public": "on"})
    assert added.status_code == 302, added.context["form"].errors
    admin_client.post(add, {**sent, "title": "Unter uns"})
    assert Meeting.objects.count() == 2
    assert "Unter uns" not in client.get(body.url).content.decode()


def test_meetings_in_the_calendar(admin_client, client, body):
    public = meeting(body, 7, title="Räume")
    hidden = meeting(body, 8, title="Unter uns", is_public=False)
    assert "SUMMARY:Steuerkreis: Räume" in feed(client)
    assert "Unter uns" not in feed(client)
    admin_client.post(reverse("meeting:cancel", args=[public.pk]))
    assert "STATUS:CANCELLED" in feed(client)
    assert "Diese Sitzung fällt aus." in client.get(body.url).content.decode()
    hidden.is_public = True
    hidden.save()
    assert "SUMMARY:Steuerkreis: Unter uns" in feed(client)
    asked = admin_client.post(reverse("wagtailadmin_pages:delete", args=[body.pk])).content.decode()
    assert "Termine, die noch kommen" in asked
    assert BodyPage.objects.exists()


def test_minutes_are_offered_and_foreign_documents_cannot_be_attached(admin_client, client, body):
    held = meeting(body, -7)
    document = get_document_model().objects.create(
        title="Protokoll vom März", file=ContentFile(b"%PDF-1.7", name="protokoll.pdf")
    )
    sent = {
        "title": "",
        "agenda": "",
        "decisions": "Weiter so.",
        "minutes": document.pk,
        "is_public": "on",
        "starts_at": "01.03.2025 18:00",
        "ends_at": "01.03.2025 20:00",
        "place": "",
        "status": "planned",
    }
    assert admin_client.post(reverse("meeting:edit", args=[held.pk]), sent).status_code == 302
    shown = client.get(body.url).content.decode()
    assert "Protokoll vom März" in shown
    assert document.url in shown
