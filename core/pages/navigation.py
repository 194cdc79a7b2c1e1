"""What surrounds a public page: menu, languages, breadcrumbs, footer. A fixed number of queries, asked when drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, Site

from core.calendar.addresses import absolute
from core.directory.languages import best_of, current, html_lang, only_in_text
from core.hooks.activation import is_model_active
from core.hooks.dispatch import collect

from .imprints import ANCHOR
from .site_tree import home_for, homes, is_restricted, remember_homes, site_of

#: Where page entries stand in the main menu between those of plugins.
PAGES_FROM = 50
X_DEFAULT = "x-default"
LEGAL = ("imprint", "privacy", "accessibility")
HELPING = ("about", "help")


@dataclass(frozen=True)
class Link:
    """A word and where it leads."""

    label: str
    url: str
    is_current: bool = False
    icon: str = ""
    #: The language of the word where it is not the page's.
    lang: str = ""


@dataclass(frozen=True)
class LanguageLink:
    """The way to another language; `leads_to` names the page there where it is not the same thing."""

    code: str
    label: str
    lang: str
    url: str
    is_current: bool = False
    leads_to: str = ""


@dataclass(frozen=True)
class Section:
    """A column of the footer."""

    title: str
    links: list[Link]


Crumb = tuple[str, str]


def only_in(page: Page) -> str:
    """Return the note for a page whose words are in another language: an alias stands in for a missing translation."""
    if not page.alias_of_id:
        return ""
    return only_in_text(page.alias_of.locale.language_code, page.locale.language_code)


def breadcrumbs(page: Page, request: HttpRequest) -> list[Crumb]:
    """Return the way from the start page to this page as (label, address)."""
    frame = frame_of(request)
    frame.page = page
    return [
        (_("Startseite") if step.depth == frame.home.depth else step.title, step.get_url(request) or "")
        for step in frame.trail
    ]


def view_breadcrumbs(request: HttpRequest, *steps: Crumb) -> list[Crumb]:
    """Return the way to a view that is no page; the steps are (label, address), the last one without."""
    return [(_("Startseite"), frame_of(request).home_url), *steps]


def frame_of(request: HttpRequest) -> Frame:
    """Return the frame of the page that this request shows."""
    known: Frame | None = getattr(request, "_frame", None)
    if known is None:
        known = request._frame = Frame(request)  # type: ignore[attr-defined]
    return known


class Frame:
    """The surroundings of one public page; each part is asked for once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.page: Page | None = None
        self.language = current()

    @cached_property
    def site(self) -> Site:
        return site_of(self.request)

    @cached_property
    def pages(self) -> list[Page]:
        """Everything the frame links to, in all languages: start pages, menu, the way here, legal pages. One query."""
        related = Page.objects.filter(self._is_on_the_way() | Q(pk__in=self._chosen_keys((*LEGAL, *HELPING)))).values(
            "translation_key"
        )
        in_menu = Q(depth=self.site.root_page.depth + 1, show_in_menus=True)
        key = self.site.root_page.translation_key
        wanted = in_menu | Q(translation_key=key) | Q(translation_key__in=related)
        pages = Page.objects.live().filter(wanted).annotate(restricted=is_restricted()).select_related("locale")
        found = list(pages.order_by("path"))
        remember_homes(self.site, found)
        return found

    def _is_on_the_way(self) -> Q:
        if self.page is None:
            return Q(pk__in=())
        first = self.site.root_page.depth * Page.steplen
        return Q(path__in=[self.page.path[:end] for end in range(first, len(self.page.path) + 1, Page.steplen)])

    def _chosen_keys(self, names: tuple[str, ...]) -> list[int]:
        keys = (getattr(self.site_settings, f"{name}_id") for name in names)
        return [key for key in keys if key is not None]

    @cached_property
    def public(self) -> list[Page]:
        """The pages among them that everybody may see."""
        return [page for page in self.pages if not page.restricted]

    @cached_property
    def home(self) -> Page:
        self.pages  # noqa: B018 -- remembers the start pages
        return home_for(self.site, self.language)

    @cached_property
    def home_url(self) -> str:
        return self.home.get_url(self.request) or "/"

    @property
    def site_name(self) -> str:
        return self.site.site_name or settings.WAGTAIL_SITE_NAME

    # -- where we are ------------------------------------------------------------------------------------------------

    @cached_property
    def trail(self) -> list[Page]:
        """The pages from the start page down to this one."""
        if self.page is None:
            return []
        way = {page.path: page for page in self.pages}
        first, last = self.home.depth * Page.steplen, len(self.page.path)
        above = [way.get(self.page.path[:end]) for end in range(first, last, Page.steplen)]
        return [*filter(None, above), self.page]

    def in_language(self, page: Page, code: str) -> Page | None:
        """Return the real translation of a page, no alias."""
        others = (other for other in self.public if other.translation_key == page.translation_key)
        return next((other for other in others if other.locale.language_code == code and not other.alias_of_id), None)

    # -- languages ---------------------------------------------------------------------------------------------------

    @cached_property
    def language_links(self) -> list[LanguageLink]:
        """One link for each language that the site has a start page in; to the nearest page that exists in it."""
        links = [
            self._language_link(code, str(label)) for code, label in settings.LANGUAGES if code in homes(self.site)
        ]
        return links if len(links) > 1 else []

    def _language_link(self, code: str, label: str) -> LanguageLink:
        url, leads_to = self._address_in(code)
        return LanguageLink(code, label, html_lang(code), url, code == self.language, leads_to)

    def _address_in(self, code: str) -> tuple[str, str]:
        """Return the address of this thing in a language, else of the nearest above it and what that is called."""
        if url := self._view_address_in(code) if self.page is None else "":
            return url, ""
        for step in reversed(self.trail[1:]):
            if other := self.in_language(step, code):
                return other.get_url(self.request) or "/", "" if step is self.page else other.title
        home_url = home_for(self.site, code).get_url(self.request) or "/"
        with override(code):
            return home_url, "" if self.page and self.page.pk == self.home.pk else _("Startseite")

    def _view_address_in(self, code: str) -> str:
        """Return the address of this view in another language; empty if it has none, or if nothing was found here."""
        match = self.request.resolver_match
        if match is None or match.url_name == "wagtail_serve":
            return ""
        here = self.request.get_full_path()
        url = translate_url(here, code)
        return url if url != here or code == self.language else ""

    @cached_property
    def alternates(self) -> list[tuple[str, str]]:
        """(language tag, absolute address) of the real translations, this page included."""
        if self.page is None or self.page.alias_of_id or not self.page.live:
            return []
        pages = {link.code: self.in_language(self.page, link.code) for link in self.language_links}
        found = [(code, self._whole(page)) for code, page in pages.items() if page]
        if len(found) < 2:
            return []
        # German comes first and is offered to those whose language is not among these.
        return found + [(X_DEFAULT, url) for code, url in found if code == settings.LANGUAGE_CODE]

    @cached_property
    def canonical_url(self) -> str:
        if self.page is None:
            return ""
        return self._whole(self.page.alias_of or self.page)

    def _whole(self, page: Page) -> str:
        return absolute(self.site, page.get_url(self.request) or "/")

    # -- menu --------------------------------------------------------------------------------------------------------

    @cached_property
    def main_menu(self) -> list[Link]:
        """Pages marked „im Menü“ and what plugins add, in their order."""
        entries = [(PAGES_FROM + place, self._page_link(page)) for place, page in enumerate(self.menu_pages)]
        entries += [
            (entry.order, Link(str(entry.label), entry.url, self._is_current(entry.url), entry.icon))
            for entry in self.plugin_entries
        ]
        return [link for _order, link in sorted(entries, key=lambda entry: entry[0])]

    def _page_link(self, page: Page) -> Link:
        url, lang = page.get_url(self.request) or "", html_lang(page.locale.language_code)
        return Link(page.title, url, self._is_current(url), lang="" if lang == html_lang(self.language) else lang)

    @cached_property
    def plugin_entries(self) -> list[Any]:
        return collect("menu_items", on_site=self.site).items

    @cached_property
    def menu_pages(self) -> list[Page]:
        """The pages of the menu, in this language or, where they are not translated, in German."""
        tops = {page.path for page in homes(self.site).values()}
        shown = [
            page
            for page in self.public
            if page.show_in_menus and page.path[: -Page.steplen] in tops and self._is_shown(page)
        ]
        chosen = best_of(shown, self.language)
        return [
            page for page in chosen.values() if page.locale.language_code in {self.language, settings.LANGUAGE_CODE}
        ]

    def menu_url(self, model: type[Page]) -> str:
        """Return the address of the first page of that type in the menu; empty if there is none."""
        found = (page.get_url(self.request) for page in self.menu_pages if page.specific_class is model)
        return next(found, "") or ""

    def _is_shown(self, page: Page) -> bool:
        model = page.specific_class
        return model is not None and is_model_active(model, self.site)

    def _is_current(self, url: str) -> bool:
        return url != self.home_url and self.request.path.startswith(url)

    # -- footer ------------------------------------------------------------------------------------------------------

    @cached_property
    def site_settings(self) -> Any:
        from .models import SiteSettings  # the page models use this module

        return SiteSettings.objects.filter(site=self.site).first() or SiteSettings(site=self.site)

    @cached_property
    def legal_links(self) -> list[Link]:
        """The legal pages, and the way to tell what keeps somebody out."""
        links = self._links_to(LEGAL)
        if self.site_settings.message_address:
            here = {"seite": self.request.path[:200]}
            links.append(Link(_("Barriere melden"), f"{reverse('report_barrier')}?{urlencode(here)}"))
        return links

    @property
    def imprint_url(self) -> str:
        """The address of the site's imprint; empty if there is none."""
        return next((link.url for link in self._links_to(("imprint",))), "")

    @property
    def privacy_url(self) -> str:
        """The address of what is said about privacy; empty if there is nothing."""
        return next((link.url for link in self._links_to(("privacy",))), "")

    @property
    def operator(self) -> str:
        """The name of who operates the site."""
        return self.site_settings.legal_name or self.site_name

    @cached_property
    def responsible(self) -> Link | None:
        """Who answers for this page: the nearest organisation or alliance above it. Asks nothing more."""
        from .models import AlliancePage, OrganisationPage  # the page models use this module

        answering = (OrganisationPage, AlliancePage)
        if self.page is None or self.page.specific_class in answering:
            return None
        above = [page for page in reversed(self.trail[:-1]) if page.specific_class in answering]
        if not above:
            return None
        link = self._page_link(above[0])
        return Link(link.label, f"{link.url}#{ANCHOR}", lang=link.lang)

    def _links_to(self, names: tuple[str, ...]) -> list[Link]:
        """Links to pages that the settings name, in this language where they are translated."""
        by_key = {page.pk: page for page in self.public}
        chosen = [by_key[pk] for pk in self._chosen_keys(names) if pk in by_key]
        found = [self.in_language(page, self.language) or page for page in chosen]
        return [self._page_link(page) for page in found]

    @cached_property
    def footer(self) -> list[Section]:
        finding = [Link(link.label, link.url, lang=link.lang) for link in self.main_menu]
        finding += [
            Link(_("Kommunen"), reverse("municipality_list")),
            Link(_("Orte"), reverse("place_list")),
            Link(_("Menschen"), reverse("person_list")),
            Link(_("Themen"), reverse("topic_list")),
        ]
        return [
            Section(_("Finden"), finding),
            Section(_("Mitmachen"), self._taking_part()),
            Section(_("Hilfe"), self._help()),
        ]

    def _taking_part(self) -> list[Link]:
        return [Link(_("Meine Übersicht"), reverse("overview")), Link(_("Für Redaktionen"), reverse("account_login"))]

    def _help(self) -> list[Link]:
        email, phone, phone_url = self.contact.values()
        links = self._links_to(HELPING) + ([Link(email, f"mailto:{email}")] if email else [])
        return links + ([Link(phone, phone_url)] if phone else [])

    @property
    def contact(self) -> dict[str, str]:
        """How to reach the people behind the site; empty words where the settings say nothing."""
        email, phone = self.site_settings.contact_email, self.site_settings.contact_phone
        phone_url = f"tel:{''.join(c for c in phone if c in '+0123456789')}" if phone else ""
        return {"email": email, "phone": phone, "phone_url": phone_url}

    @property
    def demo_notice(self) -> str:
        return self.site_settings.notice
