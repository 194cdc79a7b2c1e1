"""Alliances: organisations that act together (first version)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.directory.models import Alliance
from core.pages.actors import actor_rows
from core.pages.agenda import coming, past
from core.pages.identity_forms import AlliancePageForm
from core.pages.imprints import IMPRINT_PANEL, imprint_of, message_url
from core.pages.panels import MembersPanel, RelationPanel
from core.pages.papers import PaperBlock
from core.pages.words import join_words, lines

from .base import AllmendePage, IdentityPage
from .bodies import body_cards
from .indexes import IndexPage
from .organisations import AT_ONCE, FOR_ALL_LANGUAGES

FACTS = ("form", "founded", "ended", "municipality", "city", "topics", "website", "email")


class AllianceIndexPage(IndexPage):
    """The directory of all alliances of the site."""

    kind = "alliance"
    listed = "core.AlliancePage"
    category = "form"
    category_label = _("Form")
    page_description = _("Verzeichnis aller Bündnisse.")
    subpage_types: ClassVar = ["core.AlliancePage"]

    class Meta:
        verbose_name = _("Verzeichnis der Bündnisse")

    def feet(self, pages: list[Any]) -> dict[Any, str]:
        keys = [page.translation_key for page in pages]
        found = Alliance.objects.filter(key__in=keys).annotate(size=Count("memberships"))
        return {each.key: join_words(each.get_form_display(), each.city, _size(each.size)) for each in found}


class AlliancePage(IdentityPage):
    """An alliance in one language; its members stand on the identity."""

    kind = "alliance"
    identity_model = Alliance
    identity_relations = ("municipality",)
    base_form_class = AlliancePageForm
    template = "core/alliance_page.html"
    page_description = _("Ein Bündnis mit seinen Mitgliedern.")
    parent_page_types: ClassVar = ["core.AllianceIndexPage"]
    subpage_types: ClassVar = ["core.BodyPage", "core.ContentPage"]

    aim = models.TextField(_("Ziel"), blank=True, help_text=_("Wofür das Bündnis da ist, in zwei, drei Sätzen."))
    principles = models.TextField(_("Grundsätze"), blank=True, help_text=_("Ein Grundsatz je Zeile."))
    papers = StreamField([("paper", PaperBlock())], verbose_name=_("Grundlagenpapiere"), blank=True)
    participation = models.TextField(
        _("Wie Betroffene mitwirken"),
        blank=True,
        help_text=_("Wer mitplant, was dabei hilft: Fahrtkosten, Kinderbetreuung, einfache Sprache."),
    )

    content_panels: ClassVar = [
        *AllmendePage.content_panels[:1],
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("form", "founded", "ended", "municipality", "city", "topics", "website", "email")
            ],
            heading=FOR_ALL_LANGUAGES,
            help_text=AT_ONCE,
        ),
        IMPRINT_PANEL,
        MembersPanel(
            "memberships",
            ("organisation", "role", "contribution", "since"),
            add_label=_("Mitglied hinzufügen"),
            heading=_("Mitglieder"),
        ),
        RelationPanel("umbrellas", add_label=_("Dachverband hinzufügen"), heading=_("Mitglied in Dachverbänden")),
        *AllmendePage.content_panels[1:],
        *(FieldPanel(name) for name in ("aim", "principles", "papers", "participation")),
    ]
    search_fields: ClassVar = [
        *AllmendePage.search_fields,
        *(index.SearchField(name) for name in ("aim", "principles", "participation")),
    ]

    class Meta:
        verbose_name = _("Bündnis")
        verbose_name_plural = _("Bündnisse")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        alliance = self.identity or self.unsaved_identity()
        rows = actor_rows(alliance.memberships.all(), request) if alliance.pk else []
        members = [row for row in rows if not row["is_over"]]
        chosen = [member["id"] for member in members]
        return {
            **context,
            "alliance": alliance,
            "imprint": imprint_of(alliance, page=self),
            "message_url": message_url(alliance),
            "members": members,
            "umbrellas": actor_rows(alliance.umbrellas.all(), request) if alliance.pk else [],
            "papers": [block.value.link for block in self.papers if block.value["document"]],
            "principles": lines(self.principles),
            "bodies": body_cards(alliance.bodies.all(), request) if alliance.pk and self.numchild else [],
            "agenda": coming(request, organisations=chosen) if members else [],
            "past": past(request, organisations=chosen) if members else [],
        }


def _size(count: int) -> str:
    return ngettext("%(n)d Mitglied", "%(n)d Mitglieder", count) % {"n": count} if count else ""
