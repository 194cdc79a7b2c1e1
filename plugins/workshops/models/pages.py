"""The page of a workshop in one language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from allmende.api import FIRST_PLACE_PANELS, GoingWords, IdentityPage, PluginPage

from ..forms.pages import WorkshopPageForm
from ..panels import SessionsPanel
from .workshops import Workshop

WORDS = ("expectations", "audience", "languages", "cost_words", "funding_notice")


class WorkshopPage(PluginPage, IdentityPage, GoingWords):  # type: ignore[django-manager-missing]
    """A workshop's words in one language. Dates, places and people who registered hang on the identity."""

    kind = "workshop"
    needs_yearly_look = False
    identity_model = Workshop
    base_form_class = WorkshopPageForm
    template = "workshops/workshop_page.html"
    page_description = _("Ein Workshop mit Terminen, Plätzen und Anmeldung.")
    parent_page_types: ClassVar = ["core.OrganisationPage"]
    subpage_types: ClassVar[list[str]] = []

    expectations = models.TextField(
        _("Was Sie erwartet"), blank=True, help_text=_("Eine Angabe je Zeile, zum Beispiel: 18:00 Ankommen und Suppe.")
    )
    audience = models.CharField(_("Für wen"), max_length=250, blank=True)
    languages = models.CharField(
        _("Sprache"), max_length=250, blank=True, help_text=_("Zum Beispiel: Deutsch, mit Gebärdensprache.")
    )
    cost_words = models.CharField(
        _("Kosten in dieser Sprache"), max_length=200, blank=True, help_text=_("Nur nötig, wenn es hier anders heißt.")
    )
    funding_notice = models.TextField(_("Förderhinweis"), blank=True)

    content_panels: ClassVar = [
        *PluginPage.content_panels[:1],
        MultiFieldPanel(
            [
                FieldPanel("first_start"),
                FieldPanel("first_end"),
                *FIRST_PLACE_PANELS,
                FieldPanel("first_capacity"),
            ],
            heading=_("Erster Termin"),
            help_text=_("Der Termin entsteht, wenn Sie speichern oder veröffentlichen. Weitere legen Sie danach an."),
        ),
        SessionsPanel("workshop_date", heading=_("Termine und Anmeldungen")),
        MultiFieldPanel(
            [FieldPanel("topics"), *GoingWords.facts_panels, FieldPanel("speakers")],
            heading=_("Angaben, die für alle Sprachen gelten"),
            help_text=_("Sie gelten, sobald Sie speichern, auch auf der veröffentlichten Seite."),
        ),
        *PluginPage.content_panels[1:],
        *[FieldPanel(name) for name in WORDS],
        *GoingWords.going_panels,
    ]
    search_fields: ClassVar = [
        *PluginPage.search_fields,
        *GoingWords.going_search_fields,
        index.SearchField("expectations"),
        index.SearchField("audience"),
    ]

    class Meta:
        verbose_name = _("Workshop")
        verbose_name_plural = _("Workshops")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the visitor decides by: sessions with their places, speakers, facts."""
        from ..presentation import workshop_context  # the presentation needs the models

        return {**super().get_context(request, *args, **kwargs), **workshop_context(self, request)}

    @property
    def expectation_lines(self) -> list[str]:
        return [line.strip() for line in self.expectations.splitlines() if line.strip()]
