"""Translations share the thing, a copy is a new one, an alias within one language is refused."""

import pytest
from wagtail.models import Page

from core.directory.models import Event, Organisation
from core.pages.models import EventPage
from tests.factories import ContentPageFactory, EventDateFactory, TopicFactory, translate

pytestmark = pytest.mark.django_db


def test_translations_share_identity_and_dates(client, town):
    date = EventDateFactory(
        event=town.own_event.identity, starts_at="2035-05-05T10:00:00Z", ends_at="2035-05-05T12:00:00Z"
    )
    pages = [
        town.own_event,
        translate(town.own_event, "en", title="Yard party"),
        translate(town.own_event, "de-simple"),
    ]
    assert {page.identity for page in pages} == {town.own_event.identity}
    assert Event.objects.filter(title="Hoffest").count() == 1
    for page in pages:
        assert page.identity.dates.get() == date
        assert 'datetime="2035-05-05T12:00' in client.get(page.url).content.decode()


def test_translating_an_organisation_makes_no_second_one(town):
    translate(town.own, "en")
    assert Organisation.objects.filter(key=town.own.translation_key).count() == 1


def test_a_copy_takes_over_everything_but_the_dates(town):
    event, topic = town.own_event.identity, TopicFactory()
    event.cost = "3 Euro"
    event.save()
    event.topics.add(topic)
    EventDateFactory(event=event)
    copied = town.own_event.copy(update_attrs={"slug": "noch-eins", "title": "Noch eins"}, keep_live=False)
    assert copied.identity != event
    assert (copied.identity.cost, list(copied.identity.topics.all())) == ("3 Euro", [topic])
    assert copied.identity.dates.count() == 0
    assert copied.identity.feed_key != event.feed_key
    assert event.dates.count() == 1


def test_a_copied_branch_makes_new_things_that_belong_to_the_new_organisation(town):
    copied = town.own.copy(recursive=True, update_attrs={"slug": "werkhof-2", "title": "Werkhof 2"})
    event = EventPage.objects.child_of(copied).get().identity
    assert event != town.own_event.identity
    assert event.organisation == copied.identity != town.own.identity


def test_copying_in_the_editor_takes_over_the_same(as_editor, town):
    Event.objects.filter(pk=town.own_event.identity.pk).update(cost="3 Euro")
    form = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": town.own.pk, "alias": "on"}
    as_editor.post(f"/admin/pages/{town.own_event.pk}/copy/", form)
    copied = EventPage.objects.get(slug="kopie")
    assert copied.alias_of is None
    assert (copied.identity.cost, copied.identity != town.own_event.identity) == ("3 Euro", True)


def test_the_copy_form_offers_no_alias(as_admin, town):
    for page in [town.own_event, town.own, town.site.root_page]:
        assert b'name="alias"' not in as_admin.get(f"/admin/pages/{page.pk}/copy/").content


def test_an_alias_within_one_language_is_refused(town):
    count = Page.objects.count()
    with pytest.raises(ValueError, match="alias"):
        town.own_event.create_alias(parent=town.other, update_slug="doppelt")
    section = ContentPageFactory(parent=town.site.root_page.specific)
    with pytest.raises(ValueError, match="alias"):
        town.own.create_alias(recursive=True, parent=town.index, update_slug="doppelt")
    assert Page.objects.count() == count + 1
    assert section.create_alias(update_slug="erlaubt").alias_of_id == section.pk


def test_moving_a_page_gives_its_things_to_the_new_organisation(town):
    town.own_event.move(town.other, pos="last-child")
    assert Event.objects.get(pk=town.own_event.identity.pk).organisation == town.other.identity


def test_moving_a_translation_changes_nothing(town):
    english = translate(town.own_event, "en")
    other = translate(town.other, "en")
    english.move(other, pos="last-child")
    assert Event.objects.get(pk=english.identity.pk).organisation == town.own.identity


def test_deleting_pages_loses_no_thing_and_no_date(town):
    date = EventDateFactory(event=town.own_event.identity)
    town.own.delete()
    date.refresh_from_db()
    assert date.event.organisation.title == "Werkhof"
