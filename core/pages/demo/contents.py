"""The site, its start page, directories and pages of plain content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from core.pages.models import (
    AllianceIndexPage,
    ChapterPage,
    ContentPage,
    FundingIndexPage,
    HomePage,
    NetworkIndexPage,
    NewsIndexPage,
    OrganisationIndexPage,
    ProjectIndexPage,
    SiteSettings,
    StrategyPage,
)

from .files import body_of, demo_key, read
from .tree import find, make, translate_all

TYPES: dict[str, type[Page]] = {
    "organisation_index": OrganisationIndexPage,
    "alliance_index": AllianceIndexPage,
    "project_index": ProjectIndexPage,
    "network_index": NetworkIndexPage,
    "funding_index": FundingIndexPage,
    "news_index": NewsIndexPage,
}
#: What else the files call by the name of its kind, wherever it stands.
WORDS: dict[str, type[Page]] = {"content": ContentPage, "strategy": StrategyPage, "chapter": ChapterPage}
NAMED = {
    "about": "ueber",
    "help": "hilfe",
    "imprint": "impressum",
    "privacy": "datenschutz",
    "accessibility": "barrierefreiheit",
}


def build_frame(folder: Path) -> Site:
    """Make languages, the start page as the site's root, and the lists of all things of one kind."""
    for code, _label in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    entries = {entry["key"]: entry for entry in read(folder, "pages")}
    site = _site_with_home(entries["home"])
    home = site.root_page.specific
    translate_all(home, entries["home"].get("translations"))
    for entry in entries.values():
        if entry["kind"] in TYPES:
            _make_page(home, entry)
    return site


def build_pages(site: Site, folder: Path) -> None:
    """Make the pages of plain content and name the legal ones in the settings."""
    home = site.root_page.specific
    for entry in read(folder, "pages"):
        if entry["kind"] in WORDS:
            parent = find("page", entry["parent"]) if entry.get("parent") not in (None, "home") else home
            _make_page(parent, entry)
    chosen = SiteSettings.for_site(site)
    for field, name in NAMED.items():
        setattr(chosen, field, find("page", name))
    chosen.contact_email = "hallo@example.org"
    chosen.notice = _("Vorführung: Mitglieder, Orte, Termine und Zahlen sind erfunden.")
    chosen.save()


def _site_with_home(entry: dict[str, Any]) -> Site:
    site = Site.objects.get(is_default_site=True)
    if site.root_page.translation_key == demo_key("page", "home"):
        return site
    root = Page.get_first_root_node()
    welcome = root.get_children().filter(slug="home", content_type__model="page")
    words = {"title": entry["title"], "slug": "start", "lead": entry["lead"], "body": body_of(entry)}
    home = make(HomePage, root, "page", "home", **words)
    site.root_page, site.site_name = home, "Allmende"
    site.save()
    for page in welcome:
        page.delete()
    return site


def _make_page(parent: Page, entry: dict[str, Any]) -> None:
    page = make(
        {**TYPES, **WORDS}[entry["kind"]],
        parent,
        "page",
        entry["key"],
        title=entry["title"],
        slug=entry.get("slug") or entry["key"],
        lead=entry.get("lead") or "",
        body=body_of(entry),
        show_in_menus=bool(entry.get("in_menu")),
        chapter=entry.get("chapter"),
    )
    translate_all(page, entry.get("translations"))
