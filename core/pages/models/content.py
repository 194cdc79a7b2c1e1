"""The start page and pages of plain content."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from core.directory.languages import current
from core.pages import listings
from core.pages.agenda import coming
from core.pages.navigation import frame_of
from core.pages.site_tree import public_pages, site_of

from .base import AllmendePage

#: So many things the start page shows before it says „Alle ansehen“.
SHOWN = 5


class HomePage(AllmendePage):
    """The start page of a site, one in each language."""

    kind = "alliance"
    template = "core/home_page.html"
    page_description = gettext_lazy("Startseite einer Website.")
    parent_page_types: ClassVar = ["wagtailcore.Page"]

    class Meta:
        verbose_name = gettext_lazy("Startseite")
        verbose_name_plural = gettext_lazy("Startseiten")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page by its whole address with one query instead of one for each step."""
        if path_components:
            path = f"{self.url_path}{'/'.join(path_components)}/"
            page = Page.objects.filter(url_path=path, path__startswith=self.path).first()
            if page is not None:
                return page.specific.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        alliances_url, cards = self._alliances(request)
        calendar = next((link for link in frame_of(request).main_menu if link.icon == "event"), None)
        return {
            **context,
            "agenda": coming(request, limit=8),
            "calendar_url": calendar.url if calendar else "",
            "doors": self._doors(request, alliances_url, calendar.url if calendar else ""),
            "parcels": cards,
            "parcels_url": alliances_url,
        }

    def _alliances(self, request: HttpRequest) -> tuple[str, list[listings.Card]]:
        from .alliances import AllianceIndexPage, AlliancePage  # needs the module that this one belongs to

        site = site_of(request)
        rows = listings.rows_of(site, AlliancePage, current())
        pages = listings.load(AlliancePage, rows[:SHOWN])
        index = listings.best_pages(public_pages(site, AllianceIndexPage), current())
        return index[0].get_url(request) if index else "", listings.cards_of(pages, request)

    def _doors(self, request: HttpRequest, alliances_url: str, calendar_url: str) -> list[dict[str, str]]:
        from .organisations import OrganisationIndexPage

        index = listings.best_pages(public_pages(site_of(request), OrganisationIndexPage), current())
        doors = [
            {
                "kind": "event",
                "title": _("Hingehen"),
                "text": _("Anmelden in einer Minute, ohne Konto. Absagen genauso leicht."),
                "url": calendar_url,
            },
            {
                "kind": "alliance",
                "title": _("Mitmachen"),
                "text": _("Bündnisse, in denen viele zusammen etwas bewegen."),
                "url": alliances_url,
            },
            {
                "kind": "organisation",
                "title": _("Kennenlernen"),
                "text": _("Vereine, Ämter und Initiativen in Ihrer Nähe."),
                "url": index[0].get_url(request) if index else "",
            },
        ]
        return [door for door in doors if door["url"]]


class ContentPage(AllmendePage):
    """Words and pictures; shows the pages below it as cards."""

    template = "core/content_page.html"
    section_template = "core/section_page.html"
    page_description = gettext_lazy("Texte, Bilder und Dokumente. Zeigt darunter liegende Seiten als Karten.")
    parent_page_types: ClassVar = ["core.HomePage", "core.ContentPage", "core.OrganisationPage", "core.AlliancePage"]
    subpage_types: ClassVar = ["core.ContentPage"]

    class Meta:
        verbose_name = gettext_lazy("Inhaltsseite")
        verbose_name_plural = gettext_lazy("Inhaltsseiten")

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return self.section_template if self.child_cards(request) else self.template

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "cards": self.child_cards(request)}

    def child_cards(self, request: HttpRequest) -> list[listings.Card]:
        """Return the cards of the pages below this one, in their order."""
        if "_child_cards" not in self.__dict__:
            pages = public_pages(site_of(request), ContentPage).filter(depth=self.depth + 1, path__startswith=self.path)
            found = listings.with_pictures(pages.order_by("path")) if self.numchild else []
            self.__dict__["_child_cards"] = listings.cards_of(found, request)
        return self.__dict__["_child_cards"]
