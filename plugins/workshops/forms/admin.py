"""Forms of the administration: dates and what holds for registering."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import formfield_for_dbfield

from allmende.api import DateForm, DateStatus, MomentField, OwnedForm

from ..domain.capacity import set_capacity
from ..domain.planning import add_date, plan_session
from ..domain.scheduling import reschedule
from ..models import CapacityPool, Session, SessionDate

CAPACITY: dict[str, Any] = {
    "label": _("Plätze"),
    "required": False,
    "min_value": 1,
    "max_value": 10_000,
    "help_text": _("Leer bedeutet: ohne Grenze."),
}


class NoteForm(forms.Form):
    """A few words to those who have registered."""

    note = forms.CharField(
        label=_("Nachricht an alle Angemeldeten"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Steht in der E-Mail, zum Beispiel der Grund."),
    )


class SessionDateForm(DateForm):
    """One date. A new one has places of its own, or belongs to the dates of a course that are booked together."""

    instance: SessionDate
    owner = "workshop"
    capacity = forms.IntegerField(**CAPACITY)
    note = NoteForm.base_fields["note"]

    class Meta:
        model = SessionDate
        formfield_callback = formfield_for_dbfield
        fields: ClassVar = ["workshop", "starts_at", "ends_at", "place", "session"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["session"], self.fields["capacity"]
        else:
            del self.fields["note"]
            self._offer_sessions()

    def _offer_sessions(self) -> None:
        field, workshop = self.fields["session"], self.identity()
        field.queryset = Session.objects.filter(workshop=workshop, status=DateStatus.PLANNED).select_related("workshop")
        field.required = False
        field.label = _("Gehört zu")
        field.empty_label = _("eigene Anmeldung mit eigenen Plätzen")
        field.help_text = _("Bei einem Kurs mit mehreren Terminen: der Kurs, mit dem zusammen man sich anmeldet.")

    @transaction.atomic
    def save(self, commit: bool = True) -> SessionDate:
        """Make the date, or change it and tell those who have registered."""
        cleaned = self.cleaned_data
        span = {"starts_at": cleaned["starts_at"], "ends_at": cleaned["ends_at"], "place": cleaned["place"]}
        if self.instance.pk:
            self.instance = reschedule(self.instance, note=cleaned["note"], **span)
        elif session := cleaned.get("session"):
            self.instance = add_date(session, **span)
        else:
            self.instance = plan_session(cleaned["workshop"], capacity=cleaned["capacity"], **span).dates.get()
        return self.instance


class SessionForm(OwnedForm):
    """Places and times of a session's registration."""

    owner = "workshop"
    capacity = forms.IntegerField(**CAPACITY)
    registration_opens_at = MomentField(label=_("Anmeldung ab"), required=False)
    registration_closes_at = MomentField(label=_("Anmeldeschluss"), required=False)

    class Meta:
        model = Session
        formfield_callback = formfield_for_dbfield
        fields: ClassVar = [
            *("workshop", "label", "capacity", "waiting_list", "max_places", "address_check", "hold_minutes"),
            *("offer_hours", "registration_opens_at", "registration_closes_at", "closes_hours_before"),
            *("is_online", "online_link"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pools = list(CapacityPool.objects.filter(sessions=self.instance))
        if len(self.pools) == 1:
            self.initial["capacity"] = self.pools[0].capacity
        else:
            del self.fields["capacity"]

    @transaction.atomic
    def save(self, commit: bool = True) -> Session:
        """Save; new places are offered to those who wait, and nobody loses a place."""
        session = super().save(commit=commit)
        if "capacity" in self.changed_data:
            set_capacity(self.pools[0], self.cleaned_data["capacity"])
        return session
