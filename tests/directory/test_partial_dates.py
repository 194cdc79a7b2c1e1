"""Dates as exactly as they are known."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.directory.models import Membership, Project
from core.directory.partial_dates import PartialDateField, PartialDateFormField, first_day, last_day, parse


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2004", "2004"),
        (" 2004 ", "2004"),
        ("2004-10", "2004-10"),
        ("10/2004", "2004-10"),
        ("10.2004", "2004-10"),
        ("Oktober 2004", "2004-10"),
        ("okt. 2004", "2004-10"),
        ("März 2011", "2011-03"),
        ("October 2004", "2004-10"),
        ("2004-10-01", "2004-10-01"),
        ("1.10.2004", "2004-10-01"),
        ("01. 10. 2004", "2004-10-01"),
        ("1. Oktober 2004", "2004-10-01"),
        ("29.2.2024", "2024-02-29"),
    ],
)
def test_it_is_read_as_people_write_it(typed, stored):
    assert parse(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", "gestern", "13/2004", "31.4.2004", "29.2.2023", "04", "0999", "2004-13", "Mond 2004"]
)
def test_what_is_no_date_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError) as refused:
        parse(typed)
    assert refused.value.code == "partial_date"
    assert "Oktober 2004" in refused.value.messages[0]


@given(st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2199, 12, 31)), st.integers(1, 3))
def test_texts_sort_as_dates_and_hold_what_they_mean(day, precision):
    stored = "-".join(day.isoformat().split("-")[:precision])
    assert parse(stored) == stored
    assert first_day(stored) <= day <= last_day(stored)
    other = day + dt.timedelta(days=400)
    if other.year < 2200:
        assert stored < other.isoformat()


def test_the_editor_sees_words_and_may_leave_it_empty():
    field = PartialDateFormField(required=False)
    assert field.prepare_value("2004-10") == "Oktober 2004"
    assert field.clean("") == ""
    assert not field.has_changed("2004-10", "Oktober 2004")
    assert field.has_changed("2004-10", "2004")
    assert field.has_changed("2004-10", "Quatsch")


def test_the_model_stores_the_canonical_form():
    assert PartialDateField(blank=True).clean("Oktober 2004", None) == "2004-10"


@pytest.mark.parametrize(
    ("since", "until", "fits"),
    [
        ("2004", "2004-10", True),
        ("2004-10", "2004", True),
        ("2005", "2004", False),
        ("", "2004", True),
        ("2004-11", "2004-10", False),
    ],
)
def test_a_period_may_not_end_before_it_begins(since, until, fits):
    row = Project(since=since, until=until)
    if fits:
        row.clean()
        return
    with pytest.raises(ValidationError) as refused:
        row.clean()
    assert refused.value.message_dict == {"until": ["Das Ende liegt vor dem Anfang."]}


def test_a_membership_holds_until_the_last_day_that_its_end_may_mean():
    row = Membership(since="2004", until="2026-11")
    assert row.holds_on(dt.date(2026, 11, 30))
    assert not row.holds_on(dt.date(2026, 12, 1))
