"""The admin's first page and the report of what is incomplete: for each role what is theirs, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, PageLogEntry

from core.directory.models import Commitment, Place, ProgressReport, Project
from core.mail.models import OutboxMessage
from core.pages import approval
from core.pages.dashboard import checks, waiting
from core.pages.dashboard.next_dates import next_dates
from core.pages.dashboard.scope import Scope
from core.pages.invitations import inviting
from core.pages.models import SiteSettings
from core.pages.spreadsheets import harmless
from tests.factories import (
    ContentPageFactory,
    EventDateFactory,
    EventPageFactory,
    OrganisationPageFactory,
    PersonFactory,
    PlaceFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
    StrategyIndexPageFactory,
    StrategyPageFactory,
    make_coordinator,
    make_editor,
    make_site,
)

pytestmark = pytest.mark.django_db

HOME = "/admin/"
LONG_AGO = dt.timedelta(days=400)


@pytest.fixture
def coordinator(town):
    return make_coordinator(town.site, username="koordination")


def found(user, site, key):
    return [finding.title for kind in checks.results(Scope(user, site), key) for finding in kind.findings]


def waits(user, site):
    return {row.label for row in waiting.rows(Scope(user, site))}


def words(client, url=None):
    response = client.get(url or HOME)
    assert response.status_code == 200
    return response.content.decode()


def let_grow_old(page):
    moment = timezone.now() - LONG_AGO
    Page.objects.filter(pk=page.pk).update(latest_revision_created_at=moment, first_published_at=moment)


def picture(page, title):
    collection = Collection.objects.get(name=page.title)
    return get_image_model().objects.create(
        title=title, file=get_test_image_file(filename="bild.png"), collection=collection
    )


# -- the panels --------------------------------------------------------------------------------------------------------


def test_an_editor_sees_the_own_dates_and_gaps_and_nothing_of_others(client, town):
    for event, title in ((town.own_event, "Hinterhof"), (town.other_event, "Kellerraum")):
        EventDateFactory(event=event.identity, place=PlaceFactory(name=title))
    for page, title in ((town.own, "Eigenes Bild"), (town.other, "Fremdes Bild")):
        picture(page, title)
        let_grow_old(page)
    client.force_login(town.editor)
    shown = words(client)
    for own in ("Hoffest", "Hinterhof", "Eigenes Bild", "Werkhof"):
        assert own in shown
    for foreign in ("Geheimer Plan", "Kellerraum", "Fremdes Bild", "Tafelladen"):
        assert foreign not in shown + words(client, reverse("incomplete:index"))
    assert found(town.editor, town.site, "events") == ["Hoffest"]
    assert found(town.stranger, town.site, "events") == ["Geheimer Plan"]


def test_a_coordinator_sees_the_whole_site_and_no_other_site(client, town, coordinator):
    elsewhere = make_site("anderswo.example.org", "Anderswo", languages=())
    index = elsewhere.root_page.get_children().get(slug="organisationen").specific
    foreign = OrganisationPageFactory(parent=index, title="Fernes Haus")
    make_editor(foreign, username="fern")
    picture(foreign, "Fernes Bild")
    EventDateFactory(event=EventPageFactory(parent=foreign, title="Fernes Fest").identity)
    for event in (town.own_event, town.other_event):
        EventDateFactory(event=event.identity)
    client.force_login(coordinator)
    shown = words(client) + words(client, reverse("incomplete:index"))
    assert "Hoffest" in shown
    assert "Geheimer Plan" in shown
    assert "Fernes" not in shown


def test_an_administrator_finds_next_steps_on_a_new_site(as_admin, town):
    assert "Die ersten Schritte für „Allmende“" in words(as_admin)
    page = ContentPageFactory(parent=town.site.root_page)
    SiteSettings.objects.create(site=town.site, imprint=page, privacy=page, accessibility=page)
    assert "Die ersten Schritte" not in words(as_admin)


def test_who_has_nothing_to_do_reads_that_all_is_done(client, town):
    town.own.lead = town.own_event.lead = "Ein Satz."
    town.own.save()
    identity = town.own.identity
    identity.email, identity.place, identity.represented_by = "hallo@example.org", PlaceFactory(), "Mira Tannwald"
    identity.save()
    town.own.picture = get_image_model().objects.create(
        title="Hof", description="Ein Hof mit Bäumen", file=get_test_image_file(filename="hof.png")
    )
    town.own.save()
    town.own_event.delete()
    client.force_login(town.editor)
    shown = words(client)
    assert "Alles erledigt." in shown
    assert "Alles erledigt. Hier fehlt nichts." in shown
    assert "Zurzeit ist kein Termin angekündigt" in shown


def test_what_was_handed_over_is_not_shown_among_recent_edits(client, town):
    PageLogEntry.objects.log_action(instance=town.own, action="wagtail.edit", user=town.editor)
    client.force_login(town.editor)
    assert "recent-edits" in words(client)
    inviting.remove_editor(town.own.identity, town.editor)
    town.editor.groups.add(town.other.identity.editors)
    assert "Werkhof" not in words(client)


def test_more_of_everything_asks_no_more_often(client, town, coordinator):
    client.force_login(coordinator)

    def grow():
        page = OrganisationPageFactory(parent=town.index)
        make_editor(page)
        picture(page, "Bild")
        EventDateFactory(event=EventPageFactory(parent=page).identity)
        let_grow_old(page)
        PersonFactory()
        PlaceFactory()

    def asked():
        with CaptureQueriesContext(connection) as captured:
            words(client)
        return len(captured)

    grow()
    grow()  # more organisations than the panel of the own ones names
    words(client)
    with_one = asked()
    grow()
    grow()
    assert asked() == with_one


# -- what waits --------------------------------------------------------------------------------------------------------


def test_a_page_handed_in_waits_for_the_coordinators_only(client, town, coordinator):
    approval.require(town.own)
    town.own_event.save_revision()
    town.own.get_workflow().start(town.own_event, town.editor)
    assert waits(coordinator, town.site) == {"Eine Seite wartet auf Ihre Freigabe"}
    assert waits(town.stranger, town.site) == waits(town.editor, town.site) == set()
    client.force_login(coordinator)
    (row,) = waiting.rows(Scope(coordinator, town.site))
    assert f'href="{row.url}"' in words(client)
    assert "Hoffest" in words(client, row.url)


def test_open_and_expired_invitations_mails_and_reports_wait(town, coordinator):
    one = {"language": "de", "by": coordinator}
    inviting.invite_editor(town.own.identity, email="a@example.org", **one)
    old = inviting.invite_editor(town.own.identity, email="b@example.org", **one).invitation
    type(old).objects.filter(pk=old.pk).update(sent_at=timezone.now() - LONG_AGO)
    OutboxMessage.objects.update(state=OutboxMessage.State.FAILED)
    index = StrategyIndexPageFactory(parent=town.site.root_page)
    strategy = StrategyPageFactory(parent=index).identity
    promise = Commitment.objects.create(strategy=strategy, organisation=town.own.identity, text="Mehr Bänke")
    ProgressReport.objects.create(commitment=promise, claimed="begun", text="Zwei stehen.")
    assert waits(coordinator, town.site) == {
        "Eine Einladung ist noch offen",
        "Eine Einladung ist abgelaufen",
        "2 E-Mails kamen nicht an",
        "Ein Bericht wartet auf Bestätigung",
    }
    assert waits(town.editor, town.site) == set()


# -- what is incomplete ------------------------------------------------------------------------------------------------


def test_each_check_finds_and_its_link_leads_to_a_form(as_admin, admin_user, town):
    projects = ProjectIndexPageFactory(parent=town.site.root_page)
    project = ProjectPageFactory(parent=projects, title="Spielmobil")
    Project.objects.filter(key=project.translation_key).update(state="planned", since="2021-04")
    picture_of = make_editor(town.own, username="zweite")
    assert picture_of
    picture(town.own, "Bild")
    EventDateFactory(event=town.own_event.identity)
    let_grow_old(town.other)
    PersonFactory()
    PlaceFactory()
    results = {kind.key: kind.findings for kind in checks.results(Scope(admin_user, town.site))}
    assert list(results) == [check.key for check in checks.checks()]
    for findings in results.values():
        for finding in findings:
            assert finding.detail
            assert as_admin.get(finding.url).status_code == 200, finding


def test_an_organisation_says_what_it_lacks(town):
    (finding,) = checks.results(Scope(town.editor, town.site), "organisations")[0].findings
    lacking = "Anschrift, E-Mail-Adresse oder Telefon, Impressum, Bild oder Zeichen"
    assert finding.detail == f"Es fehlt: {lacking}"
    assert finding.url == f"{reverse('wagtailadmin_pages:edit', args=[town.own.pk])}#id_place-chooser"


def test_an_event_says_what_it_lacks(town):
    date = EventDateFactory(event=town.own_event.identity)
    scope = Scope(town.editor, town.site)
    (finding,) = checks.results(scope, "events")[0].findings
    assert finding.detail == "Es fehlt: Ort, Wer Fragen beantwortet"
    assert finding.url.startswith(reverse("eventdate:edit", args=[date.pk]))
    date.place = PlaceFactory()
    date.save()
    event = town.own_event.identity
    event.contact = "Mira Tannwald, 06221 000000"
    event.save()
    assert checks.results(scope, "events") == []


def test_still_true_is_taken_down_in_the_history_and_holds_for_a_year(client, town):
    let_grow_old(town.own)
    client.force_login(town.editor)
    assert found(town.editor, town.site, "pages") == ["Werkhof"]
    url = reverse("incomplete:confirm", args=[town.own.pk])
    assert client.get(url).status_code == 405
    assert client.post(url).url == "/admin/"
    assert found(town.editor, town.site, "pages") == []
    entry = PageLogEntry.objects.get(action="core.still_true")
    assert (entry.page_id, entry.user) == (town.own.pk, town.editor)
    PageLogEntry.objects.filter(pk=entry.pk).update(timestamp=timezone.now() - LONG_AGO)
    assert found(town.editor, town.site, "pages") == ["Werkhof"]


def test_nobody_confirms_a_page_of_others(client, town):
    let_grow_old(town.other)
    client.force_login(town.editor)
    assert client.post(reverse("incomplete:confirm", args=[town.other.pk])).status_code == 404
    assert not PageLogEntry.objects.filter(action="core.still_true").exists()


def test_an_old_statement_on_accessibility_stands_with_the_legal_pages(town, coordinator):
    statement = ContentPageFactory(parent=town.site.root_page, title="Barrierefreiheit")
    SiteSettings.objects.create(site=town.site, accessibility=statement)
    assert found(coordinator, town.site, "legal") == []
    let_grow_old(statement)
    assert found(coordinator, town.site, "legal") == ["Barrierefreiheit"]
    assert "Barrierefreiheit" not in found(coordinator, town.site, "pages")


# -- the report --------------------------------------------------------------------------------------------------------


def test_the_report_is_narrowed_down_and_downloaded(client, town, coordinator):
    Place.objects.all().delete()
    PlaceFactory(name="=HYPERLINK(1)", street="")
    client.force_login(coordinator)
    shown = words(client, reverse("incomplete:index") + "?kind=places")
    assert "=HYPERLINK(1)" in shown
    assert "Hoffest" not in shown
    sheet = client.get(reverse("incomplete:index") + "?kind=places&export=csv")
    text = sheet.content.decode("utf-8-sig")
    assert sheet["Content-Type"].startswith("text/csv")
    assert text.splitlines()[0] == "Was;Name;Was fehlt;Wo"
    assert "'=HYPERLINK(1), Auental;" in text
    assert "Hoffest" not in text


def test_who_may_change_nothing_here_is_refused(client, town):
    elsewhere = make_site("anderswo.example.org", "Anderswo", languages=())
    client.force_login(make_coordinator(elsewhere, username="fern"))
    response = client.get(reverse("incomplete:index"))
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert "Was unvollständig ist" not in words(client)
    assert next_dates(Scope(town.stranger, elsewhere)) == []


@pytest.mark.parametrize("text", ["=1+1", "+49 6221", "-5", "@SUM(A1)", "\tx"])
def test_no_cell_is_a_formula(text):
    assert harmless(text) == f"'{text}"
