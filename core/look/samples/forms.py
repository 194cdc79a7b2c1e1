"""Forms: every kind of field, whole forms, what stands above one that came back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.html import format_html_join

from core.forms_renderer import AllmendeRenderer
from core.look.components import Component, State

TITLE = "Formulare"

CHOICES = [("quiet", "Ein ruhiger Platz"), ("loop", "Höranlage"), ("child", "Betreuung für Kinder")]


class Sample(forms.Form):
    """One field of each kind."""

    default_renderer = AllmendeRenderer

    name = forms.CharField(label="Vor- und Nachname", error_messages={"required": "Bitte geben Sie Ihren Namen an."})
    email = forms.EmailField(label="E-Mail-Adresse", required=False, help_text="Dorthin kommt die Bestätigung.")
    phone = forms.CharField(label="Telefon", required=False, widget=forms.TextInput({"type": "tel"}))
    website = forms.URLField(label="Im Netz", required=False, assume_scheme="https")
    password = forms.CharField(label="Passwort", required=False, widget=forms.PasswordInput)
    people = forms.IntegerField(label="Wie viele kommen?", min_value=1, max_value=4, initial=1)
    message = forms.CharField(label="Nachricht", required=False, widget=forms.Textarea({"rows": 4}))
    room = forms.ChoiceField(label="Raum", choices=[("", "Bitte wählen"), ("saal", "Kleiner Saal")])
    topics = forms.MultipleChoiceField(label="Themen", choices=CHOICES, required=False, help_text="Auch mehrere.")
    day = forms.DateField(label="Tag", widget=forms.DateInput({"type": "date"}))
    time = forms.TimeField(label="Uhrzeit", widget=forms.TimeInput({"type": "time"}))
    moment = forms.SplitDateTimeField(
        label="Tag und Uhrzeit",
        required=False,
        widget=forms.SplitDateTimeWidget(date_attrs={"type": "date"}, time_attrs={"type": "time"}),
    )
    file = forms.FileField(label="Datei", required=False, help_text="PDF, höchstens 10 MB.")
    way = forms.ChoiceField(label="Wie erreichen wir Sie?", choices=CHOICES, widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        label="Was brauchen Sie?", choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    consent = forms.BooleanField(
        label="Ich bin einverstanden, dass meine Angaben bis zum Ende des Termins gespeichert werden.",
        error_messages={"required": "Ohne Ihr Einverständnis können wir Sie nicht anmelden."},
    )


class Short(forms.Form):
    """A form as people meet it: a few fields and a hidden one."""

    default_renderer = AllmendeRenderer
    errors_text = "Ihr Platz ist noch nicht vergeben."

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Vor- und Nachname", error_messages={"required": "Bitte geben Sie Ihren Namen an."})
    email = forms.EmailField(label="E-Mail-Adresse", required=False, help_text="Dorthin kommt die Bestätigung.")
    way = forms.ChoiceField(label="Wie erreichen wir Sie?", choices=CHOICES, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """Refuse everything: the sample shows an error that belongs to no field."""
        raise forms.ValidationError("Die Anmeldung ist seit gestern geschlossen.", code="closed")


class Grouped(Sample):
    """Fields that are asked in parts."""

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [("Wer kommt?", [self["name"], self["people"]]), ("Was brauchen Sie?", [self["needs"], self["consent"]])]


class Filters(forms.Form):
    """What one chooses a list by."""

    default_renderer = AllmendeRenderer
    use_required_attribute = False

    topic = forms.ChoiceField(label="Thema", choices=[("", "Alle"), ("familie", "Familie")], required=False)
    place = forms.ChoiceField(label="Ort", choices=[("", "Alle"), ("anger", "Am Anger")], required=False)
    since = forms.DateField(label="Ab dem Tag", required=False, widget=forms.DateInput({"type": "date"}))


def _field() -> Iterator[State]:
    plain = Sample(auto_id="leer_%s")
    for bound in plain:
        yield State(str(bound.label), {"field": bound})
    wrong = Sample({"email": "nein@"}, auto_id="falsch_%s")
    for name in ("name", "email", "moment", "room", "way", "consent"):
        yield State(f"Mit Fehler: {wrong[name].label}", {"field": wrong[name]})
    filled = Sample(initial={"name": "Erika Beispiel", "way": "loop", "needs": ["loop"]}, auto_id="voll_%s")
    for name in ("name", "way", "needs"):
        yield State(f"Ausgefüllt: {filled[name].label}", {"field": filled[name]})
    locked = Sample(auto_id="fest_%s", initial={"name": "Erika Beispiel"})
    locked.fields["name"].disabled = True
    yield State("Gesperrt", {"field": locked["name"]})


def _form(form: forms.BaseForm, number: int) -> dict[str, Any]:
    form.auto_id = f"formular{number}_%s"
    return form.get_context()


def _forms() -> Iterator[State]:
    yield State("Frisch", _form(Short(), 1))
    yield State("In Teilen", _form(Grouped(), 2))
    yield State("Kommt zurück", _form(Short({"email": "nein@"}), 3), alone=True)
    yield State("Alle Felder", _form(Sample(), 4), alone=True)
    yield State("Alle Felder, kommt zurück", _form(Sample({}), 5), alone=True)


def _error_summary() -> Iterator[State]:
    yield _summary("Mit dem, was es bedeutet", Short({"email": "nein@"}), Short.errors_text)
    yield _summary("Zwei Angaben", Short({"name": "A", "way": "nie"}))


def _summary(label: str, form: forms.BaseForm, text: str = "") -> State:
    fields = format_html_join("", "{}", ([bound.as_field_group()] for bound in form.visible_fields()))
    return State(label, {"form": form, "text": text}, alone=True, below=fields)


def _choices() -> Iterator[State]:
    yield State("Eine Antwort", {"field": Sample(auto_id="eine_%s", initial={"way": "loop"})["way"]})
    yield State("Mehrere Antworten", {"field": Sample(auto_id="mehrere_%s", initial={"needs": ["loop"]})["needs"]})


def _filters() -> Iterator[State]:
    yield State("Nichts gewählt", {"form": Filters(auto_id="filter1_%s"), "label": "Termine filtern"})
    chosen = Filters({"topic": "familie"}, auto_id="filter2_%s")
    yield State("Etwas gewählt", {"form": chosen, "label": "Räume filtern", "button": "Suchen", "active": True})


COMPONENTS = [
    Component("field", "Feld", _field, wrap="div.form"),
    Component("choices", "Antworten zur Wahl", _choices),
    Component("form", "Formular", _forms, wrap="form.form"),
    Component("error_summary", "Was noch fehlt", _error_summary, wrap="form.form"),
    Component("filters", "Filter", _filters),
]
