"""Editors of two organisations: each does everything with the own pages in every language, nothing with the other's."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from core.directory.models import Event, EventDate, Membership
from core.pages.models import AllianceIndexPage, EventPage
from core.pages.rights import EDITING, allow_on_page, create_organisation_editors, ensure_coordinators, sites_of
from tests.factories import (
    AlliancePageFactory,
    EventDateFactory,
    MembershipFactory,
    UserFactory,
    make_coordinator,
    make_site,
    translate,
)

from .editor import edit_url, form_data, publish

pytestmark = pytest.mark.django_db

WHEN = {"starts_at": "08.10.2027 18:00", "ends_at": "08.10.2027 20:00", "status": "planned"}


def is_refused(response) -> bool:
    """Wagtail sends editors who may not do something back to their start page."""
    return response.status_code == 302 and response.url in {reverse("wagtailadmin_home"), "/admin/"}


def test_editors_may_edit_all_languages_of_their_pages(as_editor, town):
    translate(town.own, "en")
    for page in [town.own_event, translate(town.own_event, "en"), translate(town.own_event, "de-simple")]:
        assert as_editor.get(edit_url(page)).status_code == 200
        assert publish(as_editor, page, title=f"{page.title} neu").status_code == 302
        assert Page.objects.get(pk=page.pk).title.endswith(" neu")


def test_editors_may_not_touch_other_organisations_in_any_language(as_editor, town):
    for page in [
        town.other_event,
        translate(town.other_event, "en"),
        translate(town.other_event, "de-simple"),
        town.other,
    ]:
        assert is_refused(as_editor.get(edit_url(page)))
        assert is_refused(publish(as_editor, page, title="Übernommen"))
        assert Page.objects.get(pk=page.pk).title != "Übernommen"


@pytest.mark.parametrize(
    "view", ["delete", "copy", "move", "view_draft", "unpublish", "history", "usage", "add_subpage"]
)
def test_every_view_of_a_foreign_page_is_refused(as_editor, town, view):
    page = town.other if view == "add_subpage" else town.other_event
    assert is_refused(as_editor.get(reverse(f"wagtailadmin_pages:{view}", args=[page.pk])))


def test_moving_into_a_foreign_organisation_is_refused(as_editor, town):
    url = reverse("wagtailadmin_pages:move_confirm", args=[town.own_event.pk, town.other.pk])
    as_editor.post(url)
    assert EventPage.objects.child_of(town.own).count() == 1


def test_foreign_dates_are_in_no_list_and_no_view(as_editor, town):
    own, foreign = EventDateFactory(event=town.own_event.identity), EventDateFactory(event=town.other_event.identity)
    html = as_editor.get(reverse("eventdate:index")).content.decode()
    assert "Hoffest" in html
    assert "Geheimer Plan" not in html
    for view in ["edit", "delete", "cancel", "usage", "history"]:
        assert as_editor.get(reverse(f"eventdate:{view}", args=[own.pk])).status_code == 200
        assert is_refused(as_editor.get(reverse(f"eventdate:{view}", args=[foreign.pk])))
        assert is_refused(as_editor.post(reverse(f"eventdate:{view}", args=[foreign.pk]), WHEN))
    foreign.refresh_from_db()
    assert (foreign.status, foreign.sequence) == ("planned", 0)


def test_dates_are_made_for_own_events_only(as_editor, town):
    own, foreign = town.own_event.identity, town.other_event.identity
    as_editor.post(reverse("eventdate:add"), {**WHEN, "event": foreign.pk})
    assert not EventDate.objects.exists()
    as_editor.post(reverse("eventdate:add"), {**WHEN, "event": own.pk})
    assert EventDate.objects.get().event == own
    date = EventDate.objects.get()
    as_editor.post(reverse("eventdate:edit", args=[date.pk]), {**WHEN, "event": foreign.pk, "status": "cancelled"})
    date.refresh_from_db()
    assert (date.event, date.status) == (own, "cancelled")


def test_members_are_changed_by_those_who_edit_the_alliance(client, town, as_editor):
    alliance = AlliancePageFactory(parent=AllianceIndexPage.objects.child_of(town.site.root_page).get())
    row = MembershipFactory(alliance=alliance.identity, organisation=town.own.identity)
    assert is_refused(as_editor.get(reverse("membership:edit", args=[row.pk])))
    as_editor.post(
        reverse("membership:add"), {"alliance": alliance.identity.pk, "organisation": town.other.identity.pk}
    )
    assert Membership.objects.count() == 1
    client.force_login(make_coordinator(town.site))
    client.post(reverse("membership:add"), {"alliance": alliance.identity.pk, "organisation": town.other.identity.pk})
    assert Membership.objects.count() == 2


def test_page_chooser_hides_foreign_drafts(as_editor, town):
    for page in [town.own_event, town.other_event]:
        page.unpublish()
    html = as_editor.get(reverse("wagtailadmin_choose_page_search"), {"q": "Geheimer"}).content.decode()
    assert "Geheimer Plan" not in html
    html = as_editor.get(reverse("wagtailadmin_choose_page_child", args=[town.other.pk])).content.decode()
    assert "Geheimer Plan" not in html
    html = as_editor.get(reverse("wagtailadmin_choose_page_search"), {"q": "Hoffest"}).content.decode()
    assert "Hoffest" in html


def test_visitors_and_people_without_rights_get_nothing(client, town):
    date = EventDateFactory(event=town.own_event.identity)
    urls = [
        edit_url(town.own_event),
        reverse("eventdate:edit", args=[date.pk]),
        reverse("place:index"),
        reverse("eventdate:index"),
    ]
    for url in urls:
        assert client.get(url).url.startswith("/konto/login/")
    client.force_login(UserFactory())
    for url in urls:
        assert client.get(url).status_code in {302, 403}


def test_rights_follow_to_translations_and_back(town):
    group = Group.objects.create(name="Lektorat")
    english = translate(town.own, "en")
    allow_on_page(group, english, EDITING)
    assert set(_pages_of(group)) == {town.own.pk, english.pk}
    easy = translate(town.own, "de-simple")
    assert set(_pages_of(group)) == {town.own.pk, english.pk, easy.pk}
    GroupPagePermission.objects.filter(group=group, page=town.own).first().delete()
    assert len(_pages_of(group)) == 3 * (len(EDITING) - 1)
    GroupPagePermission.objects.filter(group=group, page=easy).delete()
    assert _pages_of(group) == []


def test_deleting_a_translation_takes_no_right_on_the_others(town):
    group = create_organisation_editors(town.own)
    translate(town.own, "en").delete()
    assert set(_pages_of(group)) == {town.own.pk}


def _pages_of(group):
    return list(GroupPagePermission.objects.filter(group=group).values_list("page_id", flat=True))


def test_making_editors_twice_changes_nothing(town):
    ensure_coordinators(town.site)
    before = GroupPagePermission.objects.count(), Group.objects.count()
    assert create_organisation_editors(town.own) == town.own.identity.editors
    ensure_coordinators(town.site)
    assert (GroupPagePermission.objects.count(), Group.objects.count()) == before


def test_sites_of_editors(town):
    other = make_site("anderswo.example.org", "Anderswo", languages=())
    assert sites_of(town.editor) == [town.site]
    assert sites_of(make_coordinator(other)) == [other]
    assert sites_of(UserFactory(is_superuser=True)) == [town.site, other]


def test_an_event_made_by_an_editor_belongs_to_the_own_organisation(as_editor, town):
    as_editor.post(
        reverse("wagtailadmin_pages:add", args=["core", "eventpage", town.own.pk]), form_data(title="Neu", slug="neu")
    )
    assert Event.objects.get(title="Neu").organisation == town.own.identity
    response = as_editor.post(
        reverse("wagtailadmin_pages:add", args=["core", "eventpage", town.other.pk]),
        form_data(title="Fremd", slug="fremd"),
    )
    assert is_refused(response)
    assert not Event.objects.filter(title="Fremd").exists()
