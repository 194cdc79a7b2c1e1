"""Whatever happens, the index ends as one that is built from nothing."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from core.calendar import indexer
from core.calendar.models import Dependency, Feed, IndexedObject, Occurrence
from core.directory.models import Event, EventDate, Organisation, Place, Topic
from core.pages.models import EventPage, OrganisationPage
from tests.calendar import world

VARYING = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE")


def content() -> dict:
    """What the index says, without the traces of how it came to say so."""
    rows = (
        Occurrence.objects.filter(withdrawn_at=None)
        .select_related("owner")
        .prefetch_related("texts", "topics", "entries__feed")
    )
    return {
        "dates": {row.uid: _row(row) for row in rows},
        "dependencies": set(Dependency.objects.values_list("owner__source", "owner__object_id", "on_model", "on_id")),
    }


def _row(row: Occurrence) -> tuple:
    kept = ("site_id", "kind", "starts_at", "ends_at", "all_day", "is_long", "status", "moved_from", "organisation_id")
    kept += ("place_id", "is_online", "cost")
    texts = {
        text.language: (text.written_in, text.title, text.summary, text.url, _component(text.component))
        for text in row.texts.all()
    }
    topics = {topic.pk for topic in row.topics.all()}
    feeds = {str(entry.feed) for entry in row.entries.all() if entry.left_at is None}
    return tuple(getattr(row, name) for name in kept), (row.owner.source, row.owner.object_id), texts, topics, feeds


def _component(text: str) -> list[str]:
    return [line for line in text.replace("\r\n ", "").split("\r\n") if not line.startswith(VARYING)]


def build_from_nothing() -> None:
    for model in (Occurrence, IndexedObject, Feed):
        model.objects.all().delete()
    indexer.rebuild()


class Changes:
    """Everything that an editor, or a program, may do to a small town; each takes a number to choose with."""

    def add_event(self, number: int) -> None:
        pages = OrganisationPage.objects.order_by("pk")
        world.make_event(pages[number % len(pages)], f"Titel {number}", live=number % 3 > 0)

    def add_date(self, number: int) -> None:
        if event := self._one(Event, number):
            start = world.NOW + dt.timedelta(hours=number * 7)
            end = start + dt.timedelta(hours=1 + number % 60)
            places = [None, *Place.objects.order_by("pk")]
            EventDate.objects.create(event=event, starts_at=start, ends_at=end, place=places[number % len(places)])

    def move_date(self, number: int) -> None:
        if date := self._one(EventDate, number):
            date.starts_at += dt.timedelta(days=number % 5 - 2, hours=1)
            date.ends_at = date.starts_at + dt.timedelta(hours=2)
            date.save()

    def cancel_date(self, number: int) -> None:
        if date := self._one(EventDate, number):
            date.status = "planned" if date.status == "cancelled" else "cancelled"
            date.save()

    def delete_date(self, number: int) -> None:
        if date := self._one(EventDate, number):
            date.delete()

    def publish(self, number: int) -> None:
        if page := self._one(EventPage, number):
            page.title = f"Neuer Titel {number}"
            page.save_revision().publish()

    def unpublish(self, number: int) -> None:
        if page := self._one(EventPage, number):
            page.unpublish()

    def rename_slug(self, number: int) -> None:
        if page := self._one(OrganisationPage, number):
            page.slug = f"slug-{number}-{page.pk}"
            page.save_revision().publish()

    def move_page(self, number: int) -> None:
        if page := self._one(EventPage, number):
            parents = OrganisationPage.objects.filter(locale=page.locale).order_by("pk")
            target = parents[number % len(parents)]
            if page.get_parent().pk != target.pk and not target.get_children().filter(slug=page.slug).exists():
                page.move(target, pos="last-child")

    def delete_page(self, number: int) -> None:
        if page := self._one(EventPage, number):
            page.delete()

    def translate(self, number: int) -> None:
        page = self._one(EventPage, number)
        if page and not page.get_translations(inclusive=True).filter(locale__language_code="en").exists():
            world.translate(page, "en", title=f"Title {number}")

    def hide(self, number: int) -> None:
        page = self._one((EventPage, OrganisationPage)[number % 2], number)
        if page:
            restriction = PageViewRestriction.objects.filter(page=page).first()
            if restriction:
                restriction.delete()
            else:
                PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    def rename_thing(self, number: int) -> None:
        if place := self._one(Place, number):
            place.name = f"Ort {number}"
            place.save()
        if topic := self._one(Topic, number):
            topic.title = f"Thema {number}"
            topic.save()
        if organisation := self._one(Organisation, number):
            organisation.title = f"Verein {number}"
            organisation.save()

    def tag(self, number: int) -> None:
        event, topic = self._one(Event, number), self._one(Topic, number)
        if event and topic:
            event.topics.set([] if event.topics.exists() else [topic])

    def give_up(self, number: int) -> None:
        """Something goes wrong after a change: nothing of it stays."""
        with transaction.atomic():
            self.move_date(number)
            self.publish(number)
            transaction.set_rollback(True)

    def _one(self, model, number):
        found = model.objects.order_by("pk")
        if issubclass(model, Page):
            found = found.filter(alias_of=None)  # stand-ins for missing translations follow by themselves
        return found[number % len(found)] if found else None


ACTIONS = [name for name in vars(Changes) if not name.startswith("_")]
steps = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 200)), min_size=3, max_size=12)


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each step publishes pages: shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=st.integers(0, 50), done=steps)
def test_after_any_changes_the_index_equals_one_built_from_nothing(site, shop, place, clock, first, done):
    with transaction.atomic():
        world.make_organisation(site, "Seniorenrat")
        world.make_topic(site)
        event = world.make_event(shop, "Frühstück")
        changes = Changes()
        changes.add_date(first)
        world.make_date(event, place=place)
        for name, number in done:
            clock.shift(60)
            getattr(changes, name)(number)
        followed = content()
        build_from_nothing()
        assert followed == content()
        transaction.set_rollback(True)


def test_rebuilding_a_true_index_changes_nothing(site, shop, place, clock):
    event = world.make_event(shop)
    world.make_date(event, place=place)
    before, components = content(), list(Occurrence.objects.values_list("texts__component", flat=True))
    marks = Feed.objects.values_list("pk", "changes__pk")
    marks = list(marks)
    clock.shift(3600)
    assert indexer.rebuild() == 1
    assert content() == before
    assert list(Occurrence.objects.values_list("texts__component", flat=True)) == components
    assert list(Feed.objects.values_list("pk", "changes__pk")) == marks


def test_rebuilding_finds_what_was_changed_behind_its_back(site, shop, place):
    event = world.make_event(shop)
    date = world.make_date(event, place=place)
    EventDate.objects.filter(pk=date.pk).update(status="cancelled")
    gone = world.make_date(event, "2026-10-09 18:00", "2026-10-09 20:00")
    EventDate.objects.filter(pk=gone.pk)._raw_delete("default")
    out = StringIO()
    call_command("rebuild_calendar", stdout=out)
    assert out.getvalue().strip() == "1 Dinge mit Terminen geprüft."
    assert Occurrence.objects.get(uid=date.uid).status == "cancelled"
    assert Occurrence.objects.get(uid=gone.uid).withdrawn_at


def test_another_address_of_the_site_renews_every_entry(site, shop, settings):
    world.make_date(world.make_event(shop))
    settings.BASE_URL = "https://allmende.example.org"
    assert "127.0.0.1" in Occurrence.objects.get().texts.get(language="de").component
    indexer.rebuild()
    component = Occurrence.objects.get().texts.get(language="de").component
    assert "127.0.0.1" not in component
    assert "@allmende.example.org" in component


def test_the_command_takes_one_site(site, shop):
    world.make_date(world.make_event(shop))
    other = world.make_site("mannheim.example.org", "Mannheim", default=False)
    world.make_date(world.make_event(world.make_organisation(other), "Fest"))
    for hostname, found in [("mannheim.example.org", "1 Dinge"), ("localhost", "1 Dinge")]:
        out = StringIO()
        call_command("rebuild_calendar", site=hostname, stdout=out)
        assert found in out.getvalue()
    with pytest.raises(CommandError, match="Keine eindeutige Website"):
        call_command("rebuild_calendar", site="nirgends.example.org")


def test_the_command_says_when_something_cannot_be_asked(site, shop, monkeypatch):
    world.make_date(world.make_event(shop))
    monkeypatch.setattr(Event, "dates", property(lambda _event: Event.objects.raw("SELECT * FROM nowhere")))
    with pytest.raises(CommandError, match="1 davon"):
        call_command("rebuild_calendar", stdout=StringIO())
