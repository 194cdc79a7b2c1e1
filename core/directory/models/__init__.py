"""Who and what the platform knows: organisations, alliances, strategies, projects, people, places, topics, dates."""

from core.directory.access_offers import AccessOffer, offers_of

from .actors import Actor
from .alliances import Alliance, Membership, UmbrellaMembership
from .bodies import Body, BodyMember, Meeting
from .dates import DateModel, DateStatus
from .going import CostKind, Going
from .identities import CoOrganiser, Event, EventDate, Identity, Organisation, OwnedIdentity, Topical
from .programmes import Programme, Submission, SubmissionNote
from .projects import FundingProgramme, FundingRound, Network, NetworkCity, NetworkPartner, Project, ProjectPartner
from .responsible import IMPRINT, Responsible
from .strategies import Commitment, Implementation, ProcessStep, ProgressReport, Recommendation, Strategy, StrategyActor
from .vocabularies import FederalState, Municipality, Person, Place, SiteVocabulary, Topic

__all__ = [
    "IMPRINT",
    "AccessOffer",
    "Actor",
    "Alliance",
    "Body",
    "BodyMember",
    "CoOrganiser",
    "Commitment",
    "CostKind",
    "DateModel",
    "DateStatus",
    "Event",
    "EventDate",
    "FederalState",
    "FundingProgramme",
    "FundingRound",
    "Going",
    "Identity",
    "Implementation",
    "Meeting",
    "Membership",
    "Municipality",
    "Network",
    "NetworkCity",
    "NetworkPartner",
    "Organisation",
    "OwnedIdentity",
    "Person",
    "Place",
    "ProcessStep",
    "Programme",
    "ProgressReport",
    "Project",
    "ProjectPartner",
    "Recommendation",
    "Responsible",
    "SiteVocabulary",
    "Strategy",
    "StrategyActor",
    "Submission",
    "SubmissionNote",
    "Topic",
    "Topical",
    "UmbrellaMembership",
    "offers_of",
]
