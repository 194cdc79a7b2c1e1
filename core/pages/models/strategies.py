"""Strategies with their chapters."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from core.directory.models import Strategy
from core.pages import listings
from core.pages.identity_forms import StrategyPageForm
from core.pages.implementation import (
    made_promises,
    progress,
    promises,
    recommendation_rows,
    related_pages,
    sectors,
    step_rows,
)
from core.pages.panels import RelationPanel
from core.pages.site_tree import public_pages, site_of
from core.pages.words import join_words

from .base import AllmendePage, IdentityPage
from .bodies import BodyPage
from .indexes import IndexPage
from .organisations import AT_ONCE, FOR_ALL_LANGUAGES
from .projects import ACTOR_COLUMNS, ProjectPage, project_cards


class StrategyIndexPage(IndexPage):
    """The list of all strategies of the site."""

    kind = "alliance"
    listed = "core.StrategyPage"
    page_description = _("Verzeichnis aller Strategien.")
    subpage_types: ClassVar = ["core.StrategyPage"]

    class Meta:
        verbose_name = _("Verzeichnis der Strategien")

    def feet(self, pages: list[Any]) -> dict[Any, str]:
        found = Strategy.objects.filter(key__in=[page.translation_key for page in pages])
        return {each.key: join_words(each.get_state_display(), each.period) for each in found}


class StrategyPage(IdentityPage):
    """A strategy in one language; who takes part, steps, recommendations and promises stand on the identity."""

    kind = "alliance"
    kind_label = _("Strategie")
    identity_model = Strategy
    base_form_class = StrategyPageForm
    template = "core/strategy_page.html"
    page_description = _("Was viele gemeinsam erreichen wollen: Kapitel, Beteiligte, Empfehlungen und ihr Stand.")
    parent_page_types: ClassVar = ["core.StrategyIndexPage", "core.ContentPage"]
    subpage_types: ClassVar = ["core.ChapterPage", "core.BodyPage"]

    content_panels: ClassVar = [
        *AllmendePage.content_panels[:1],
        FieldPanel("first_chapters"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("state", "since", "until", "topics")],
            heading=FOR_ALL_LANGUAGES,
            help_text=AT_ONCE,
        ),
        RelationPanel(
            "actors", ("sector", *ACTOR_COLUMNS), add_label=_("Beteiligte hinzufügen"), heading=_("Beteiligte")
        ),
        RelationPanel("steps", ("title", "since", "until"), add_label=_("Schritt hinzufügen"), heading=_("Schritte")),
        RelationPanel(
            "recommendations",
            ("title", "number", "field_of_action"),
            add_label=_("Empfehlung hinzufügen"),
            heading=_("Handlungsempfehlungen"),
        ),
        RelationPanel(
            "commitments",
            ("organisation", "text", "recommendation", "state"),
            add_label=_("Zusage hinzufügen"),
            heading=_("Selbstverpflichtungen"),
        ),
        *AllmendePage.content_panels[1:],
    ]

    class Meta:
        verbose_name = _("Strategie")
        verbose_name_plural = _("Strategien")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        strategy = self.identity or self.unsaved_identity()
        context["strategy"] = strategy
        return {**context, **strategy_facts(self, strategy, request)} if strategy.pk else context


def strategy_facts(page: StrategyPage, strategy: Strategy, request: HttpRequest) -> dict[str, Any]:
    """Return all that hangs on a strategy, as its page shows it."""
    actors, promised = list(strategy.actors.select_related("organisation")), made_promises(strategy)
    organisations = [row.organisation for row in [*actors, *promised] if row.organisation]
    pages = related_pages(page, strategy, organisations, request)
    made = promises(promised, pages, request)
    rows = recommendation_rows(strategy, made)

    def cards(model: type[Page]) -> list[listings.Card]:
        return listings.cards_of([each for each in pages.values() if each.specific_class is model], request)

    return {
        "sectors": sectors(actors, pages, request),
        "steps": step_rows(strategy),
        "recommendations": rows,
        "progress": progress(rows),
        "promises": made.get(None, []),
        "chapters": cards(ChapterPage),
        "projects": cards(ProjectPage),
        "bodies": cards(BodyPage),
        "topics": list(strategy.topics.all()),
    }


def chapters_of(strategy: Any, request: HttpRequest) -> list[ChapterPage]:
    """Return the public chapters below the page of a strategy, in their order."""
    below = public_pages(site_of(request), ChapterPage).filter(path__startswith=strategy.path, depth=strategy.depth + 1)
    return list(listings.with_pictures(below.order_by("path")))


class ChapterPage(AllmendePage):
    """A chapter of a strategy, with the ways to the one before and the next."""

    class Chapter(models.TextChoices):
        IDEA = "idea", _("Die Idee")
        RESULTS = "results", _("Ergebnisse")
        IMPLEMENTATION = "implementation", _("Umsetzung")
        PROGRAMMES = "programmes", _("Programme")
        OTHER = "other", _("Weiteres")

    kind = "alliance"
    kind_label = _("Kapitel")
    template = "core/chapter_page.html"
    page_description = _("Ein Kapitel einer Strategie, mit dem Weg zum nächsten.")
    parent_page_types: ClassVar = ["core.StrategyPage"]
    subpage_types: ClassVar[list[str]] = []

    chapter = models.CharField(_("Kapitel"), max_length=16, choices=Chapter.choices, default=Chapter.OTHER)

    content_panels: ClassVar = [
        *AllmendePage.content_panels[:1],
        FieldPanel("chapter"),
        *AllmendePage.content_panels[1:],
    ]

    class Meta:
        verbose_name = _("Kapitel")
        verbose_name_plural = _("Kapitel")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        parent = self.get_parent()
        return {**context, "way": way(self, chapters_of(parent, request), request), "projects": self._projects(request)}

    def _projects(self, request: HttpRequest) -> list[listings.Card]:
        if self.chapter != self.Chapter.PROGRAMMES:
            return []
        strategy = Strategy.objects.filter(key=self.get_parent().translation_key).first()
        return project_cards(strategy, request) if strategy else []


def way(page: ChapterPage, chapters: list[ChapterPage], request: HttpRequest) -> dict[str, Any] | None:
    """Return where a chapter stands among all: its place in words, the one before and the next as (label, address)."""
    place = next((number for number, each in enumerate(chapters) if each.pk == page.pk), None)
    if place is None or len(chapters) < 2:
        return None

    def link(number: int) -> tuple[str, str] | None:
        known = 0 <= number < len(chapters)
        return (chapters[number].title, chapters[number].get_url(request) or "") if known else None

    title = gettext("Kapitel %(number)s von %(total)s") % {"number": place + 1, "total": len(chapters)}
    return {"title": title, "previous": link(place - 1), "next": link(place + 1)}
