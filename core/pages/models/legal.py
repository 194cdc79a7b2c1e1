"""Imprint, privacy, accessibility: an editor's words, and below them what the platform knows by itself."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from core.pages.imprints import Imprint
from core.pages.navigation import frame_of
from core.pages.words import lines
from core.privacy.declared import declarations

from .base import AllmendePage
from .settings import AccessibilityStatement, SiteSettings


class LegalPage(AllmendePage):
    """A page that the footer of every page leads to, once it is there. One on each site."""

    #: The field of the settings that names it.
    named: ClassVar[str]
    parent_page_types: ClassVar = ["core.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the first such page of a site is the one that the footer names."""
        super().save(*args, **kwargs)
        site = self.get_site()
        if site is not None and self.alias_of_id is None:
            chosen = SiteSettings.for_site(site)
            if getattr(chosen, f"{self.named}_id") is None:
                setattr(chosen, f"{self.named}_id", self.pk)
                chosen.save(update_fields=[self.named])


class ImprintPage(LegalPage):
    """Who operates the site (§ 5 DDG)."""

    named = "imprint"
    template = "core/imprint_page.html"
    page_description = _("Impressum. Name, Anschrift und Register kommen aus den Einstellungen der Website.")

    class Meta:
        verbose_name = _("Impressum")
        verbose_name_plural = _("Impressum")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        known = frame_of(request).site_settings
        imprint = Imprint(
            name=known.legal_name or frame_of(request).site_name,
            address=known.legal_address,
            facts=[fact for fact in known.imprint_facts if fact[1]],
            email=known.contact_email,
            phone=known.contact_phone,
        )
        return {**super().get_context(request, *args, **kwargs), "imprint": imprint}


class PrivacyPage(LegalPage):
    """What is stored about people; the list comes from what core and plugins declare."""

    named = "privacy"
    template = "core/privacy_page.html"
    page_description = _("Datenschutz. Was gespeichert wird und wie lange, schreibt die Website selbst dazu.")

    class Meta:
        verbose_name = _("Datenschutz")
        verbose_name_plural = _("Datenschutz")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "declarations": declarations()}


class AccessibilityPage(LegalPage):
    """The accessibility statement; its facts are the same in all languages and stand in the settings."""

    named = "accessibility"
    template = "core/accessibility_page.html"
    page_description = _("Erklärung zur Barrierefreiheit. Stand und Prüfung kommen aus den Einstellungen.")

    gaps = models.TextField(
        _("Was noch nicht barrierefrei ist"),
        blank=True,
        help_text=_("Ein Punkt je Zeile: was, warum, und wie es trotzdem geht."),
    )

    content_panels: ClassVar = [*LegalPage.content_panels, FieldPanel("gaps")]
    search_fields: ClassVar = [*LegalPage.search_fields, index.SearchField("gaps")]

    class Meta:
        verbose_name = _("Erklärung zur Barrierefreiheit")
        verbose_name_plural = _("Erklärungen zur Barrierefreiheit")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        site = frame_of(request).site
        found = AccessibilityStatement.objects.filter(site=site).first() or AccessibilityStatement(site=site)
        context = super().get_context(request, *args, **kwargs)
        report_url = reverse("report_barrier") if frame_of(request).site_settings.message_address else ""
        return {**context, "statement": found, "gaps": lines(self.gaps), "report_url": report_url}
