"""From „Organisation einladen“ to an editor at work, and everything that can go wrong on the way."""

from __future__ import annotations

import datetime as dt
import re
from http import HTTPStatus

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupCollectionPermission, Page, WorkflowState

from core.directory.models import Organisation
from core.mail.models import OutboxMessage
from core.pages.invitations import inviting
from core.pages.invitations.models import Invitation
from core.pages.models import EventPage, OrganisationPage
from core.pages.rights import create_organisation_editors
from tests.factories import OrganisationPageFactory, UserFactory, make_coordinator, translate

from .editor import edit_url, form_data, publish

pytestmark = pytest.mark.django_db

INVITE = "/admin/einladungen/neu/"
FORM = {"name": "Repair-Café Süd", "category": "Verein", "email": "Ida@Example.org", "language": "de"}
ACCOUNT = {"name": "Ida Sommer", "password": "Kirschbaum-Ernte", "again": "Kirschbaum-Ernte"}


@pytest.fixture
def coordinator(town):
    return make_coordinator(town.site, username="koordination", first_name="Ada", last_name="Kessler")


@pytest.fixture
def as_coordinator(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def visitor():
    from django.test import Client

    return Client()


def latest_link(kind="core.invitation") -> str:
    text = OutboxMessage.objects.filter(kind=kind).latest("pk").text
    return re.search(r"/(?:en/)?konto/einladung/\S+", text).group()


def html(response) -> str:
    return response.content.decode()


def team(organisation) -> str:
    return reverse("invitations:organisation", args=[organisation.pk])


def is_refused(response) -> bool:
    return response.status_code == 302 and response.url in {reverse("wagtailadmin_home"), "/admin/"}


# -- the whole path ----------------------------------------------------------------------------------------------------


def test_inviting_makes_page_group_folder_and_mail(as_coordinator, coordinator):
    response = as_coordinator.post(INVITE, FORM)
    organisation = Organisation.objects.get(title="Repair-Café Süd")
    assert response.url == team(organisation)
    page = OrganisationPage.objects.get(translation_key=organisation.key)
    assert (page.live, page.slug, organisation.category) == (False, "repair-cafe-sued", "Verein")
    assert GroupCollectionPermission.objects.filter(group=organisation.editors).exists()
    mail = OutboxMessage.objects.get()
    assert (mail.to, mail.kind, mail.reply_to) == ("ida@example.org", "core.invitation", coordinator.email)
    assert "Ada Kessler" in mail.text
    assert "Repair-Café Süd" in mail.subject


def test_accepting_makes_an_editor_of_that_organisation_only(as_coordinator, visitor, town):
    as_coordinator.post(INVITE, FORM)
    link = latest_link()
    assert "Willkommen in der Redaktion" in html(visitor.get(link))
    assert visitor.post(link, ACCOUNT).url == "/admin/"
    user = get_user_model().objects.get(email="ida@example.org")
    assert (user.get_full_name(), user.username, user.is_staff) == ("Ida Sommer", "ida-sommer", False)
    home = html(visitor.get("/admin/"))
    assert "3 Schritte" in home
    page = OrganisationPage.objects.get(title="Repair-Café Süd")
    assert publish(visitor, page, lead="Wir reparieren.").status_code == HTTPStatus.FOUND
    page.refresh_from_db()
    assert page.live
    assert is_refused(visitor.get(edit_url(town.other)))


def test_with_a_second_factor_the_new_editor_sets_it_up_first(as_coordinator, visitor, settings):
    as_coordinator.post(INVITE, FORM)
    settings.REQUIRE_MFA = True
    assert visitor.post(latest_link(), ACCOUNT).url == "/admin/"
    assert visitor.get("/admin/").url == "/konto/2fa/totp/activate/"
    assert visitor.get("/konto/2fa/totp/activate/").status_code == HTTPStatus.OK


def test_the_three_steps_vanish_when_they_are_done(as_editor, town):
    town.own.lead = "Wir bauen."
    town.own.save_revision().publish()
    assert "3 Schritte" not in html(as_editor.get("/admin/"))


def test_the_invitation_speaks_the_chosen_language(as_coordinator, visitor):
    as_coordinator.post(INVITE, {**FORM, "language": "en"})
    assert latest_link().startswith("/en/konto/einladung/")
    assert '<html lang="en">' in html(visitor.get(latest_link()))


# -- links -------------------------------------------------------------------------------------------------------------


def test_a_link_counts_once(as_coordinator, visitor):
    as_coordinator.post(INVITE, FORM)
    visitor.post(latest_link(), ACCOUNT)
    response = visitor.get(latest_link())
    assert response.status_code == HTTPStatus.GONE
    assert "gilt nicht mehr" in html(response)


def test_two_at_the_same_moment_make_one_account(as_coordinator):
    as_coordinator.post(INVITE, FORM)
    first, second = Invitation.objects.get(), Invitation.objects.get()
    inviting.accept(first, name="Ida Sommer", password="Kirschbaum-Ernte")
    with pytest.raises(inviting.InvitationError, match="over"):
        inviting.accept(second, name="Ida Winter", password="Kirschbaum-Ernte")
    assert get_user_model().objects.filter(email="ida@example.org").count() == 1


def test_an_expired_link_says_so_and_sends_a_new_one_to_the_same_address(as_coordinator, visitor):
    as_coordinator.post(INVITE, FORM)
    old = latest_link()
    with time_machine.travel(timezone.now() + dt.timedelta(days=15), tick=False):
        response = visitor.get(old)
        assert response.status_code == HTTPStatus.GONE
        assert "abgelaufen" in html(response)
        assert visitor.post(old, ACCOUNT).status_code == HTTPStatus.GONE
        visitor.post(f"{old}neu/")
        assert OutboxMessage.objects.latest("pk").to == "ida@example.org"
        assert visitor.get(latest_link()).status_code == HTTPStatus.OK
        assert visitor.get(old).status_code == HTTPStatus.GONE
    assert not get_user_model().objects.filter(email="ida@example.org").exists()


def test_new_links_are_sent_three_times_a_day_at_most(as_coordinator, visitor):
    as_coordinator.post(INVITE, FORM)
    for _time in range(3):
        assert visitor.post(f"{latest_link()}neu/").status_code == HTTPStatus.OK
    assert visitor.post(f"{latest_link()}neu/").status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert OutboxMessage.objects.count() == 4


@pytest.mark.parametrize("link", ["/konto/einladung/quatsch/", "/konto/einladung/WyIxIiwiIl0.1tB.abc/"])
def test_a_forged_link_is_refused(visitor, town, link):
    assert visitor.get(link).status_code == HTTPStatus.GONE
    assert visitor.post(f"{link}neu/").status_code == HTTPStatus.GONE


def test_a_withdrawn_invitation_is_void(as_coordinator, visitor):
    as_coordinator.post(INVITE, FORM)
    invitation = Invitation.objects.get()
    as_coordinator.post(team(invitation.organisation), {"action": "withdraw", "invitation": invitation.pk})
    assert visitor.post(latest_link(), ACCOUNT).status_code == HTTPStatus.GONE


def test_sending_again_voids_the_older_link(as_coordinator, visitor):
    as_coordinator.post(INVITE, FORM)
    old, invitation = latest_link(), Invitation.objects.get()
    as_coordinator.post(team(invitation.organisation), {"action": "resend", "invitation": invitation.pk})
    assert visitor.get(old).status_code == HTTPStatus.GONE
    assert visitor.get(latest_link()).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"again": "anders"}, "nicht gleich"),
        ({"password": "12345", "again": "12345"}, "zu kurz"),
        ({"name": ""}, "Vor- und Nachname"),
        ({"password": "ida@example.org", "again": "ida@example.org"}, "ähnlich"),
    ],
)
def test_what_is_missing_is_said_and_the_link_still_counts(as_coordinator, visitor, values, words):
    as_coordinator.post(INVITE, FORM)
    assert words in html(visitor.post(latest_link(), {**ACCOUNT, **values}))
    assert visitor.post(latest_link(), ACCOUNT).url == "/admin/"


