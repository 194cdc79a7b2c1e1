"""Forms of the page editor: what hangs on the identity is edited with the page, but stored apart from it.

Identity fields and the first date take effect when the editor saves or publishes. They are no part of the page's
revisions, so an old revision never brings old values back, and only fields that the editor really changed are written,
so a form that was left open overwrites nothing.

Wagtail saves drafts by itself, twice a second. What such a draft holds in these fields may be half typed; it waits with
the draft as `page.pending`, is shown again in the form, and takes effect with the next real saving.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Site

from core.directory.models import DateModel, Identity, Place, SiteVocabulary
from core.directory.spans import whole_days
from core.pages import own_places
from core.pages.slug_input import GermanSlugInput

MOMENT = "%d.%m.%Y %H:%M"
MOMENT_INPUTS = (
    MOMENT,
    "%d.%m.%Y, %H:%M",
    "%d.%m.%Y %H.%M",
    "%d.%m.%Y",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d",
)
FIRST = "first_"
TYPED = "first_place_"


class PageCopyForm(CopyForm):
    """Copying without the offer of an alias: it would be a second thing without dates."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
        self.fields["new_slug"].widget = GermanSlugInput(locale=self.page.locale)


class MomentField(forms.DateTimeField):
    """Day and time as they are written here, whatever the language of the admin: 22.11.2026 18:00."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", AdminDateTimeInput(format=MOMENT))
        kwargs.setdefault("help_text", _("Zum Beispiel: 22.11.2026 18:00"))
        super().__init__(input_formats=MOMENT_INPUTS, **kwargs)


class IdentityField(forms.Field):
    """Stands for the identity's model field of the same name until the form is made."""

    def __init__(self) -> None:
        super().__init__(required=False)


