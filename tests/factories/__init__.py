"""Things to test with: a site with its pages in three languages, what hangs on them, and people with rights.

Factories make one thing each and nothing behind one's back; `make_site()` makes a whole site. Everything is published
unless one asks for `live=False`.
"""

from .directory import (
    EventDateFactory,
    FundingRoundFactory,
    MembershipFactory,
    MunicipalityFactory,
    PersonFactory,
    PlaceFactory,
    TopicFactory,
)
from .pages import (
    AllianceIndexPageFactory,
    AlliancePageFactory,
    BodyPageFactory,
    ChapterPageFactory,
    ContentPageFactory,
    EventPageFactory,
    FundingIndexPageFactory,
    FundingProgrammePageFactory,
    HomePageFactory,
    NetworkIndexPageFactory,
    NetworkPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    OrganisationIndexPageFactory,
    OrganisationPageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
    StrategyIndexPageFactory,
    StrategyPageFactory,
    translate,
)
from .people import UserFactory, make_coordinator, make_editor
from .sites import make_site

__all__ = [
    "AllianceIndexPageFactory",
    "AlliancePageFactory",
    "BodyPageFactory",
    "ChapterPageFactory",
    "ContentPageFactory",
    "EventDateFactory",
    "EventPageFactory",
    "FundingIndexPageFactory",
    "FundingProgrammePageFactory",
    "FundingRoundFactory",
    "HomePageFactory",
    "MembershipFactory",
    "MunicipalityFactory",
    "NetworkIndexPageFactory",
    "NetworkPageFactory",
    "NewsIndexPageFactory",
    "NewsPageFactory",
    "OrganisationIndexPageFactory",
    "OrganisationPageFactory",
    "PersonFactory",
    "PlaceFactory",
    "ProjectIndexPageFactory",
    "ProjectPageFactory",
    "StrategyIndexPageFactory",
    "StrategyPageFactory",
    "TopicFactory",
    "UserFactory",
    "make_coordinator",
    "make_editor",
    "make_site",
    "translate",
]