# -- what is there already ---------------------------------------------------------------------------------------------


def test_who_has_an_account_is_added_at_once_and_told(as_coordinator, town):
    as_coordinator.post(INVITE, {**FORM, "email": town.editor.email})
    assert not Invitation.objects.exists()
    mail = OutboxMessage.objects.get()
    assert (mail.kind, mail.to) == ("core.invitation_added", town.editor.email)
    assert town.editor.groups.filter(pk=Organisation.objects.get(title=FORM["name"]).editors_id).exists()


def test_an_account_that_is_switched_off_is_not_added(as_coordinator, town):
    UserFactory(username="weg", is_active=False)
    assert "abgeschaltet" in html(as_coordinator.post(INVITE, {**FORM, "email": "weg@example.org"}))
    assert not Organisation.objects.filter(title=FORM["name"]).exists()


def test_an_account_made_meanwhile_joins_without_being_logged_in(as_coordinator, visitor):
    as_coordinator.post(INVITE, FORM)
    user = UserFactory(username="ida", email="ida@example.org", password="geheim")
    assert 'type="password"' not in html(visitor.get(latest_link()))
    assert "Sie haben schon ein Konto" in html(visitor.post(latest_link()))
    assert "_auth_user_id" not in visitor.session
    user.refresh_from_db()
    assert user.check_password("geheim")
    assert user.groups.filter(pk=Organisation.objects.get(title=FORM["name"]).editors_id).exists()


