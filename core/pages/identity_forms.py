"""The page editor's forms of core's own page types."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.directory.models import Alliance, Event, EventDate, FundingProgramme, Network, Organisation, Project

from .forms import FirstDateForm, IdentityField, IdentityPageForm


class OrganisationPageForm(IdentityPageForm):
    """The editor's form of an organisation."""

    identity_model = Organisation
    category = IdentityField()
    place = IdentityField()
    municipality = IdentityField()
    topics = IdentityField()
    website = IdentityField()
    email = IdentityField()
    phone = IdentityField()


class AlliancePageForm(IdentityPageForm):
    """The editor's form of an alliance."""

    identity_model = Alliance
    form = IdentityField()
    founded = IdentityField()
    ended = IdentityField()
    municipality = IdentityField()
    city = IdentityField()
    topics = IdentityField()
    website = IdentityField()
    email = IdentityField()


class EventPageForm(FirstDateForm):
    """The editor's form of an event with its first date."""

    identity_model = Event
    topics = IdentityField()
    cost = IdentityField()
    contact = IdentityField()
    first_all_day = forms.BooleanField(
        label=_("ganztägig"), required=False, help_text=_("Dann zählen nur die Tage. Ohne Ende ist es ein Tag.")
    )
    first_place = IdentityField()

    def date_model(self) -> type[EventDate]:
        return EventDate

    def has_dates(self, identity: Event) -> bool:
        return identity.dates.exists()

    def create_first_date(self, identity: Event) -> None:
        EventDate.objects.create(
            event=identity,
            starts_at=self.cleaned_data["first_start"],
            ends_at=self.cleaned_data["first_end"],
            all_day=self.cleaned_data["first_all_day"],
            place=self.cleaned_data["first_place"],
        )


class ProjectPageForm(IdentityPageForm):
    """The editor's form of a project."""

    identity_model = Project
    category = IdentityField()
    state = IdentityField()
    since = IdentityField()
    until = IdentityField()
    municipalities = IdentityField()
    alliance = IdentityField()
    strategy = IdentityField()
    network = IdentityField()
    topics = IdentityField()


class NetworkPageForm(IdentityPageForm):
    """The editor's form of a network of cities."""

    identity_model = Network
    since = IdentityField()
    until = IdentityField()
    website = IdentityField()
    topics = IdentityField()


class FundingProgrammePageForm(IdentityPageForm):
    """The editor's form of a funding programme."""

    identity_model = FundingProgramme
    organisation = IdentityField()
    amount_from = IdentityField()
    amount_to = IdentityField()
    website = IdentityField()
    topics = IdentityField()
