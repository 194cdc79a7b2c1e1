"""A copy starts without dates and offers those of its original, shifted, at the same time on the wall."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from core.directory.models import Body, DateStatus, EventDate, FundingProgramme, FundingRound, Meeting
from core.directory.spans import shift_days, shift_span
from core.pages.admin_lists import FundingRoundViewSet, MeetingViewSet
from core.pages.date_copying import days_until_ahead
from tests.factories import EventDateFactory, PlaceFactory

NOW = "2026-11-25 12:00:00+01:00"
BERLIN = timezone.get_default_timezone()


def wall(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=BERLIN)


def on_wall(moment: dt.datetime) -> str:
    return f"{moment.astimezone(BERLIN):%d.%m.%Y %H:%M}"


def copy_of(page: Any) -> Any:
    page.copy(update_attrs={"slug": "kopie", "title": "Kopie"}, keep_live=False)
    return Page.objects.get(slug="kopie").specific


def address(copied: Any) -> str:
    return reverse("eventdate:take_over", args=[copied.identity.pk])


@pytest.mark.parametrize(
    ("before", "days", "after"),
    [
        (wall(2026, 3, 22, 18), 7, "29.03.2026 18:00"),
        (wall(2026, 3, 27, 9, 30), 3, "30.03.2026 09:30"),
        (wall(2026, 10, 18, 18), 7, "25.10.2026 18:00"),
        (wall(2026, 3, 29, 18), 210, "25.10.2026 18:00"),
        (wall(2026, 3, 22, 2, 30), 7, "29.03.2026 03:30"),
        (wall(2026, 10, 18, 2, 30), 7, "25.10.2026 02:30"),
        (wall(2026, 10, 24, 0), 2, "26.10.2026 00:00"),
    ],
)
def test_the_time_on_the_wall_stays(before, days, after):
    assert on_wall(shift_days(before, days)) == after


def test_an_hour_shown_twice_is_the_first_and_one_left_out_makes_no_end_before_the_start():
    assert shift_days(wall(2026, 10, 18, 2, 30), 7) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    start, end = shift_span(wall(2026, 3, 22, 2, 50), wall(2026, 3, 22, 3, 10), 7)
    assert (on_wall(start), end - start) == ("29.03.2026 03:50", dt.timedelta(minutes=20))


def test_whole_days_stay_whole_over_a_change():
    start, end = shift_span(wall(2026, 3, 21), wall(2026, 3, 23), 7)
    assert (on_wall(start), on_wall(end)) == ("28.03.2026 00:00", "30.03.2026 00:00")


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("first", "weeks"),
    [(wall(2026, 11, 24, 18), 1), (wall(2026, 11, 18, 18), 2), (wall(2026, 11, 11, 9), 3), (wall(2027, 1, 8, 9), 1)],
)
def test_the_first_date_lies_ahead_on_the_same_weekday(first, weeks):
    assert days_until_ahead([EventDate(starts_at=first)]) == weeks * 7
    assert shift_days(first, weeks * 7).date() > timezone.localdate()


@time_machine.travel(NOW, tick=False)
def test_an_editor_sees_the_new_dates_before_taking_them_over(town, as_editor):
    place = PlaceFactory(name="Hofsaal", site=town.site)
    event = town.own_event.identity
    EventDateFactory(event=event, starts_at=wall(2026, 3, 22, 18), ends_at=wall(2026, 3, 22, 20), place=place)
    moved = EventDateFactory(event=event, starts_at=wall(2026, 3, 24, 9), ends_at=wall(2026, 3, 24, 10))
    moved.starts_at, moved.ends_at, moved.status = wall(2026, 3, 25, 9), wall(2026, 3, 25, 10), DateStatus.CANCELLED
    moved.save()
    copied = copy_of(town.own_event)

    editor = as_editor.get(reverse("wagtailadmin_pages:edit", args=[copied.pk]))
    assert address(copied) in editor.content.decode()

    seen = as_editor.get(address(copied), {"weeks": "1", "days": "0"})
    assert [[on_wall(moment) for moment in row["new"]] for row in seen.context["rows"]] == [
        ["29.03.2026 18:00", "29.03.2026 20:00"],
        ["01.04.2026 09:00", "01.04.2026 10:00"],
    ]
    assert copied.identity.dates.count() == 0

    for _twice in range(2):
        as_editor.post(address(copied), {"weeks": "31", "days": "0"})
    dates = list(copied.identity.dates.order_by("starts_at"))
    assert [(on_wall(d.starts_at), on_wall(d.ends_at), d.place) for d in dates] == [
        ("25.10.2026 18:00", "25.10.2026 20:00", place),
        ("28.10.2026 09:00", "28.10.2026 10:00", None),
    ]
    assert {(date.status, date.moved_from, date.sequence) for date in dates} == {(DateStatus.PLANNED, None, 0)}
    assert not {date.uid for date in dates} & set(event.dates.values_list("uid", flat=True))
    editor = as_editor.get(reverse("wagtailadmin_pages:edit", args=[copied.pk]))
    assert address(copied) not in editor.content.decode()


@time_machine.travel(NOW, tick=False)
def test_without_a_number_the_form_is_filled_in_and_a_wrong_one_makes_nothing(town, as_editor):
    EventDateFactory(event=town.own_event.identity, starts_at=wall(2026, 11, 11, 18), ends_at=wall(2026, 11, 11, 20))
    copied = copy_of(town.own_event)
    form = as_editor.get(address(copied)).context["form"]
    assert (form["weeks"].value(), form["days"].value()) == (3, 0)
    answer = as_editor.post(address(copied), {"weeks": "viele"})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"weeks"}
    assert copied.identity.dates.count() == 0


def test_only_who_may_change_the_copy_and_know_the_dates_takes_them_over(town, as_editor):
    EventDateFactory(event=town.other_event.identity)
    foreign = copy_of(town.other_event)
    assert as_editor.get(address(foreign)).status_code == 302
    assert as_editor.post(address(foreign), {"weeks": "1"}).status_code == 302
    assert foreign.identity.dates.count() == 0

    draft = town.own_event.identity
    draft.copied_from = town.other_event.identity
    draft.save()
    town.other_event.unpublish()
    url = reverse("eventdate:take_over", args=[draft.pk])
    assert as_editor.post(url, {"weeks": "1"}).status_code == 302
    assert draft.dates.count() == 0


def test_a_round_of_funding_keeps_its_name_and_moves_its_opening(site):
    original = FundingProgramme.objects.create(site=site, title="Topf")
    copied = FundingProgramme.objects.create(site=site, title="Topf 2")
    deadline = {"starts_at": wall(2026, 3, 31), "ends_at": wall(2026, 4, 1), "all_day": True}
    row = FundingRound.objects.create(
        programme=original, title="Frühjahr", opens_on=dt.date(2026, 3, 1), decided="2026-05", **deadline
    )
    FundingRoundViewSet().copy_dates([row], copied, 7)
    made = copied.rounds.get()
    assert (made.title, made.opens_on, made.all_day) == ("Frühjahr", dt.date(2026, 3, 8), True)
    assert not made.decided
    assert on_wall(made.starts_at) == "07.04.2026 00:00"


def test_a_meeting_takes_over_no_agenda_and_no_decisions(site):
    original, copied = (Body.objects.create(site=site, title=title) for title in ("Plenum", "Plenum 2"))
    times = {"starts_at": wall(2026, 3, 22, 18), "ends_at": wall(2026, 3, 22, 20)}
    row = Meeting.objects.create(
        body=original, title="Klausur", agenda="Haushalt", decisions="Ja", is_public=False, **times
    )
    MeetingViewSet().copy_dates([row], copied, 7)
    made = copied.meetings.get()
    assert (made.title, made.agenda, made.decisions, made.is_public) == ("Klausur", "", "", False)
    assert on_wall(made.starts_at) == "29.03.2026 18:00"