def test_a_name_that_is_taken_is_asked_about(as_coordinator, town):
    form = {**FORM, "name": "  werkhof "}
    answer = html(as_coordinator.post(INVITE, form))
    assert "Zu „Werkhof“ einladen" in answer
    assert Organisation.objects.filter(title__iexact="werkhof").count() == 1
    as_coordinator.post(INVITE, {**form, "twin": "join"})
    assert Invitation.objects.get().organisation == town.own.identity
    as_coordinator.post(INVITE, {**form, "twin": "new", "email": "zwei@example.org"})
    twins = Organisation.objects.filter(title__iexact="werkhof")
    assert len(twins) == 2
    assert len({twin.editors_id for twin in twins}) == 2


def test_two_organisations_of_one_name_do_not_share_files(town):
    twins = [OrganisationPageFactory(parent=town.index, title="Zwilling", slug=f"zwilling-{n}") for n in (1, 2)]
    groups = [create_organisation_editors(page) for page in twins]
    collections = [set(group.collection_permissions.values_list("collection", flat=True)) for group in groups]
    assert not collections[0] & collections[1]
    create_organisation_editors(twins[0])
    assert set(groups[0].collection_permissions.values_list("collection", flat=True)) == collections[0]


def test_inviting_twice_sends_again_instead(as_coordinator, town):
    person = {"action": "invite", "email": "ida@example.org", "language": "de"}
    for _time in range(2):
        as_coordinator.post(team(town.own.identity), person)
    assert Invitation.objects.count() == 1
    assert OutboxMessage.objects.count() == 2


