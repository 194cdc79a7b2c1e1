from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from core import phrases

BERLIN = ZoneInfo("Europe/Berlin")


def at(*parts, **kwargs):
    return datetime(*parts, tzinfo=BERLIN, **kwargs)


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "phrase"),
    [
        (at(2026, 10, 8, 18), at(2026, 10, 8, 20, 30), "Donnerstag, 8. Oktober 2026, 18.00 bis 20.30 Uhr"),
        (at(2026, 10, 8, 18), None, "Donnerstag, 8. Oktober 2026, 18.00 Uhr"),
        (at(2026, 10, 8, 18), at(2026, 10, 8, 18), "Donnerstag, 8. Oktober 2026, 18.00 Uhr"),
        (at(2026, 10, 8, 18), at(2026, 10, 9), "Donnerstag, 8. Oktober 2026, 18.00 bis 24.00 Uhr"),
        (at(2026, 10, 10, 20), at(2026, 10, 11, 1), "Samstag, 10. Oktober 2026, 20.00 Uhr bis Sonntag, 1.00 Uhr"),
        (
            at(2026, 10, 9, 17),
            at(2026, 10, 11, 14),
            "Freitag, 9. Oktober 2026, 17.00 Uhr bis Sonntag, 11. Oktober 2026, 14.00 Uhr",
        ),
        (at(2026, 3, 29, 1), at(2026, 3, 29, 3), "Sonntag, 29. März 2026, 1.00 bis 3.00 Uhr"),
        (at(2026, 10, 25, 2), at(2026, 10, 25, 2, 30, fold=1), "Sonntag, 25. Oktober 2026, 2.00 bis 2.30 Uhr"),
    ],
)
def test_whole_date(starts_at, ends_at, phrase):
    assert phrases.date_phrase(starts_at, ends_at) == phrase


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "phrase"),
    [
        (at(2026, 10, 8), at(2026, 10, 9), "Donnerstag, 8. Oktober 2026"),
        (at(2026, 10, 12), at(2026, 10, 19), "Montag, 12. bis Sonntag, 18. Oktober 2026"),
        (at(2026, 9, 30), at(2026, 10, 3), "Mittwoch, 30. September bis Freitag, 2. Oktober 2026"),
        (at(2026, 12, 31), at(2027, 1, 2), "Donnerstag, 31. Dezember 2026 bis Freitag, 1. Januar 2027"),
        (at(2026, 10, 24), at(2026, 10, 26), "Samstag, 24. bis Sonntag, 25. Oktober 2026"),
        (date(2026, 10, 8), None, "Donnerstag, 8. Oktober 2026"),
        (date(2026, 10, 12), date(2026, 10, 18), "Montag, 12. bis Sonntag, 18. Oktober 2026"),
    ],
)
def test_whole_days(starts_at, ends_at, phrase):
    assert phrases.date_phrase(starts_at, ends_at, all_day=True) == phrase


def test_moments_are_told_in_local_time():
    assert (
        phrases.date_phrase(datetime(2026, 7, 1, 22, 30, tzinfo=ZoneInfo("UTC")))
        == "Donnerstag, 2. Juli 2026, 0.30 Uhr"
    )


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "phrase"),
    [
        (at(2026, 10, 8, 18), at(2026, 10, 8, 20, 30), "18–20.30 Uhr"),
        (at(2026, 10, 8, 9, 30), None, "9.30 Uhr"),
        (at(2026, 10, 8, 18), at(2026, 10, 9), "18–24 Uhr"),
        (at(2026, 10, 10, 20), at(2026, 10, 11, 1), "20–1 Uhr"),
        (at(2026, 10, 9, 17), at(2026, 10, 11, 14), "17.00 Uhr, bis 11. Oktober"),
    ],
)
def test_time_beside_its_day(starts_at, ends_at, phrase):
    assert phrases.time_phrase(starts_at, ends_at) == phrase


def test_each_day_of_a_span_says_how_long_it_goes_on():
    week = (at(2026, 10, 12), at(2026, 10, 15))
    told = [phrases.time_phrase(*week, all_day=True, on=date(2026, 10, day)) for day in (12, 13, 14)]
    assert told == ["bis 14. Oktober", "bis 14. Oktober", "ganztägig"]
    camp = (at(2026, 10, 9, 17), at(2026, 10, 11, 14))
    told = [phrases.time_phrase(*camp, on=date(2026, 10, day)) for day in (9, 10, 11)]
    assert told == ["17.00 Uhr, bis 11. Oktober", "bis 11. Oktober", "bis 14.00 Uhr"]


