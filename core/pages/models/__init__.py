"""Page types of core, and what every page type shares."""

from .alliances import AllianceIndexPage, AlliancePage
from .base import AllmendePage, IdentityPage, PluginPage
from .content import ContentPage, HomePage
from .events import EventPage
from .organisations import OrganisationIndexPage, OrganisationPage
from .settings import SiteSettings

__all__ = [
    "AllianceIndexPage",
    "AlliancePage",
    "AllmendePage",
    "ContentPage",
    "EventPage",
    "HomePage",
    "IdentityPage",
    "OrganisationIndexPage",
    "OrganisationPage",
    "PluginPage",
    "SiteSettings",
]
