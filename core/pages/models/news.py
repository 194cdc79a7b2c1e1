"""News and press releases."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core import phrases
from core.directory.partial_dates import PartialDateField
from core.pages.words import join_words

from .base import AllmendePage
from .indexes import IndexPage


class NewsIndexPage(IndexPage):
    """News of the site, the newest first."""

    kind = "news"
    listed = "core.NewsPage"
    page_description = _("Neuigkeiten und Pressemitteilungen, die neuesten zuerst.")
    subpage_types: ClassVar = ["core.NewsPage"]

    class Meta:
        verbose_name = _("Aktuelles")

    def order(self, rows: list[Any]) -> list[Any]:
        """Return the newest first; what has no date comes last."""
        dated = dict(NewsPage.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "dated"))
        return sorted(rows, key=lambda row: dated.get(row.pk, ""), reverse=True)

    def feet(self, pages: list[Any]) -> dict[Any, str]:
        return {page.translation_key: page.where_and_when for page in pages}


class NewsPage(AllmendePage):
    """Something to report. An embargo is the time of publication that Wagtail asks for when publishing."""

    class Form(models.TextChoices):
        NEWS = "news", _("Nachricht")
        PRESS = "press", _("Pressemitteilung")

    kind = "news"
    needs_yearly_look = False
    template = "core/news_page.html"
    page_description = _("Eine Nachricht oder Pressemitteilung mit Ort, Datum und Ansprechperson.")
    parent_page_types: ClassVar = ["core.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    form = models.CharField(_("Art"), max_length=8, choices=Form.choices, default=Form.NEWS)
    place_name = models.CharField(_("Ort"), max_length=120, blank=True)
    dated = PartialDateField(_("Datum"), blank=True)
    contact = models.CharField(
        _("Ansprechperson"), max_length=200, blank=True, help_text=_("Name und Aufgabe; nur mit Zustimmung.")
    )
    contact_email = models.EmailField(_("E-Mail-Adresse für Nachfragen"), blank=True)
    contact_phone = models.CharField(_("Telefon für Nachfragen"), max_length=40, blank=True)

    content_panels: ClassVar = [
        *AllmendePage.content_panels[:1],
        MultiFieldPanel([FieldPanel(name) for name in ("form", "place_name", "dated")], heading=_("Kopf")),
        *AllmendePage.content_panels[1:],
        MultiFieldPanel(
            [FieldPanel(name) for name in ("contact", "contact_email", "contact_phone")], heading=_("Für Nachfragen")
        ),
    ]

    class Meta:
        verbose_name = _("Nachricht")
        verbose_name_plural = _("Nachrichten")

    @property
    def where_and_when(self) -> str:
        """Place and date, as they stand before the first sentence of a press release."""
        return join_words(self.place_name, phrases.partial_date(self.dated) if self.dated else "")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        reachable = {"email": self.contact_email, "phone": self.contact_phone}
        return {**context, "reachable": reachable if any(reachable.values()) else {}}
