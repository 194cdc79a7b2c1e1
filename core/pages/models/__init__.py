"""Page types of core, and what every page type shares."""

from .alliances import AllianceIndexPage, AlliancePage
from .base import AllmendePage, IdentityPage, PluginPage
from .content import ContentPage, HomePage
from .events import EventPage
from .funding import FundingIndexPage, FundingProgrammePage
from .networks import NetworkIndexPage, NetworkPage
from .news import NewsIndexPage, NewsPage
from .organisations import OrganisationIndexPage, OrganisationPage
from .projects import ProjectIndexPage, ProjectPage
from .settings import SiteSettings

__all__ = [
    "AllianceIndexPage",
    "AlliancePage",
    "AllmendePage",
    "ContentPage",
    "EventPage",
    "FundingIndexPage",
    "FundingProgrammePage",
    "HomePage",
    "IdentityPage",
    "NetworkIndexPage",
    "NetworkPage",
    "NewsIndexPage",
    "NewsPage",
    "OrganisationIndexPage",
    "OrganisationPage",
    "PluginPage",
    "ProjectIndexPage",
    "ProjectPage",
    "SiteSettings",
]
