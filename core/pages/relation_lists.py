"""Every kind of row that hangs on an identity of core, with the fields of its form."""

from __future__ import annotations

from typing import ClassVar

from core.directory import models

from .relations import RelationViewSet

ACTOR = ("organisation", "name", "role", "since", "until")


class MembershipViewSet(RelationViewSet):
    """Who belongs to an alliance, and what they bring."""

    model = models.Membership
    owner = "alliance"
    fields = ("organisation", "role", "contribution", "since", "until")
    icon = "group"
    list_display: ClassVar = ["organisation", "alliance", "role", "since"]
    list_filter: ClassVar = ["alliance"]


class UmbrellaMembershipViewSet(RelationViewSet):
    """What an alliance belongs to."""

    model = models.UmbrellaMembership
    owner = "alliance"
    fields = ("organisation", "name", "url", "since", "until")


class CoOrganiserViewSet(RelationViewSet):
    """Who invites to an event, too."""

    model = models.CoOrganiser
    owner = "event"
    fields = ("organisation", "name", "role")
    icon = "group"


class StrategyActorViewSet(RelationViewSet):
    """Who takes part in a strategy."""

    model = models.StrategyActor
    owner = "strategy"
    fields = ("sector", *ACTOR)
    icon = "group"


class ProcessStepViewSet(RelationViewSet):
    """The way of a strategy."""

    model = models.ProcessStep
    owner = "strategy"
    fields = ("title", "text", "since", "until")


class RecommendationViewSet(RelationViewSet):
    """What a strategy recommends."""

    model = models.Recommendation
    owner = "strategy"
    fields = ("number", "title", "text", "field_of_action")


class CommitmentViewSet(RelationViewSet):
    """What organisations have bound themselves to."""

    model = models.Commitment
    owner = "strategy"
    fields = ("recommendation", "organisation", "text", "made_on", "due", "contact_email")
    is_copied = False  # nobody promised anything for the copy


class BodyMemberViewSet(RelationViewSet):
    """Who sits in a body."""

    model = models.BodyMember
    owner = "body"
    fields = ACTOR
    icon = "group"


class NetworkCityViewSet(RelationViewSet):
    """The cities of a network."""

    model = models.NetworkCity
    owner = "network"
    fields = ("municipality", "contribution", "since", "until")
    icon = "site"


class NetworkPartnerViewSet(RelationViewSet):
    """Who carries a network."""

    model = models.NetworkPartner
    owner = "network"
    fields = ACTOR
    icon = "group"


class ProjectPartnerViewSet(RelationViewSet):
    """Who does what in a project."""

    model = models.ProjectPartner
    owner = "project"
    fields = ACTOR
    icon = "group"


RELATIONS: tuple[type[RelationViewSet], ...] = (
    MembershipViewSet,
    UmbrellaMembershipViewSet,
    CoOrganiserViewSet,
    StrategyActorViewSet,
    ProcessStepViewSet,
    RecommendationViewSet,
    CommitmentViewSet,
    BodyMemberViewSet,
    NetworkCityViewSet,
    NetworkPartnerViewSet,
    ProjectPartnerViewSet,
)
