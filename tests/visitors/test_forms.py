from datetime import timedelta

import pytest
import time_machine
from django import forms
from django.http import QueryDict
from django.utils import timezone

from core.visitors.forms import VisitorForm


class SignUp(VisitorForm):
    name = forms.CharField()


def empty(**kwargs):
    return SignUp(**{"purpose": "workshops.register", "subject": "date:17", **kwargs})


def filled(token, *, purpose="workshops.register", subject="date:17", **fields):
    data = QueryDict(mutable=True)
    data.update({"token": token, "name": "Mia", "homepage": "", **fields})
    data._mutable = False
    return SignUp(data, purpose=purpose, subject=subject)


def token_of(form):
    return form["token"].value()


def test_a_form_that_was_shown_here_is_taken():
    shown = empty()
    form = filled(token_of(shown))
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Mia"


def test_each_form_has_a_nonce_of_its_own_and_sending_it_twice_keeps_it():
    first, second = empty(), empty()
    assert first.nonce != second.nonce
    assert filled(token_of(first)).nonce == filled(token_of(first)).nonce == first.nonce


@pytest.mark.parametrize("token", ["", "x", "a.b.c"])
def test_a_forged_token_is_refused_and_nothing_typed_is_lost(token):
    form = filled(token)
    assert not form.is_valid()
    assert form.has_error(forms.forms.NON_FIELD_ERRORS, "stale")
    assert form["name"].value() == "Mia"
    assert filled(token_of(form)).is_valid()


@pytest.mark.parametrize("elsewhere", [{"purpose": "workshops.cancel"}, {"subject": "date:18"}])
def test_a_token_of_another_form_is_refused(elsewhere):
    shown = empty(**elsewhere)
    form = filled(token_of(shown))
    assert not form.is_valid()
    assert form.nonce != shown.nonce
    assert filled(token_of(form)).is_valid()


def test_an_old_form_comes_back_with_what_was_typed_and_works_at_the_second_click():
    shown = empty()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        form = filled(token_of(shown))
        assert not form.is_valid()
        assert [str(error) for error in form.non_field_errors()] == [
            "Das Formular war zu lange offen. Ihre Angaben stehen noch da: Bitte senden Sie sie noch einmal ab."
        ]
        html = form.as_div()
        assert 'value="Mia"' in html
        again = filled(token_of(form))
        assert again.is_valid()
        assert again.nonce == shown.nonce, "sent before it was too old? then it is still the same filling-in"


def test_a_form_with_another_mistake_keeps_its_token():
    shown = empty()
    form = filled(token_of(shown), name="")
    assert not form.is_valid()
    assert token_of(form) == token_of(shown)


def test_a_machine_that_fills_the_trap_is_refused_and_a_person_only_clicks_again():
    form = filled(token_of(empty()), homepage="https://spam.example")
    assert not form.is_valid()
    assert form.has_error(forms.forms.NON_FIELD_ERRORS, "trap")
    assert form["homepage"].value() == ""
    assert form["name"].value() == "Mia"
    assert filled(token_of(form), homepage=form["homepage"].value()).is_valid()


def test_nobody_sees_hears_or_reaches_the_trap():
    form = empty()
    assert [field.name for field in form.hidden_fields()] == ["token", "homepage"]
    html = str(form["homepage"])
    for attribute in (" hidden", 'tabindex="-1"', 'autocomplete="off"'):
        assert attribute in html


def test_what_was_sent_stays_as_it_was():
    data = QueryDict("token=x&name=Mia")
    assert not SignUp(data, purpose="a", subject="b").is_valid()
    assert data["token"] == "x"


def test_initial_values_reach_the_fields_and_stay_the_callers():
    initial = {"name": "Mia"}
    form = SignUp(purpose="a", subject="b", initial=initial)
    assert form["name"].value() == "Mia"
    assert initial == {"name": "Mia"}


def test_a_form_with_a_prefix_works_alike():
    shown = SignUp(purpose="a", subject="b", prefix="p")
    data = {"p-token": shown["token"].value(), "p-name": "Mia"}
    assert SignUp(data, purpose="a", subject="b", prefix="p").is_valid()
    assert not SignUp({**data, "p-token": ""}, purpose="a", subject="b", prefix="p").is_valid()


def test_the_token_survives_a_new_secret_key_while_the_old_one_is_kept(settings):
    token = token_of(empty())
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50
    assert filled(token).is_valid()
