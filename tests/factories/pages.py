"""Pages. Each factory wants a `parent`; a published page has gone through Wagtail's publishing."""

from __future__ import annotations

from typing import Any

import factory
import wagtail_factories
from wagtail.models import Locale, Page

from core.directory.slugs import german_slug
from core.pages.models import (
    AllianceIndexPage,
    AlliancePage,
    BodyPage,
    ChapterPage,
    ContentPage,
    EventPage,
    FundingIndexPage,
    FundingProgrammePage,
    HomePage,
    NetworkIndexPage,
    NetworkPage,
    NewsIndexPage,
    NewsPage,
    OrganisationIndexPage,
    OrganisationPage,
    ProjectIndexPage,
    ProjectPage,
    StrategyIndexPage,
    StrategyPage,
)


def german() -> Locale:
    """Return the language of pages that say nothing else."""
    return Locale.objects.get_or_create(language_code="de")[0]


class PublishedPageFactory(wagtail_factories.PageFactory):
    """A page that is published as an editor would, unless `live=False`."""

    locale = factory.LazyFunction(german)
    slug = factory.LazyAttribute(lambda page: german_slug(page.title))
    live = True

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class: type[Page], parent: Page | None, kwargs: dict[str, Any]) -> Page:
        wanted_live = kwargs.pop("live", True)
        if parent is not None:
            kwargs["locale"] = parent.locale if not parent.is_root() else kwargs["locale"]
        page = super()._create_instance(model_class, parent, {**kwargs, "live": False})
        if wanted_live:
            page.save_revision().publish()
            page.refresh_from_db()
        return page


class HomePageFactory(PublishedPageFactory):
    class Meta:
        model = HomePage

    title = "Platz für alle"


class ContentPageFactory(PublishedPageFactory):
    class Meta:
        model = ContentPage

    title = factory.Sequence(lambda number: f"Inhalt {number}")


class OrganisationIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = OrganisationIndexPage

    title = "Organisationen"
    show_in_menus = True


class OrganisationPageFactory(PublishedPageFactory):
    class Meta:
        model = OrganisationPage

    title = factory.Sequence(lambda number: f"Nachbarschaftsladen {number}")
    lead = "Ein Laden für alle im Viertel."


class AllianceIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = AllianceIndexPage

    title = "Bündnisse"
    show_in_menus = True


class AlliancePageFactory(PublishedPageFactory):
    class Meta:
        model = AlliancePage

    title = factory.Sequence(lambda number: f"Bündnis {number}")


class EventPageFactory(PublishedPageFactory):
    class Meta:
        model = EventPage

    title = factory.Sequence(lambda number: f"Sommerfest {number}")


class ProjectIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = ProjectIndexPage

    title = "Projekte"


class ProjectPageFactory(PublishedPageFactory):
    class Meta:
        model = ProjectPage

    title = factory.Sequence(lambda number: f"Spielmobil {number}")


class NetworkIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = NetworkIndexPage

    title = "Städtenetze"


class NetworkPageFactory(PublishedPageFactory):
    class Meta:
        model = NetworkPage

    title = factory.Sequence(lambda number: f"Städtenetz {number}")


class FundingIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = FundingIndexPage

    title = "Förderung"


class FundingProgrammePageFactory(PublishedPageFactory):
    class Meta:
        model = FundingProgrammePage

    title = factory.Sequence(lambda number: f"Fördertopf {number}")


class NewsIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = NewsIndexPage

    title = "Aktuelles"


class NewsPageFactory(PublishedPageFactory):
    class Meta:
        model = NewsPage

    title = factory.Sequence(lambda number: f"Neues {number}")


class StrategyIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = StrategyIndexPage

    title = "Strategien"


class StrategyPageFactory(PublishedPageFactory):
    class Meta:
        model = StrategyPage

    title = factory.Sequence(lambda number: f"Strategie {number}")


class ChapterPageFactory(PublishedPageFactory):
    class Meta:
        model = ChapterPage

    title = factory.Sequence(lambda number: f"Kapitel {number}")


class BodyPageFactory(PublishedPageFactory):
    class Meta:
        model = BodyPage

    title = factory.Sequence(lambda number: f"Lenkungskreis {number}")


def translate(page: Page, language: str, *, live: bool = True, **words: Any) -> Page:
    """Translate a page with all pages above it, and publish the translation."""
    locale, _created = Locale.objects.get_or_create(language_code=language)
    other = page.copy_for_translation(locale, copy_parents=True)
    for name, value in words.items():
        setattr(other, name, value)
    revision = other.save_revision()
    if live:
        revision.publish()
    other.refresh_from_db()
    return other
