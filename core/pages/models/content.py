"""The start page and pages of plain content."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .alliances import AllianceIndexPage, AlliancePage  # need the module that this one belongs to
        from .organisations import OrganisationIndexPage

        context = super().get_context(request, *args, **kwargs)
        frame = frame_of(request)
        alliances, organisations = frame.menu_url(AllianceIndexPage), frame.menu_url(OrganisationIndexPage)
        calendar = next((link.url for link in frame.main_menu if link.icon == "event"), "")
        newest = listings.rows_of(frame.site, AlliancePage, current())[:SHOWN]
        return {
            **context,
            "agenda": coming(request, limit=8),
            "calendar_url": calendar,
            "doors": doors(calendar, alliances, organisations),
            "parcels": listings.cards_of(listings.load(AlliancePage, newest), request),
            "parcels_url": alliances,
        }


def doors(calendar: str, alliances: str, organisations: str) -> list[dict[str, str]]:
    """Return the ways in for which there is an address."""
    going = _("Hingehen"), _("Anmelden in einer Minute, ohne Konto. Absagen genauso leicht.")
    joining = _("Mitmachen"), _("Bündnisse, in denen viele zusammen etwas bewegen.")
    meeting = _("Kennenlernen"), _("Vereine, Ämter und Initiativen in Ihrer Nähe.")
    found = [("event", *going, calendar), ("alliance", *joining, alliances), ("organisation", *meeting, organisations)]
    return [{"kind": kind, "title": title, "text": text, "url": url} for kind, title, text, url in found if url]


class ContentPage(AllmendePage):
    """Words and pictures; shows the pages below it as cards."""

    template = "core/content_page.html"
    section_template = "core/section_page.html"
    page_description = gettext_lazy("Texte, Bilder und Dokumente. Zeigt darunter liegende Seiten als Karten.")
    parent_page_types: ClassVar = [
        "core.HomePage",
        "core.ContentPage",
        "core.OrganisationPage",
        "core.AlliancePage",
        "core.ProjectPage",
        "core.NetworkPage",
        "core.FundingIndexPage",
        "core.FundingProgrammePage",
    ]
    subpage_types: ClassVar = ["core.ContentPage", "core.StrategyPage"]

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
            found = self._children(request) if self.numchild else []
            self.__dict__["_child_cards"] = listings.cards_of(found, request)
        return self.__dict__["_child_cards"]

    def _children(self, request: HttpRequest) -> list[AllmendePage]:
        from .strategies import StrategyPage  # needs the module that this one belongs to

        site, below = site_of(request), {"depth": self.depth + 1, "path__startswith": self.path}
        found = [
            listings.with_pictures(public_pages(site, model).filter(**below)) for model in (ContentPage, StrategyPage)
        ]
        return sorted([page for pages in found for page in pages], key=lambda page: page.path)
