import re

import pytest
from django import forms
from django.utils import translation

from core.forms_renderer import AllmendeRenderer


class Registration(forms.Form):
    default_renderer = AllmendeRenderer
    errors_text = "Ihr Platz ist noch nicht vergeben."

    token = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label="Name", error_messages={"required": "Bitte geben Sie Ihren Namen an."})
    email = forms.EmailField(label="E-Mail-Adresse", help_text="Dorthin kommt die Bestätigung.", required=False)
    needs = forms.MultipleChoiceField(
        label="Was brauchen Sie?",
        choices=[("loop", "Höranlage"), ("child", "Betreuung")],
        widget=forms.CheckboxSelectMultiple,
    )
    consent = forms.BooleanField(label="Einverstanden", error_messages={"required": "Ohne geht es nicht."})

    def clean(self):
        raise forms.ValidationError("Sie sind schon angemeldet.", code="twice")


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield


def test_optional_fields_say_so_and_help_is_tied_to_them():
    html = str(Registration())
    assert html.count("(freiwillig)") == 1
    assert 'aria-describedby="id_email_helptext"' in html
    assert 'id="id_email_helptext"' in html
    assert "errors" not in html
    assert 'type="hidden"' in html


def test_the_summary_takes_the_focus_and_leads_to_every_field():
    html = str(Registration({"token": "x", "email": "nein@"}))
    assert 'id="fehler" role="alert" tabindex="-1" autofocus' in html
    assert "Bitte prüfen Sie fünf Angaben" in html
    assert "Ihr Platz ist noch nicht vergeben." in html
    assert "Sie sind schon angemeldet." in html
    targets = re.findall(r'href="#([\w-]+)"', html)
    assert targets == ["id_name", "id_email", "id_needs_0", "id_consent"]
    assert all(f'id="{target}"' in html for target in targets)


def test_each_error_is_tied_to_its_field():
    html = str(Registration({"token": "x", "email": "nein@"}))
    described = re.findall(r'aria-describedby="([^"]+)"', html)
    assert all(f'id="{name}"' in html for names in described for name in names.split())
    assert 'id="id_name_error"' in html
    assert html.count('aria-invalid="true"') == 5


def test_only_missing_answers_are_called_missing():
    class Short(forms.Form):
        default_renderer = AllmendeRenderer
        name = forms.CharField(label="Name")

    assert "Eine Angabe fehlt noch" in str(Short({}))


def test_an_expired_token_is_told():
    html = str(Registration({"name": "A", "needs": ["loop"], "consent": "on"}))
    assert html.count("<li>") == 2


def test_fields_can_be_asked_in_groups():
    class Grouped(Registration):
        @property
        def groups(self):
            return [("Wer kommt?", [self["name"], self["email"]]), ("Einverständnis", [self["consent"]])]

    html = str(Grouped())
    assert re.findall(r'<fieldset class="group"><legend>([^<]+)', html) == ["Wer kommt?", "Einverständnis"]
    assert "Höranlage" not in html


def test_what_is_needed_is_said_in_words():
    html = str(Registration())
    assert html.count("(Pflichtfeld)") == 3
    label = re.search(r'<label for="id_name">(.*?)</label>', html, re.S).group(1)
    assert re.sub(r"<[^>]+>", "", label).strip() == "Name (Pflichtfeld)"


class Personal(forms.Form):
    default_renderer = AllmendeRenderer

    first_name = forms.CharField()
    email = forms.EmailField()
    second_address = forms.EmailField()
    call = forms.CharField(widget=forms.TextInput({"type": "tel"}))
    postal_code = forms.CharField()
    organisation = forms.ChoiceField(choices=[("a", "A")])
    name = forms.CharField(widget=forms.TextInput({"autocomplete": "off"}))
    password = forms.CharField(widget=forms.PasswordInput({"autocomplete": "new-password"}))
    title = forms.CharField()


def purposes(html):
    fields = re.findall(r"<(?:input|select|textarea) [^>]*>", html)
    return {
        re.search(r'name="([^"]+)"', field)[1]: (re.search(r'autocomplete="([^"]+)"', field) or [None, ""])[1]
        for field in fields
    }


def test_browsers_may_fill_in_what_people_say_about_themselves():
    assert purposes(str(Personal())) == {
        "first_name": "given-name",
        "email": "email",
        "second_address": "email",
        "call": "tel",
        "postal_code": "postal-code",
        "organisation": "",
        "name": "off",
        "password": "new-password",
        "title": "",
    }


def test_browsers_fill_in_neither_rows_about_others_nor_filters():
    rows = forms.formset_factory(Personal, extra=1)(prefix="guests")
    assert purposes(str(rows[0]))["guests-0-email"] == ""
    from django.template.loader import render_to_string

    filters = render_to_string("components/filters.html", {"form": Personal(), "label": "Filtern"})
    assert purposes(filters)["email"] == ""


def test_a_formset_that_came_back_says_what_is_wrong_in_every_row():
    formset = forms.formset_factory(Personal, extra=0, validate_min=True, min_num=1)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": "x"}
    )
    html = "".join(str(form) for form in formset)
    assert not formset.is_valid()
    assert 'href="#id_form-0-email"' in html
    assert 'id="id_form-0-email"' in html


def test_every_widget_of_django_has_a_name_and_its_errors():
    from core.look.samples.forms import Sample

    html = str(Sample({}))
    labelled = set(re.findall(r'for="([^"]+)"', html))
    inputs = re.findall(r"<(?:input|select|textarea) [^>]*>", html)
    named = [tag for tag in inputs if "aria-label=" in tag or re.search(r'\sid="([^"]+)"', tag)[1] in labelled]
    assert named == inputs
    assert len(inputs) > 20
