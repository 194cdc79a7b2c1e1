"""Pages with something behind them: the editor is asked before they go, singly, in bulk, by parent, by an ancestor."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from core.directory.models import DateStatus, EventDate
from core.pages.attached import Step, affected_pages, last_pages
from tests.factories import EventDateFactory, translate

pytestmark = pytest.mark.django_db
QUESTION = "Hieran hängt noch etwas"


@pytest.fixture
def date(town):
    return EventDateFactory(event=town.own_event.identity)


def page_url(view, page, *more):
    return reverse(f"wagtailadmin_pages:{view}", args=[page.pk, *more])


def bulk_url(action, *pages):
    ids = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{ids}&next=/admin/"


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def exists(page):
    return Page.objects.filter(pk=page.pk).exists()


# -- deleting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["own_event", "own", "index"])
def test_deleting_a_page_or_one_above_it_asks_first(as_admin, town, date, which):
    page = getattr(town, which)
    for response in [as_admin.get(page_url("delete", page)), as_admin.post(page_url("delete", page))]:
        assert QUESTION in response.content.decode()
    assert exists(page)


@pytest.mark.parametrize("which", ["own_event", "own", "index"])
def test_calling_off_and_deleting(as_admin, town, date, which):
    as_admin.post(page_url("delete", getattr(town, which)), {"behind": "absagen"})
    date.refresh_from_db()
    assert (date.status, date.sequence) == (DateStatus.CANCELLED, 1)
    assert not exists(town.own_event)


def test_hiding_instead_of_deleting(as_admin, town, date):
    as_admin.post(page_url("delete", town.own), {"behind": "verbergen"})
    date.refresh_from_db()
    assert date.status == DateStatus.PLANNED
    assert not is_live(town.own)
    assert not is_live(town.own_event)


def test_pages_with_nothing_behind_them_are_deleted_as_ever(as_admin, town):
    EventDateFactory(event=town.own_event.identity, status="cancelled")
    EventDateFactory(event=town.own_event.identity, starts_at="2020-01-01T10:00Z", ends_at="2020-01-01T12:00Z")
    assert QUESTION not in as_admin.get(page_url("delete", town.own_event)).content.decode()
    as_admin.post(page_url("delete", town.own_event))
    assert not exists(town.own_event)
    assert EventDate.objects.count() == 2


def test_deleting_one_translation_asks_nothing_the_last_one_does(as_admin, town, date):
    english = translate(town.own_event, "en")
    as_admin.post(page_url("delete", english))
    assert not exists(english)
    assert QUESTION in as_admin.post(page_url("delete", town.own_event)).content.decode()


def test_deleting_many_asks_for_all_of_them(as_admin, town, date):
    url = bulk_url("delete", town.other_event, town.own)
    assert as_admin.get(url).status_code == 200
    assert QUESTION in as_admin.post(url).content.decode()
    assert exists(town.other_event)
    as_admin.post(url, {"behind": "absagen"})
    assert not exists(town.other_event)
    assert not exists(town.own)
    date.refresh_from_db()
    assert date.status == DateStatus.CANCELLED


def test_hiding_many(as_admin, town, date):
    as_admin.post(bulk_url("delete", town.other_event, town.own), {"behind": "verbergen"})
    assert not is_live(town.other_event)
    assert not is_live(town.own)
    assert not is_live(town.own_event)


def test_the_start_page_of_a_site_cannot_be_deleted(as_admin, town):
    for response in [
        as_admin.post(page_url("delete", town.site.root_page), follow=True),
        as_admin.post(bulk_url("delete", town.site.root_page), follow=True),
    ]:
        assert "Sie lässt sich nicht löschen" in response.content.decode()
    assert exists(town.site.root_page)


# -- unpublishing ------------------------------------------------------------------------------------------------------


def test_unpublishing_asks_first(as_admin, town, date):
    url = page_url("unpublish", town.own_event)
    assert QUESTION in as_admin.post(url).content.decode()
    assert is_live(town.own_event)
    as_admin.post(url, {"behind": "verbergen"})
    date.refresh_from_db()
    assert (is_live(town.own_event), date.status) == (False, DateStatus.PLANNED)


def test_unpublishing_with_the_pages_below(as_admin, town, date):
    url = page_url("unpublish", town.own)
    assert QUESTION not in as_admin.post(url).content.decode()
    assert (is_live(town.own), is_live(town.own_event)) == (False, True)
    Page.objects.get(pk=town.own.pk).specific.save_revision().publish()
    assert QUESTION in as_admin.post(url, {"include_descendants": "on"}).content.decode()
    as_admin.post(url, {"include_descendants": "on", "behind": "absagen"})
    date.refresh_from_db()
    assert (is_live(town.own_event), date.status) == (False, DateStatus.CANCELLED)


def test_unpublishing_many(as_admin, town, date):
    url = bulk_url("unpublish", town.own_event, town.other)
    assert QUESTION in as_admin.post(url).content.decode()
    as_admin.post(url, {"behind": "absagen"})
    assert not is_live(town.own_event)
    assert not is_live(town.other)


# -- moving ------------------------------------------------------------------------------------------------------------


def test_moving_asks_and_keeps_everything(as_admin, town, date):
    url = page_url("move_confirm", town.own_event, town.other.pk)
    assert QUESTION in as_admin.get(url).content.decode()
    assert QUESTION in as_admin.post(url).content.decode()
    as_admin.post(url, {"behind": "behalten"})
    date.refresh_from_db()
    assert Page.objects.get(pk=town.own_event.pk).get_parent().pk == town.other.pk
    assert (date.status, date.event.organisation) == (DateStatus.PLANNED, town.other.identity)


def test_moving_many_keeps_the_destination_through_the_question(as_admin, town, date):
    url = bulk_url("move", town.own_event)
    question = as_admin.post(url, {"chooser": town.other.pk}).content.decode()
    assert QUESTION in question
    assert f'name="chooser" value="{town.other.pk}"' in question
    as_admin.post(url, {"chooser": town.other.pk, "behind": "behalten"})
    assert Page.objects.get(pk=town.own_event.pk).get_parent().pk == town.other.pk


# -- what plugins say --------------------------------------------------------------------------------------------------


def test_pages_below_are_named_once(town):
    pages = affected_pages([town.own, town.own_event], Step.DELETE)
    assert sorted(page.pk for page in pages) == sorted([town.own.pk, town.own_event.pk])
    assert last_pages([town.own_event], Step.MOVE) == [town.own_event]


def test_an_editor_without_the_right_is_not_even_asked(as_editor, town):
    EventDateFactory(event=town.other_event.identity)
    response = as_editor.post(page_url("delete", town.other_event), {"behind": "absagen"})
    assert response.status_code == 302
    assert EventDate.objects.get().status == DateStatus.PLANNED


def test_somebody_without_the_right_to_move_learns_nothing_and_calls_nothing_off(as_editor, town):
    EventDateFactory(event=town.other_event.identity)
    url = page_url("move_confirm", town.other_event, town.own.pk)
    assert "Geheimer Plan" not in as_editor.get(url, follow=True).content.decode()
    as_editor.post(url, {"behind": "absagen"})
    assert EventDate.objects.get().status == DateStatus.PLANNED
    assert Page.objects.get(pk=town.other_event.pk).get_parent().pk == town.other.pk
