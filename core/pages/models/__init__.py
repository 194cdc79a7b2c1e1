"""Page types of core, and what every page type shares."""

from .alliances import AllianceIndexPage, AlliancePage
from .base import AllmendePage, IdentityPage, PluginPage
from .bodies import BodyPage
from .content import ContentPage, HomePage
from .events import EventPage
from .funding import FundingIndexPage, FundingProgrammePage
from .legal import AccessibilityPage, ImprintPage, PrivacyPage
from .networks import NetworkIndexPage, NetworkPage
from .news import NewsIndexPage, NewsPage
from .organisations import OrganisationIndexPage, OrganisationPage
from .projects import ProjectIndexPage, ProjectPage
from .settings import AccessibilityStatement, SiteSettings
from .strategies import ChapterPage, StrategyIndexPage, StrategyPage

__all__ = [
    "AccessibilityPage",
    "AccessibilityStatement",
    "AllianceIndexPage",
    "AlliancePage",
    "AllmendePage",
    "BodyPage",
    "ChapterPage",
    "ContentPage",
    "EventPage",
    "FundingIndexPage",
    "FundingProgrammePage",
    "HomePage",
    "IdentityPage",
    "ImprintPage",
    "NetworkIndexPage",
    "NetworkPage",
    "NewsIndexPage",
    "NewsPage",
    "OrganisationIndexPage",
    "OrganisationPage",
    "PluginPage",
    "PrivacyPage",
    "ProjectIndexPage",
    "ProjectPage",
    "SiteSettings",
    "StrategyIndexPage",
    "StrategyPage",
]