class IdentityPageForm(WagtailAdminPageForm):
    """A page form that also edits fields of the page's identity: each is declared as an `IdentityField`."""

    identity_model: ClassVar[type[Identity]]
    #: The identity's values when the form was drawn; compared with what comes back.
    identity_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = find_site(self.instance, self.parent_page)
        self.identity = self.instance.identity if self.instance.pk else None
        self.make_fields()
        self.identity_fields = [name for name in self.own_fields if not name.startswith(FIRST)]
        self._fill_in()
        self.set_aside: dict[str, Any] = {}
        if self.is_bound and (self.instance.autosaving or self.instance.previewing):
            self._set_aside()

    def make_fields(self) -> None:
        """Turn placeholders into fields of the identity's model; `own_fields` names all that are no page fields."""
        names = [name for name, field in self.fields.items() if isinstance(field, IdentityField)]
        for name in names:
            if not name.startswith(FIRST):
                self.fields[name] = self.field_for(self.identity_model, name)
        self.own_fields = [name for name in self.fields if name in names or name.startswith(FIRST)]

    def field_for(self, model: type[models.Model], name: str) -> forms.Field:
        """Return the form field for a model field; lists of the site offer what belongs to the page's site."""
        db_field: Any = model._meta.get_field(name)
        field: Any = formfield_for_dbfield(db_field)
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)  # type: ignore[arg-type]
            field.help_text = db_field.help_text
        rows = getattr(field, "queryset", None)
        if rows is not None and issubclass(rows.model, SiteVocabulary):
            own = rows.filter(site=self.site)
            field.queryset = own_places.offered_to(self.for_user, own) if rows.model is Place else own
        return field

    def _fill_in(self) -> None:
        self.stored = {name: stored_value(self.identity, name) for name in self.identity_fields if self.identity}
        self.initial.update(self.stored)
        self.initial["identity_seen"] = json.dumps(self.stored, cls=DjangoJSONEncoder)
        self.initial.update({name: value for name, value in self.instance.pending.items() if name in self.fields})

    def _set_aside(self) -> None:
        """Take out of the form what a draft must neither store nor be refused for."""
        for name in self.own_fields:
            if self.is_changed(name):
                self.set_aside[name] = self[name].data
        self.left_out = {name: self.fields.pop(name) for name in self.own_fields}

    def is_changed(self, name: str) -> bool:
        """Whether the editor changed an own field since the form was drawn."""
        field = self.fields[name]
        seen = self._seen().get(name, field.initial)
        try:
            if not isinstance(field, forms.ModelChoiceField) and seen is not None:
                seen = field.to_python(seen)
        except ValidationError:
            return True
        return field.has_changed(seen, self[name].data)

    def _seen(self) -> dict[str, Any]:
        try:
            seen = json.loads(self["identity_seen"].data or "null")
        except ValueError:
            return self.stored
        return seen if isinstance(seen, dict) else self.stored

    def clean(self) -> dict[str, Any]:
        """Let the identity say what of it does not fit together."""
        super().clean()
        names = [name for name in self.identity_fields if name in self.cleaned_data]
        many = {field.name for field in self.identity_model._meta.many_to_many}
        identity = self.identity_model(**{name: self.cleaned_data[name] for name in names if name not in many})
        try:
            identity.clean()
        except ValidationError as error:
            for name, errors in error.update_error_dict({}).items():
                self.add_error(name if name in self.fields else None, errors)
        return self.cleaned_data

    # -- saving ------------------------------------------------------------------------------------------------------

    def save(self, commit: bool = True) -> Any:
        """Save the page; the identity follows at once, or with the first save of a new page."""
        page = super().save(commit=commit)
        if page.previewing:
            self.show_unsaved(page)
        elif page.autosaving:
            page.pending = self.set_aside
        else:
            page.pending = {}
            if page.pk:
                self.save_identity(page.identity)
            else:
                page.after_first_save = self.save_identity
        return page

    @transaction.atomic
    def save_identity(self, identity: Identity) -> None:
        """Store what the editor changed of the identity's part of the form."""
        identity = self.lock(identity)
        changed = [name for name in self.identity_fields if self.is_changed(name)]
        many = {field.name for field in identity._meta.many_to_many}
        for name in changed:
            if name in many:
                getattr(identity, name).set(self.cleaned_data[name])
            else:
                setattr(identity, name, self.cleaned_data[name])
        if changed:
            identity.save()

    def lock(self, identity: Identity) -> Identity:
        """Return the identity's row, locked until the transaction ends; the page uses it from now on."""
        locked = type(identity)._default_manager.select_for_update().get(pk=identity.pk)
        self.instance.__dict__["identity"] = locked
        return locked

    def show_unsaved(self, page: Any) -> None:
        """Let a preview show what is typed, as far as it makes sense; nothing is stored."""
        identity = page.identity or page.unsaved_identity()
        for name in self.identity_fields:
            value, valid = self.try_clean(name)
            if valid and not identity._meta.get_field(name).many_to_many:
                setattr(identity, name, value)
        page.__dict__["identity"] = identity

    def try_clean(self, name: str) -> tuple[Any, bool]:
        """Return the value of a field that was set aside, and whether it is one."""
        field = self.left_out[name]
        raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        try:
            return field.clean(raw), True
        except ValidationError:
            return None, False


