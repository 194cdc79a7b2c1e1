"""The page editor's forms of core's own page types."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.directory.models import (
    Alliance,
    Body,
    Event,
    EventDate,
    FundingProgramme,
    Network,
    Organisation,
    Project,
    Strategy,
)

from .chapters import has_chapters, make_chapters
from .forms import FirstDateForm, IdentityField, IdentityPageForm


class ResponsibleForm(IdentityPageForm):
    """The part of a form that asks for the imprint."""

    legal_name = IdentityField()
    legal_address = IdentityField()
    represented_by = IdentityField()
    register = IdentityField()
    vat_id = IdentityField()
    responsible_person = IdentityField()
    inbox = IdentityField()


class OrganisationPageForm(ResponsibleForm):
    """The editor's form of an organisation."""

    identity_model = Organisation
    category = IdentityField()
    place = IdentityField()
    municipality = IdentityField()
    topics = IdentityField()
    website = IdentityField()
    email = IdentityField()
    phone = IdentityField()


class AlliancePageForm(ResponsibleForm):
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
    cost_kind = IdentityField()
    cost_from = IdentityField()
    cost_to = IdentityField()
    cost_reduced = IdentityField()
    reduced_for = IdentityField()
    cost = IdentityField()
    contact = IdentityField()
    contact_phone = IdentityField()
    offers = IdentityField()
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


class StrategyPageForm(IdentityPageForm):
    """The editor's form of a strategy. As long as it has no chapters, it offers to make the usual four as drafts."""

    identity_model = Strategy
    state = IdentityField()
    since = IdentityField()
    until = IdentityField()
    topics = IdentityField()
    first_chapters = forms.BooleanField(
        label=_("Die vier üblichen Kapitel als Entwürfe anlegen"),
        required=False,
        initial=True,
        help_text=_("Die Idee, Ergebnisse, Umsetzung, Programme. Sie lassen sich umbenennen, ordnen und löschen."),
    )

    def make_fields(self) -> None:
        super().make_fields()
        if self.instance.pk and has_chapters(self.instance):
            del self.fields["first_chapters"]
            self.own_fields.remove("first_chapters")

    @transaction.atomic
    def save_identity(self, identity: Any) -> None:
        super().save_identity(identity)
        if self.cleaned_data.get("first_chapters"):
            make_chapters(self.instance)


class BodyPageForm(IdentityPageForm):
    """The editor's form of a body."""

    identity_model = Body
    rhythm = IdentityField()
    email = IdentityField()
