"""Forms of dates, on their own, outside the page editor."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm, formfield_for_dbfield
from wagtail.permissions import policy_registry

from core.directory.models import DateModel, EventDate, FundingRound, Meeting
from core.directory.spans import last_day, midnight

from . import own_places
from .forms import MomentField, clean_span

#: How the fields of a typed place begin.
TYPED = "place_"


class OwnedForm(WagtailAdminModelForm):
    """A form of a row that hangs on an identity: `owner` names the field, which cannot be changed afterwards.

    What can be chosen belongs to the identity's site, and where it is one of the identity's rows, to the identity.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_owners()
        identity = self.identity()
        if identity is not None:
            self._offer_what_belongs_to(identity)

    @property
    def owner(self) -> str:
        """The row's own field on the way to its identity; the registered policy knows it."""
        return str(self._policy().owner.partition("__")[0])

    def _offer_what_belongs_to(self, identity: Any) -> None:
        for name, field in self.fields.items():
            rows = getattr(field, "queryset", None)
            if rows is None or name == self.owner:
                continue
            names = {each.name for each in rows.model._meta.concrete_fields}
            if self.owner in names:
                field.queryset = rows.filter(**{self.owner: identity})
            elif "site" in names:
                field.queryset = rows.filter(site=identity.site_id)

    def _offer_owners(self) -> None:
        if self.instance.pk:
            del self.fields[self.owner]
        else:
            field = self.fields[self.owner]
            field.queryset = self._policy().owners(self.for_user, field.queryset.model)
            if self.initial.get(self.owner):
                field.widget = forms.HiddenInput()

    def _policy(self) -> Any:
        return policy_registry.get_by_type(type(self.instance))

    def identity(self) -> Any:
        """Return the identity that the row belongs to, or will belong to; None while it is not chosen."""
        if self.instance.pk:
            return getattr(self.instance, self.owner)
        chosen = (self.data.get(self.add_prefix(self.owner)) if self.is_bound else None) or self.initial.get(self.owner)
        found: Model | None = (
            self.fields[self.owner].queryset.filter(pk=chosen).first() if str(chosen or "").isdecimal() else None
        )
        return found


class DateForm(OwnedForm):
    """The form of one date; all-day dates show their last day, not the midnight after it."""

    starts_at = MomentField(label=_("Beginn"))
    ends_at = MomentField(label=_("Ende"), required=False)
    place_name = own_places.field("name")
    place_street = own_places.field("street")
    place_postal_code = own_places.field("postal_code")
    place_city = own_places.field("city")
    place_shared = own_places.field("shared")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.all_day:
            self.initial["ends_at"] = midnight(last_day(self.instance.ends_at))
        if "place" in self.fields:
            self.fields["place"] = self._place_field()
        self._order_typed_place()

    def _order_typed_place(self) -> None:
        """Let the fields of a typed place stand behind the chooser, or nowhere if no organisation can keep it."""
        typed = [name for name in self.fields if name.startswith(TYPED)]
        if "place" not in self.fields or getattr(self.identity(), "organisation", None) is None:
            for name in typed:
                del self.fields[name]
            return
        names = [name for name in self.fields if name not in typed]
        behind = names.index("place") + 1
        self.order_fields([*names[:behind], *typed, *names[behind:]])

    def _place_field(self) -> forms.Field:
        """The chooser, which is not there yet when this class is made, for places of the identity's site."""
        field = formfield_for_dbfield(self._meta.model._meta.get_field("place"))
        identity = self.identity()
        if identity is not None:
            field.queryset = field.queryset.filter(site=identity.site_id)
        field.queryset = own_places.offered_to(self.for_user, field.queryset)
        return field

    def clean(self) -> dict[str, Any]:
        super().clean()
        clean_span(self, "starts_at", "ends_at", whole=bool(self.cleaned_data.get("all_day")))
        if f"{TYPED}name" in self.fields:
            self._use_typed_place()
        return self.cleaned_data

    def _use_typed_place(self) -> None:
        own_places.check(self, TYPED, "place")
        identity = self.identity()
        if identity is not None and not self.errors and not self.cleaned_data.get("place"):
            self.cleaned_data["place"] = own_places.make(self, TYPED, identity.organisation, identity.site_id)

    class Meta:
        model: type[DateModel]


class EventDateForm(DateForm):
    """The form of an event's date."""

    class Meta:
        model = EventDate
        fields: ClassVar = ["event", "starts_at", "ends_at", "all_day", "place", "status"]


class FundingRoundForm(DateForm):
    """The form of a round of funding: what counts is the last day."""

    starts_at = MomentField(label=_("Frist"), help_text=_("Bis wann Anträge da sein müssen, zum Beispiel: 31.03.2027"))

    class Meta:
        model = FundingRound
        fields: ClassVar = ["programme", "title", "opens_on", "starts_at", "ends_at", "all_day", "decided", "status"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.setdefault("all_day", True)


class MeetingForm(DateForm):
    """The form of a meeting: before it an agenda, after it minutes and decisions."""

    class Meta:
        model = Meeting
        fields: ClassVar = [
            *("body", "title", "starts_at", "ends_at", "all_day", "place", "agenda"),
            *("decisions", "minutes", "is_public", "status"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"] = formfield_for_dbfield(Meeting._meta.get_field("minutes"))
        self.fields["minutes"].queryset = self._documents()

    def _documents(self) -> Any:
        """Those that the editor may choose, and the one that is chosen."""
        documents = self.fields["minutes"].queryset
        policy = policy_registry.get_by_type(documents.model)
        own = policy.instances_user_has_any_permission_for(self.for_user, ["choose"]).values("pk")
        return documents.filter(Q(pk__in=own) | Q(pk=self.instance.minutes_id))
