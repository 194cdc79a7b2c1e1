"""Who and what the platform knows: organisations, alliances, people, places, topics, and dates of events."""

from .dates import DateModel, DateStatus
from .identities import Alliance, Event, EventDate, Identity, Membership, Organisation, OwnedIdentity
from .vocabularies import Person, Place, SiteVocabulary, Topic

__all__ = [
    "Alliance",
    "DateModel",
    "DateStatus",
    "Event",
    "EventDate",
    "Identity",
    "Membership",
    "Organisation",
    "OwnedIdentity",
    "Person",
    "Place",
    "SiteVocabulary",
    "Topic",
]