@pytest.mark.parametrize(
    ("language", "phrase", "short"),
    [
        ("en", "Thursday, 8 October 2026, 18:00 to 20:30", "18:00–20:30"),
        ("de-simple", "Donnerstag, 8. Oktober 2026, von 18 Uhr bis 20.30 Uhr", "18 bis 20.30 Uhr"),
        ("fr", "jeudi, 8. octobre 2026, 18.00 bis 20.30 Uhr", "18–20.30 Uhr"),
    ],
)
def test_other_languages(language, phrase, short):
    with translation.override(language):
        assert phrases.date_phrase(at(2026, 10, 8, 18), at(2026, 10, 8, 20, 30)) == phrase
        assert phrases.time_phrase(at(2026, 10, 8, 18), at(2026, 10, 8, 20, 30)) == short


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("2004", "2004"),
        ("2004-10", "Oktober 2004"),
        ("2004-10-01", "1. Oktober 2004"),
        ("2004-13", "2004-13"),
        ("im Herbst 2004", "im Herbst 2004"),
        ("", ""),
    ],
)
def test_partial_dates(text, phrase):
    assert phrases.partial_date(text) == phrase


@time_machine.travel("2026-10-01 12:00 +0200")
def test_the_year_is_said_only_when_it_is_another():
    assert phrases.day_parts(date(2026, 10, 8)) == phrases.Day("Donnerstag", 8, "Oktober", "", "2026-10-08", "8.")
    assert phrases.day_parts(date(2027, 1, 14)) == phrases.Day("Donnerstag", 14, "Januar", "2027", "2027-01-14", "14.")


@pytest.mark.parametrize(
    ("arguments", "label", "tone"),
    [
        (("cancelled", "free", 7), "abgesagt", "bad"),
        (("CANCELLED", "", None), "abgesagt", "bad"),
        (("planned", "free", 7), "7 Plätze frei", "good"),
        (("", "free", None), "Plätze frei", "good"),
        (("", "few", 12), "nur noch 12 Plätze frei", "care"),
        (("", "free", 1), "nur noch 1 Platz frei", "care"),
        (("", "free", 0), "ausgebucht", "bad"),
        (("", "full", 0), "ausgebucht", "bad"),
        (("", "waiting", 0), "Warteliste", "care"),
        (("", "none", None), "ohne Anmeldung", ""),
    ],
)
def test_what_a_list_says_about_a_date(arguments, label, tone):
    state = phrases.state_of(*arguments)
    assert (state.label, state.tone) == (label, tone)


def test_moved_dates_say_so_and_unknown_ones_say_nothing():
    assert phrases.state_of("planned", "free", 7, moved=True).label == "verlegt"
    assert phrases.state_of("cancelled", "", None, moved=True).label == "abgesagt"
    assert phrases.state_of("planned", "", None) is None


def test_places():
    assert phrases.places_phrase(30, 7) == "7 von 30 Plätzen frei"
    assert phrases.places_phrase(30, 0) == "Alle 30 Plätze sind vergeben"
    assert phrases.places_phrase(1, 0) == "Der Platz ist vergeben"
    assert phrases.taken_phrase(30, 7) == "23 von 30 Plätzen vergeben"
    assert phrases.waiting_phrase(1) == "Eine Person steht auf der Warteliste"
    assert phrases.waiting_phrase(4) == "4 Personen stehen auf der Warteliste"


def test_errors_are_counted_in_words():
    assert phrases.errors_phrase(1, all_missing=True) == "Eine Angabe fehlt noch"
    assert phrases.errors_phrase(3, all_missing=True) == "Drei Angaben fehlen noch"
    assert phrases.errors_phrase(2, all_missing=False) == "Bitte prüfen Sie zwei Angaben"
    assert phrases.errors_phrase(13, all_missing=False) == "Bitte prüfen Sie 13 Angaben"


@pytest.mark.parametrize(("language", "numeral"), [("de", "26."), ("de-simple", "26."), ("en", "26")])
def test_a_numeral_before_its_month_has_a_point_in_german_only(language, numeral):
    with translation.override(language):
        assert phrases.day_parts(date(2026, 11, 26)).numeral == numeral
