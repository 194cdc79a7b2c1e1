"""Networks of cities that learn from one another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core.directory.models import Network
from core.pages.actors import actor_rows
from core.pages.identity_forms import NetworkPageForm
from core.pages.panels import RelationPanel
from core.pages.words import join_words, lines

from .base import AllmendePage, IdentityPage
from .indexes import IndexPage
from .organisations import AT_ONCE, FOR_ALL_LANGUAGES
from .projects import ACTOR_COLUMNS, project_cards


class NetworkIndexPage(IndexPage):
    """The list of all networks of the site."""

    kind = "alliance"
    listed = "core.NetworkPage"
    page_description = _("Verzeichnis aller Städtenetze.")
    subpage_types: ClassVar = ["core.NetworkPage"]

    class Meta:
        verbose_name = _("Verzeichnis der Städtenetze")

    def feet(self, pages: list[Any]) -> dict[Any, str]:
        found = Network.objects.filter(key__in=[page.translation_key for page in pages]).annotate(size=Count("cities"))
        return {each.key: join_words(_size(each.size), each.period) for each in found}


class NetworkPage(IdentityPage):
    """A network in one language; its cities and partners stand on the identity."""

    kind = "alliance"
    kind_label = _("Städtenetz")
    identity_model = Network
    base_form_class = NetworkPageForm
    template = "core/network_page.html"
    page_description = _("Städte, die voneinander lernen, mit ihren Partnern und Projekten.")
    parent_page_types: ClassVar = ["core.NetworkIndexPage"]
    subpage_types: ClassVar = ["core.ContentPage"]

    lessons = models.TextField(_("Was die Städte gelernt haben"), blank=True, help_text=_("Eine Erfahrung je Zeile."))

    content_panels: ClassVar = [
        *AllmendePage.content_panels[:1],
        MultiFieldPanel(
            [FieldPanel(name) for name in ("since", "until", "website", "topics")],
            heading=FOR_ALL_LANGUAGES,
            help_text=AT_ONCE,
        ),
        RelationPanel(
            "cities",
            ("municipality", "contribution", "since", "until"),
            add_label=_("Stadt hinzufügen"),
            heading=_("Städte"),
        ),
        RelationPanel("actors", ACTOR_COLUMNS, add_label=_("Partner hinzufügen"), heading=_("Partner und ihre Rollen")),
        *AllmendePage.content_panels[1:],
        FieldPanel("lessons"),
    ]

    class Meta:
        verbose_name = _("Städtenetz")
        verbose_name_plural = _("Städtenetze")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        network = self.identity or self.unsaved_identity()
        known = network.pk is not None
        return {
            **context,
            "network": network,
            "cities": list(network.cities.select_related("municipality")) if known else [],
            "actors": actor_rows(network.actors.all(), request) if known else [],
            "projects": project_cards(network, request) if known else [],
            "lessons": lines(self.lessons),
        }


def _size(count: int) -> str:
    return ngettext("%(n)d Stadt", "%(n)d Städte", count) % {"n": count} if count else ""
