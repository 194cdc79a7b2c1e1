"""Projects: with a beginning, an end and a question."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from core.directory.models import Network, Project, Strategy
from core.pages import listings
from core.pages.actors import actor_rows
from core.pages.identity_forms import ProjectPageForm
from core.pages.panels import RelationPanel
from core.pages.words import join_words, lines

from .base import AllmendePage, IdentityPage
from .indexes import IndexPage
from .organisations import AT_ONCE, FOR_ALL_LANGUAGES

FACTS = ("category", "state", "since", "until", "municipalities", "alliance", "strategy", "network", "topics")
ACTOR_COLUMNS = ("organisation", "name", "role", "since", "until")


class ProjectIndexPage(IndexPage):
    """The list of all projects of the site."""

    kind = "project"
    listed = "core.ProjectPage"
    page_description = _("Verzeichnis aller Projekte.")
    subpage_types: ClassVar = ["core.ProjectPage"]

    class Meta:
        verbose_name = _("Verzeichnis der Projekte")

    def feet(self, pages: list[Any]) -> dict[Any, str]:
        found = Project.objects.filter(key__in=[page.translation_key for page in pages])
        return {each.key: join_words(each.get_state_display(), each.period) for each in found}


class ProjectPage(IdentityPage):
    """A project in one language; partners, places and period stand on the identity."""

    kind = "project"
    identity_model = Project
    identity_relations = ("alliance", "strategy", "network")
    base_form_class = ProjectPageForm
    template = "core/project_page.html"
    page_description = _("Ein Vorhaben mit Anfang, Ende, Partnern und dem, was man daraus lernt.")
    parent_page_types: ClassVar = ["core.ProjectIndexPage"]
    subpage_types: ClassVar = ["core.ContentPage"]

    audience = models.CharField(_("Für wen"), max_length=250, blank=True)
    goals = models.TextField(_("Ziele"), blank=True, help_text=_("Ein Ziel je Zeile."))
    results = models.TextField(
        _("Ergebnisse"), blank=True, help_text=_("Was erreicht wurde. Leer, solange es nichts zu berichten gibt.")
    )
    lessons = models.TextField(_("Was andere lernen können"), blank=True, help_text=_("Eine Erfahrung je Zeile."))

    content_panels: ClassVar = [
        *AllmendePage.content_panels[:1],
        MultiFieldPanel(
            [FieldPanel(name) for name in FACTS],
            heading=FOR_ALL_LANGUAGES,
            help_text=AT_ONCE,
        ),
        RelationPanel("actors", ACTOR_COLUMNS, add_label=_("Partner hinzufügen"), heading=_("Partner und ihre Rollen")),
        *AllmendePage.content_panels[1:],
        *(FieldPanel(name) for name in ("audience", "goals", "results", "lessons")),
    ]
    search_fields: ClassVar = [
        *AllmendePage.search_fields,
        *(index.SearchField(name) for name in ("audience", "goals", "results", "lessons")),
    ]

    class Meta:
        verbose_name = _("Projekt")
        verbose_name_plural = _("Projekte")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        project = self.identity or self.unsaved_identity()
        return {
            **context,
            "project": project,
            "goals": lines(self.goals),
            "lessons": lines(self.lessons),
            "actors": actor_rows(project.actors.all(), request) if project.pk else [],
            "municipalities": list(project.municipalities.all()) if project.pk else [],
            "topics": list(project.topics.all()) if project.pk else [],
            "belongs_to": belongs_to(project, request),
        }


def belongs_to(project: Project, request: HttpRequest) -> list[listings.Card]:
    """Return the cards of what the project is a part of: its alliance, strategy, network."""
    keys = [thing.key for thing in (project.alliance, project.strategy, project.network) if thing]
    return listings.cards_by_key(keys, request)


def project_cards(thing: Strategy | Network | Any, request: HttpRequest) -> list[listings.Card]:
    """Return the cards of the projects of something."""
    return listings.public_cards(ProjectPage, thing.projects.all(), request)
