"""All models of the app `core`, gathered from its layers for Django."""

from core.calendar.models import (
    Dependency,
    Feed,
    FeedBody,
    FeedChange,
    FeedEntry,
    IndexedObject,
    Occurrence,
    OccurrenceText,
)
from core.directory.models import Alliance, Event, EventDate, Membership, Organisation, Person, Place, Topic
from core.hooks.models import PluginSettings
from core.mail.models import OutboxMessage
from core.pages.models import (
    AllianceIndexPage,
    AlliancePage,
    ContentPage,
    EventPage,
    HomePage,
    OrganisationIndexPage,
    OrganisationPage,
    SiteSettings,
)
from core.visitors.models import RateCount

__all__ = [
    "Alliance",
    "AllianceIndexPage",
    "AlliancePage",
    "ContentPage",
    "Dependency",
    "Event",
    "EventDate",
    "EventPage",
    "Feed",
    "FeedBody",
    "FeedChange",
    "FeedEntry",
    "HomePage",
    "IndexedObject",
    "Membership",
    "Occurrence",
    "OccurrenceText",
    "Organisation",
    "OrganisationIndexPage",
    "OrganisationPage",
    "OutboxMessage",
    "Person",
    "Place",
    "PluginSettings",
    "RateCount",
    "SiteSettings",
    "Topic",
]
