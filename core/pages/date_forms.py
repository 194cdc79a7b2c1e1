"""Forms of dates, on their own, outside the page editor."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.permissions import policy_registry

from core.directory.models import DateModel, EventDate, Membership, Organisation
from core.directory.spans import last_day, midnight, whole_days

from .forms import MomentField


class OwnedForm(WagtailAdminModelForm):
    """A form of a row that hangs on an identity: `owner` names the field, which cannot be changed afterwards."""

    owner: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
        found: Model | None = self.fields[self.owner].queryset.filter(pk=chosen).first() if str(chosen or "").isdecimal() else None
        return found


class DateForm(OwnedForm):
    """The form of one date; all-day dates show their last day, not the midnight after it."""

    starts_at = MomentField(label=_("Beginn"))
    ends_at = MomentField(label=_("Ende"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.all_day:
            self.initial["ends_at"] = midnight(last_day(self.instance.ends_at))
        identity = self.identity()
        if "place" in self.fields and identity is not None:
            self.fields["place"].queryset = self.fields["place"].queryset.filter(site=identity.site_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and not self.errors.get("ends_at"):
            cleaned["starts_at"], cleaned["ends_at"] = self._span(start, end, bool(cleaned.get("all_day")))
        return cleaned

    def _span(self, start: Any, end: Any, whole: bool) -> tuple[Any, Any]:
        if whole:
            start, end = whole_days(start, end or start)
        if end is None:
            self.add_error("ends_at", ValidationError(_("Bitte geben Sie auch das Ende an."), code="required"))
        elif end <= start:
            self.add_error("ends_at", ValidationError(_("Das Ende liegt vor dem Beginn."), code="ends_before_start"))
        return start, end

    class Meta:
        model: type[DateModel]


class EventDateForm(DateForm):
    """The form of an event's date."""

    owner = "event"

    class Meta:
        model = EventDate
        fields: ClassVar = ["event", "starts_at", "ends_at", "all_day", "place", "status"]


class MembershipForm(OwnedForm):
    """The form of an organisation's part in an alliance."""

    owner = "alliance"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alliance = self.identity()
        if alliance is not None:
            self.fields["organisation"].queryset = Organisation.objects.filter(site=alliance.site_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("Das Ende liegt vor dem Anfang."), code="ends_before_start"))
        return cleaned

    class Meta:
        model = Membership
        fields: ClassVar = ["alliance", "organisation", "role", "contribution", "since", "until"]
