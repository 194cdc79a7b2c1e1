"""The page editor's form of a workshop: one form makes the page and its first date with place and number of places."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.api import DateModel, FirstDateForm, IdentityField

from ..models.sessions import SessionDate
from ..models.workshops import Workshop


class WorkshopPageForm(FirstDateForm):
    """Page, facts that hold for all languages, first date."""

    identity_model = Workshop
    topics = IdentityField()
    cost_kind = IdentityField()
    cost_from = IdentityField()
    cost_to = IdentityField()
    cost_reduced = IdentityField()
    reduced_for = IdentityField()
    cost = IdentityField()
    contact = IdentityField()
    contact_phone = IdentityField()
    offers = IdentityField()
    speakers = IdentityField()
    first_place = IdentityField()
    first_capacity = forms.IntegerField(
        label=_("Plätze"), required=False, min_value=1, max_value=10_000, help_text=_("Leer bedeutet: ohne Grenze.")
    )

    def date_model(self) -> type[DateModel]:
        return SessionDate

    def has_dates(self, identity: Workshop) -> bool:
        return identity.sessions.exists()

    def create_first_date(self, identity: Workshop) -> None:
        from ..domain.planning import plan_session  # the domain needs the page's model, and that needs this form

        plan_session(
            identity,
            starts_at=self.cleaned_data["first_start"],
            ends_at=self.cleaned_data["first_end"],
            place=self.cleaned_data["first_place"],
            capacity=self.cleaned_data["first_capacity"],
        )
