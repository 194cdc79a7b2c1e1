"""What a visitor may narrow the calendar down by: the words stand in the address, so a selection can be passed on."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

#: Field of the form → what `allmende.api.calendar_choices` calls it.
CHOSEN_BY = {"art": "kind", "thema": "topic", "ort": "place", "von": "organisation"}


class DayInput(forms.DateInput):
    """A day, chosen with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FilterForm(forms.Form):
    """The filters above list and month; sent by GET. Whatever is unknown counts as not chosen."""

    use_required_attribute = False

    art = forms.ChoiceField(label=_("Art"), required=False)
    thema = forms.ChoiceField(label=_("Thema"), required=False)
    ort = forms.ChoiceField(label=_("Ort"), required=False)
    von = forms.ChoiceField(label=_("Veranstaltet von"), required=False)
    ab = forms.DateField(
        label=_("Ab dem Tag"),
        required=False,
        widget=DayInput,
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(dt.date(2000, 1, 1)), MaxValueValidator(dt.date(2199, 12, 31))],
    )

    def __init__(self, data: Any, choices: dict[str, list[Any]], *, with_day: bool) -> None:
        super().__init__(data)
        self.found = {field: {choice.value: choice for choice in choices[name]} for field, name in CHOSEN_BY.items()}
        for field, found in self.found.items():
            chooser = cast(forms.ChoiceField, self.fields[field])
            chooser.choices = [("", _("Alle")), *((value, choice.label) for value, choice in found.items())]
            if len(found) < 2 and not self.data.get(field):
                del self.fields[field]
        if not with_day:
            del self.fields["ab"]
        self.is_valid()

    def chosen(self, field: str) -> Any:
        """Return the choice that was made in a field, or None."""
        return self.found[field].get(self.cleaned_data.get(field, ""))

    @property
    def selection(self) -> dict[str, Any]:
        """What was chosen, as `allmende.api.entries` takes it."""
        made = {name: self.chosen(field) for field, name in CHOSEN_BY.items()}
        return {name: choice.value if name == "kind" else choice.pk for name, choice in made.items() if choice}

    @property
    def day(self) -> dt.date | None:
        """The day from which dates are wanted."""
        return self.cleaned_data.get("ab")

    @property
    def labels(self) -> list[str]:
        """What was chosen, in words."""
        return [str(choice.label) for field in CHOSEN_BY if (choice := self.chosen(field))]

    @property
    def is_used(self) -> bool:
        return bool(self.selection)

    def query(self, **more: Any) -> str:
        """Return the part of an address that keeps the selection, with „?“; empty if there is nothing to keep."""
        kept = {field: choice.value for field in CHOSEN_BY if (choice := self.chosen(field))}
        pairs = {**kept, **{name: value for name, value in more.items() if value}}
        return f"?{urlencode(pairs)}" if pairs else ""
