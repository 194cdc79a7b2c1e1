"""What browsers may fill in: the purpose of a field, guessed from its name and kind (WCAG 2.2, 1.3.5).

A widget that names its own `autocomplete` keeps it; "off" where a field asks for somebody else.
"""

from __future__ import annotations

import re

from django.forms import BoundField, EmailInput, HiddenInput, NumberInput, TextInput, URLInput
from django.forms.widgets import ChoiceWidget, Input, SplitDateTimeWidget, Textarea, Widget
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

#: Names that fields have for what a person says about themself.
PURPOSES = {
    "name": "name",
    "full_name": "name",
    "your_name": "name",
    "first_name": "given-name",
    "given_name": "given-name",
    "last_name": "family-name",
    "family_name": "family-name",
    "email": "email",
    "email_address": "email",
    "phone": "tel",
    "telephone": "tel",
    "mobile": "tel",
    "organisation": "organization",
    "organization": "organization",
    "street": "street-address",
    "address": "street-address",
    "postal_code": "postal-code",
    "postcode": "postal-code",
    "city": "address-level2",
    "town": "address-level2",
    "country": "country-name",
    "birthday": "bday",
    "birth_date": "bday",
    "website": "url",
    "username": "username",
}
#: In a formset the rows are about several people, none of whom the browser knows.
ROW = re.compile(r"-(\d+|__prefix__)$")


def purpose_of(field: BoundField) -> str:
    """Return the value of `autocomplete` for a field, empty where there is nothing to say."""
    widget = field.field.widget
    if not isinstance(widget, Input | Textarea) or isinstance(widget, HiddenInput | ChoiceWidget | NumberInput):
        return ""
    if "autocomplete" in widget.attrs or ROW.search(field.form.prefix or ""):
        return ""
    if field.name in PURPOSES:
        return PURPOSES[field.name]
    return _by_kind(widget)


def name_parts(widget: Widget) -> None:
    """Give the two inputs of a moment their names; the legend around them says what the moment is."""
    if isinstance(widget, SplitDateTimeWidget):
        for part, name in zip(widget.widgets, (pgettext("date", "Tag"), _("Uhrzeit")), strict=True):
            part.attrs.setdefault("aria-label", name)


def _by_kind(widget: Input | Textarea) -> str:
    if isinstance(widget, EmailInput):
        return "email"
    if isinstance(widget, TextInput) and widget.attrs.get("type", getattr(widget, "input_type", "")) == "tel":
        return "tel"
    return "url" if isinstance(widget, URLInput) else ""
