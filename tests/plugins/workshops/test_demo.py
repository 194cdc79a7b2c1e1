"""The demonstration's workshops: built twice they are the same, built a week later they move along."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Site

from core.mail.models import OutboxMessage
from core.pages.demo import demo_key
from core.pages.models import OrganisationIndexPage
from plugins.workshops import demo
from plugins.workshops.domain.sweeping import remind
from plugins.workshops.models import Registration, Session, SessionDate, Workshop, WorkshopPage
from plugins.workshops.states import Channel, State
from tests.factories import OrganisationPageFactory, PersonFactory, TopicFactory, make_site
from tests.plugins.workshops.factories import book, make_place
from tests.plugins.workshops.invariants import violations

pytestmark = pytest.mark.django_db

#: The week before summer time ends.
WEDNESDAY = dt.datetime(2026, 10, 21, 10, tzinfo=dt.UTC)
MONDAY = dt.date(2026, 10, 19)
WEEK = dt.timedelta(weeks=1)

WORKSHOPS = """
- key: stadtgang
  organisation: laden
  title: Stadtgang
  lead: Zwei Stunden zu Fuß.
  body: [{text: <p>Langsam.</p>}]
  what_to_expect: [fünf Stationen, eine Bank]
  audience: Für alle
  language: Deutsch
  accessibility: [flach]
  cost: Spende
  topics: [wohnen]
  speakers: [{person: mira, role: Leitung}]
  sessions:
    - {key: voll, week: 1, day: 5, start: "11:00", end: "13:00", place: laden, capacity: 3, registrations: 3, waiting: 2, status: planned, online: false}
    - {key: vorbei, week: -1, day: 5, start: "11:00", end: "13:00", place: laden, capacity: 3, registrations: 2, waiting: 0, status: planned, online: false}
    - {key: abgesagt, week: 2, day: 2, start: "18:00", end: "20:00", place: null, capacity: 4, registrations: 2, waiting: 0, status: cancelled, online: false}
    - {key: verlegt, week: 1, day: 3, start: "19:00", end: "21:00", place: null, capacity: null, registrations: 4, waiting: 0, status: planned, online: true, moved_from: {week: 1, day: 1, start: "19:30"}}
  translations:
    en: {title: City walk, lead: Two hours on foot., cost: Donation, what_to_expect: [five stops], accessibility: [flat]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    people = [f"- {{name: Mensch {number}, email: mensch.{number}@example.org}}" for number in range(9)]
    (tmp_path / "workshops.yaml").write_text(WORKSHOPS, encoding="utf-8")
    (tmp_path / "people_registered.yaml").write_text("\n".join(people), encoding="utf-8")
    return tmp_path


@pytest.fixture
def site(db) -> Site:
    site = make_site(languages=("en",))
    index = OrganisationIndexPage.objects.child_of(site.root_page).get()
    OrganisationPageFactory(parent=index, title="Laden", translation_key=demo_key("organisation", "laden"))
    PersonFactory(name="Mira", slug="mira")
    TopicFactory(title="Wohnen", slug="wohnen")
    make_place("Laden", slug="laden")
    return site


def everything() -> tuple[object, ...]:
    dates = list(
        SessionDate.objects.order_by("uid").values_list("uid", "starts_at", "status", "moved_from", "sequence")
    )
    people = list(Registration.objects.order_by("key").values_list("key", "state", "name", "code"))
    return dates, people, WorkshopPage.objects.count()


def test_words_and_facts_come_from_the_files(site, folder):
    demo.build(site, MONDAY, folder)
    workshop = Workshop.objects.get()
    german, english = WorkshopPage.objects.order_by("pk")
    assert (workshop.cost, [topic.title for topic in workshop.topics.all()]) == ("Spende", ["Wohnen"])
    assert [(row.person.name, row.role) for row in workshop.speaker_rows.all()] == [("Mira", "Leitung")]
    assert (german.expectation_lines, german.languages) == (["fünf Stationen", "eine Bank"], "Deutsch")
    assert (english.title, english.expectation_lines, english.cost_words) == ("City walk", ["five stops"], "Donation")


def test_every_session_is_as_the_file_says_and_no_invariant_is_broken(site, folder):
    with time_machine.travel(WEDNESDAY, tick=False):
        demo.build(site, MONDAY, folder)
        counts = {
            name: [
                session.registrations.filter(state=state).count()
                for state in (State.CONFIRMED, State.WAITING, State.CANCELLED)
            ]
            for name in ("voll", "vorbei", "abgesagt", "verlegt")
            for session in [Session.objects.get(key=demo_key("session", name))]
        }
        assert violations() == []
    assert counts == {"voll": [3, 2, 0], "vorbei": [2, 0, 0], "abgesagt": [0, 0, 2], "verlegt": [4, 0, 0]}
    moved = SessionDate.objects.get(session__key=demo_key("session", "verlegt"))
    assert f"{timezone.localtime(moved.moved_from):%d.%m. %H:%M}" == "27.10. 19:30"
    assert Session.objects.get(key=demo_key("session", "abgesagt")).is_cancelled


def test_building_again_changes_nothing_and_a_week_later_all_dates_move(site, folder):
    with time_machine.travel(WEDNESDAY, tick=False):
        demo.build(site, MONDAY, folder)
        first = everything()
        demo.build(site, MONDAY, folder)
        assert everything() == first
        book(Session.objects.get(key=demo_key("session", "voll")), "Echter Gast")
    with time_machine.travel(WEDNESDAY + WEEK, tick=False):
        demo.build(site, MONDAY + WEEK, folder)
        later = {uid: starts_at for uid, starts_at, *_rest in everything()[0]}
        assert later == {uid: _a_week_later(starts_at) for uid, starts_at, *_rest in first[0]}
        assert Registration.objects.get(name="Echter Gast").state == State.WAITING
        assert Registration.objects.filter(channel=Channel.DEMO).count() == len(first[1])
        assert violations() == []
        remind()
    assert set(OutboxMessage.objects.values_list("to", flat=True)) == {"echter.gast@example.org"}


def _a_week_later(moment: dt.datetime) -> dt.datetime:
    """The same wall time a week later, also over the end of summer time."""
    return timezone.make_aware(timezone.localtime(moment).replace(tzinfo=None) + WEEK)