def test_the_database_knows_one_open_invitation_for_each_address(town):
    Invitation.objects.create(organisation=town.own.identity, email="ida@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(organisation=town.own.identity, email="ida@example.org")


# -- removing and handing over -----------------------------------------------------------------------------------------


def test_a_removed_editor_has_no_rights_left(as_coordinator, town, visitor):
    as_coordinator.post(team(town.own.identity), {"action": "remove", "user": town.editor.pk})
    visitor.force_login(town.editor)
    assert visitor.get(edit_url(town.own)).status_code == HTTPStatus.FOUND
    assert get_user_model().objects.filter(pk=town.editor.pk).exists()


def test_handing_over_takes_the_rights_once_the_new_person_is_there(as_coordinator, town, visitor):
    group = town.own.identity.editors
    person = {"action": "invite", "email": "neu@example.org", "language": "de", "replaces": town.editor.pk}
    as_coordinator.post(team(town.own.identity), person)
    assert group.user_set.get() == town.editor
    visitor.post(latest_link(), ACCOUNT)
    assert group.user_set.get().email == "neu@example.org"


def test_nobody_is_removed_who_edits_something_else(as_coordinator, town):
    response = as_coordinator.post(team(town.own.identity), {"action": "remove", "user": town.stranger.pk})
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert town.stranger.groups.exists()


# -- who may -----------------------------------------------------------------------------------------------------------


def test_editors_may_not_invite(as_editor, town):
    for url in [INVITE, "/admin/einladungen/", team(town.own.identity)]:
        assert is_refused(as_editor.get(url))
        assert is_refused(as_editor.post(url, {**FORM, "action": "invite"}))
    assert "Einladungen" not in html(as_editor.get("/admin/"))
    assert not Invitation.objects.exists()


def test_coordinators_of_another_site_neither_see_nor_change_anything(client, town):
    from tests.factories import make_site

    client.force_login(make_coordinator(make_site("anderswo.example", "Anderswo"), username="fremd"))
    assert is_refused(client.post(INVITE, FORM))
    assert client.get(team(town.own.identity)).status_code == HTTPStatus.NOT_FOUND
    assert "Werkhof" not in html(client.get("/admin/einladungen/"))


def test_coordinators_find_it_in_the_menu(as_coordinator):
    assert "/admin/einladungen/" in html(as_coordinator.get("/admin/"))
    assert "Werkhof" in html(as_coordinator.get("/admin/einladungen/"))


def test_the_list_takes_as_many_queries_for_one_as_for_three(as_coordinator, town, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 2, 3):
        Invitation.objects.create(organisation=town.own.identity, email=f"{number}@example.org")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            as_coordinator.get("/admin/einladungen/")
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_old_invitations_are_forgotten(town):
    now = timezone.now()
    for days, values in [(91, {}), (91, {"withdrawn_at": now}), (10, {}), (10, {"accepted_at": now})]:
        email = f"{days}-{len(values)}-{bool(values)}@example.org"
        sent = now - dt.timedelta(days=days)
        Invitation.objects.create(organisation=town.own.identity, email=email, sent_at=sent, **values)
    assert inviting.forget_old() == 2


# -- approval ----------------------------------------------------------------------------------------------------------


def submit(client, page, **fields):
    return client.post(edit_url(page), form_data(page, **{"action-submit": "1", **fields}))


def test_with_approval_the_organisation_hands_in_and_the_coordination_publishes(as_coordinator, town, visitor):
    english = translate(town.own_event, "en")
    as_coordinator.post(team(town.own.identity), {"action": "approval", "needed": "1"})
    visitor.force_login(town.editor)
    for page in [town.own_event, english]:
        publish(visitor, page, title="Ohne Freigabe")
        assert not Page.objects.filter(pk=page.pk, title="Ohne Freigabe").exists()
    draft = EventPage.objects.get(pk=town.own_event.pk)
    submit(visitor, draft, title="Mit Freigabe")
    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    task = state.current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", task.pk])
    visitor.post(url)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS
    as_coordinator.post(url)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED
    assert Page.objects.get(pk=draft.pk).title == "Mit Freigabe"


def test_a_translation_made_later_needs_approval_too(as_coordinator, town, visitor):
    as_coordinator.post(team(town.own.identity), {"action": "approval", "needed": "1"})
    english = translate(town.own, "en")
    visitor.force_login(town.editor)
    publish(visitor, english, title="Without")
    assert Page.objects.get(pk=english.pk).title != "Without"
    assert english.get_workflow() == town.own.get_workflow()


def test_other_organisations_go_on_publishing(as_coordinator, town, visitor):
    as_coordinator.post(team(town.own.identity), {"action": "approval", "needed": "1"})
    visitor.force_login(town.stranger)
    publish(visitor, town.other_event, title="Wie immer")
    assert Page.objects.get(pk=town.other_event.pk).title == "Wie immer"


def test_without_approval_they_publish_again(as_coordinator, town, visitor):
    for needed in ("1", ""):
        as_coordinator.post(team(town.own.identity), {"action": "approval", "needed": needed})
    visitor.force_login(town.editor)
    publish(visitor, town.own_event, title="Wieder selbst")
    assert Page.objects.get(pk=town.own_event.pk).title == "Wieder selbst"


def test_an_organisation_can_be_invited_with_approval(as_coordinator, visitor):
    as_coordinator.post(INVITE, {**FORM, "needs_approval": "on"})
    visitor.post(latest_link(), ACCOUNT)
    page = OrganisationPage.objects.get(title=FORM["name"])
    publish(visitor, page, lead="Wir reparieren.")
    page.refresh_from_db()
    assert not page.live