class FirstDateForm(IdentityPageForm):
    """Adds the first date to the form of a page: one form makes page and date.

    The fields work as long as the identity has no date; afterwards dates are edited on their own. Further fields of the
    date are declared with names that start with `first_`; a `first_place` declared as `IdentityField` becomes the field
    of the date's place, beside which one may also be typed.
    """

    first_start = MomentField(label=_("Beginn"), required=False)
    first_end = MomentField(label=_("Ende"), required=False)
    first_place_name = own_places.field("name")
    first_place_street = own_places.field("street")
    first_place_postal_code = own_places.field("postal_code")
    first_place_city = own_places.field("city")
    first_place_shared = own_places.field("shared")

    def make_fields(self) -> None:
        super().make_fields()
        if self.identity is not None and self.has_dates(self.identity):
            for name in [name for name in self.fields if name.startswith(FIRST)]:
                del self.fields[name]
            self.own_fields = [name for name in self.own_fields if name in self.fields]
        elif "first_place" not in self.fields:
            for name in [name for name in self.fields if name.startswith(TYPED)]:
                del self.fields[name]
            self.own_fields = [name for name in self.own_fields if name in self.fields]
        else:
            self.fields["first_place"] = self.field_for(self.date_model(), "place")
            self.fields["first_place"].required = False

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "first_start" in self.fields:
            clean_span(self, "first_start", "first_end", whole=bool(self.cleaned_data.get("first_all_day")))
            own_places.check(self, TYPED, "first_place")
        return self.cleaned_data

    @transaction.atomic
    def save_identity(self, identity: Identity) -> None:
        identity = self.lock(identity)
        super().save_identity(identity)
        if self.cleaned_data.get("first_start") and not self.has_dates(identity):
            self._use_typed_place(identity)
            self.create_first_date(identity)

    def _use_typed_place(self, identity: Any) -> None:
        if "first_place" in self.fields and not self.cleaned_data.get("first_place"):
            organisation = getattr(identity, "organisation", None)
            self.cleaned_data["first_place"] = own_places.make(self, TYPED, organisation, identity.site_id)

    def show_unsaved(self, page: Any) -> None:
        super().show_unsaved(page)
        typed = {name: self.try_clean(name) for name in self.own_fields if name.startswith(FIRST)}
        values = {name: value for name, (value, valid) in typed.items() if valid and value}
        if "first_start" not in values:
            return
        start, end = values["first_start"], values.get("first_end") or values["first_start"] + dt.timedelta(hours=1)
        whole = bool(values.get("first_all_day"))
        start, end = whole_days(start, end) if whole else (start, end)
        place = values.get("first_place") or _typed_place(values)
        date = self.date_model()(starts_at=start, ends_at=end, all_day=whole, place=place)
        page.unsaved_dates = [date]

    def date_model(self) -> type[DateModel]:
        """Return the model of the dates."""
        raise NotImplementedError

    def has_dates(self, identity: Any) -> bool:
        """Tell whether the thing has a date already."""
        raise NotImplementedError

    def create_first_date(self, identity: Any) -> None:
        """Make the date from the cleaned `first_…` fields."""
        raise NotImplementedError


def _typed_place(values: dict[str, Any]) -> Place | None:
    typed = {name: values.get(f"{TYPED}{name}", "") for name in own_places.ADDRESS}
    return Place(**typed) if typed["name"] else None


def clean_span(form: forms.BaseForm, first: str, last: str, *, whole: bool) -> None:
    """Complete and check two moments of a form, or say beside one of them what is wrong. Both empty is no error.

    Whole days begin and end at midnight; a single day needs no end.
    """
    start, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if form.errors.keys() & {first, last} or not (start or end):
        return
    if whole and start:
        start, end = whole_days(start, end or start)
    if not start or not end:
        message = _("Bitte geben Sie Beginn und Ende an.")
        form.add_error(last if start else first, ValidationError(message, code="incomplete"))
    elif end <= start:
        form.add_error(last, ValidationError(_("Das Ende liegt vor dem Beginn."), code="ends_before_start"))
    else:
        form.cleaned_data.update({first: start, last: end})


def find_site(page: Any, parent: Any) -> Site | None:
    """Return the site that a page belongs to, or will belong to below `parent`."""
    site = page.get_site() if page.pk else None
    return site or (parent.get_site() if parent is not None else None)


def stored_value(identity: Identity, name: str) -> Any:
    """Return a field's value as a form's initial value: keys instead of rows."""
    value = getattr(identity, name)
    if isinstance(identity._meta.get_field(name), models.ManyToManyField):
        return list(value.values_list("pk", flat=True))
    return value.pk if isinstance(value, models.Model) else value
