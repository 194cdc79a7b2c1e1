"""Organisations report what became of their promises; coordinators confirm or decline; only then it is public."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.directory.models import Commitment, ProgressReport, Recommendation
from core.mail.models import OutboxMessage
from core.pages.reporting import progress
from tests.factories import StrategyIndexPageFactory, StrategyPageFactory, UserFactory, make_coordinator

pytestmark = pytest.mark.django_db
WORDS = {"claimed": "done", "text": "Seit Mai ist die Werkstatt offen.", "evidence": ""}


@pytest.fixture
def strategy(town):
    index = StrategyIndexPageFactory(parent=town.site.root_page)
    return StrategyPageFactory(parent=index, title="Engagementplan")


@pytest.fixture
def promise(town, strategy):
    recommendation = Recommendation.objects.create(strategy=strategy.identity, number=1, title="Räume öffnen")
    return Commitment.objects.create(
        strategy=strategy.identity,
        recommendation=recommendation,
        organisation=town.own.identity,
        text="Werkstatt samstags offen",
        contact_email="werkhof@example.org",
    )


@pytest.fixture
def coordinator(town):
    return make_coordinator(town.site, username="koordination", email="koordination@example.org")


@pytest.fixture
def as_coordinator(client, coordinator):
    client.force_login(coordinator)
    return client


def link(promise):
    return reverse("progress_report", args=[progress.make_link(promise)])


def send(client, url, **words):
    token = client.get(url).context["form"]["token"].value()
    return client.post(url, {**WORDS, "token": token, "homepage": "", **words})


# -- asking ------------------------------------------------------------------------------------------------------------


def test_a_coordinator_asks_once_a_day_by_mail_with_a_link(as_coordinator, promise):
    url = reverse("progress:index")
    assert "werkhof@example.org" in as_coordinator.get(url).content.decode()
    told = as_coordinator.post(url, {"commitment": promise.pk}, follow=True).content.decode()
    assert "Die Bitte um Auskunft an werkhof@example.org ist unterwegs." in told
    again = as_coordinator.post(url, {"commitment": promise.pk}, follow=True).content.decode()
    assert "Die Bitte ist heute schon an diese Adresse gegangen." in again
    mail = OutboxMessage.objects.get()
    assert (mail.kind, mail.to, mail.reply_to) == ("core.progress", "werkhof@example.org", "koordination@example.org")
    assert "Werkstatt samstags offen" in mail.text
    path = mail.text[mail.text.index("/fortschritt/") :].split()[0]
    assert "Werkstatt samstags offen" in as_coordinator.get(path).content.decode()


def test_without_an_address_it_says_where_one_is_missing(promise, coordinator):
    Commitment.objects.update(contact_email="")
    promise.refresh_from_db()
    with pytest.raises(progress.ProgressError, match="no_address") as refused:
        progress.ask(promise, by=coordinator)
    assert "Es fehlt eine E-Mail-Adresse." in refused.value.message
    assert not OutboxMessage.objects.exists()


# -- reporting ---------------------------------------------------------------------------------------------------------


def test_opening_the_link_changes_nothing_and_sets_no_cookie(client, promise):
    opened = client.get(link(promise))
    assert opened.status_code == 200
    assert not opened.cookies
    assert opened["X-Robots-Tag"] == "noindex"
    assert not ProgressReport.objects.exists()


def test_a_report_waits_and_is_public_only_when_confirmed(client, strategy, promise, coordinator):
    sent = send(client, link(promise))
    assert sent.status_code == 302
    assert "Danke, Ihr Bericht ist da" in client.get(sent.url).content.decode()
    assert "0 von 1 Empfehlungen umgesetzt" in client.get(strategy.url).content.decode()
    assert WORDS["text"] not in client.get(strategy.url).content.decode()
    report = ProgressReport.objects.get()
    progress.confirm(report, by=coordinator, remark="Schön.")
    shown = client.get(strategy.url).content.decode()
    assert "1 von 1 Empfehlungen umgesetzt" in shown
    assert WORDS["text"] in shown
    assert "Schön." not in shown
    report.refresh_from_db()
    assert (report.state, report.decided_by) == ("confirmed", coordinator)
    assert report.decided_at <= timezone.now()
    again = client.get(link(promise)).content.decode()
    assert "Bemerkung der Koordination: Schön." in again
    assert "Bericht abschicken" in again


def test_bad_input_comes_back_with_what_was_typed(client, promise):
    refused = send(client, link(promise), claimed="", text="Fast fertig.", evidence="kein netz")
    assert refused.status_code == 200
    assert set(refused.context["form"].errors) == {"claimed", "evidence"}
    assert "Fast fertig." in refused.content.decode()
    assert not ProgressReport.objects.exists()
    assert send(client, link(promise), claimed="erfunden").context["form"].errors.keys() == {"claimed"}


def test_links_that_are_old_cut_off_or_for_another_address_say_so(client, promise):
    url = link(promise)
    with time_machine.travel(timezone.now() + progress.LINK_AGE + dt.timedelta(minutes=1)):
        expired = client.get(url)
    assert expired.status_code == 410
    assert "Er ist abgelaufen." in expired.content.decode()
    cut = client.get(f"{url[:-6]}/")
    assert cut.status_code == 404
    assert "Vielleicht fehlt am Ende ein Stück" in cut.content.decode()
    Commitment.objects.update(contact_email="andere@example.org")
    assert client.get(url).status_code == 404
    promise.delete()
    assert client.get(url).status_code == 404


def test_sent_twice_is_one_report_and_a_second_one_is_told_to_wait(client, promise):
    url = link(promise)
    token = client.get(url).context["form"]["token"].value()
    for _time in range(2):
        assert client.post(url, {**WORDS, "token": token, "homepage": ""}).status_code == 302
    assert ProgressReport.objects.count() == 1
    other = client.post(url, {**WORDS, "text": "Etwas anderes.", "token": token, "homepage": ""})
    assert other.status_code == 409
    assert "Ein anderer Bericht wartet schon" in other.content.decode()
    assert ProgressReport.objects.get().text == WORDS["text"]


def test_the_database_itself_lets_one_report_wait(promise):
    ProgressReport.objects.create(commitment=promise, claimed="done", text="Eins.")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressReport.objects.create(commitment=promise, claimed="done", text="Zwei.")
    ProgressReport.objects.create(commitment=promise, claimed="done", text="Alt.", state="declined")


# -- deciding ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def report(promise):
    return ProgressReport.objects.create(commitment=promise, **WORDS)


def test_a_coordinator_confirms_in_the_list_of_what_waits(as_coordinator, coordinator, promise, report):
    listed = as_coordinator.get(reverse("progress:index")).content.decode()
    url = reverse("progress:report", args=[report.pk])
    assert url in listed
    assert WORDS["text"] in as_coordinator.get(url).content.decode()
    told = as_coordinator.post(url, {"decision": "confirm", "remark": ""}, follow=True).content.decode()
    assert "Der Bericht ist bestätigt und öffentlich." in told
    promise.refresh_from_db()
    assert promise.state == "done"
    late = as_coordinator.post(url, {"decision": "decline", "remark": "Doch nicht"}, follow=True).content.decode()
    assert "Über diesen Bericht ist schon entschieden. Es ist nichts geschehen." in late
    report.refresh_from_db()
    assert (report.state, report.decided_by, report.remark) == ("confirmed", coordinator, "")


def test_declining_needs_a_reason_and_keeps_the_state(as_coordinator, promise, report):
    url = reverse("progress:report", args=[report.pk])
    assert "Bitte schreiben Sie der Organisation, was fehlt." in (
        as_coordinator.post(url, {"decision": "decline", "remark": ""}).content.decode()
    )
    assert as_coordinator.post(url, {"decision": "nonsense", "remark": ""}).status_code == 200
    report.refresh_from_db()
    assert report.state == "waiting"
    as_coordinator.post(url, {"decision": "decline", "remark": "Bitte mit Datum."})
    report.refresh_from_db()
    promise.refresh_from_db()
    assert (report.state, report.remark, promise.state) == ("declined", "Bitte mit Datum.", "open")
    assert "Bitte mit Datum." in as_coordinator.get(link(promise)).content.decode()


def test_editors_of_other_pages_neither_see_nor_ask_nor_decide(as_editor, promise, report):
    listed = as_editor.get(reverse("progress:index")).content.decode()
    assert "Werkstatt samstags offen" not in listed
    assert as_editor.post(reverse("progress:index"), {"commitment": promise.pk}).status_code == 404
    url = reverse("progress:report", args=[report.pk])
    for response in (as_editor.get(url), as_editor.post(url, {"decision": "confirm", "remark": ""})):
        assert response.status_code == 302
    report.refresh_from_db()
    assert report.state == "waiting"
    assert not OutboxMessage.objects.exists()


def test_without_the_admin_there_is_nothing(client, report):
    client.force_login(UserFactory())
    assert client.get(reverse("progress:index")).status_code == 302
