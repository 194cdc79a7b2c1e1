"""The site, its start page, directories and pages of plain content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from core.pages.models import (
    AccessibilityPage,
    AccessibilityStatement,
    AllianceIndexPage,
    ChapterPage,
    ContentPage,
    FundingIndexPage,
    HomePage,
    ImprintPage,
    NetworkIndexPage,
    NewsIndexPage,
    OrganisationIndexPage,
    PrivacyPage,
    ProjectIndexPage,
    SiteSettings,
    StrategyPage,
)

from .files import body_of, demo_key, read, words_in_all, words_of
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
WORDS: dict[str, type[Page]] = {
    "content": ContentPage,
    "strategy": StrategyPage,
    "chapter": ChapterPage,
    "imprint": ImprintPage,
    "privacy": PrivacyPage,
    "accessibility": AccessibilityPage,
}
GAPS = ("gaps",)
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
    chosen.contact_email, chosen.contact_phone = "hallo@example.org", "06221 555 100"
    for field, words in operator().items():
        setattr(chosen, field, words)
    chosen.notice = _("Vorführung: Mitglieder, Orte, Termine und Zahlen sind erfunden.")
    chosen.save()
    AccessibilityStatement.objects.get_or_create(site=site, defaults=statement())


def operator() -> dict[str, str]:
    """Return the imprint of the demonstration, which is openly none."""
    return {
        "legal_name": _("Vorführung der Software Allmende"),
        "legal_address": _("Beispielweg 1, 12999 Auental (erfunden)"),
        "represented_by": _("wer diese Vorführung gestartet hat"),
        "responsible_person": _("wer diese Vorführung gestartet hat"),
        "inbox": "barriere@example.org",
    }


def statement() -> dict[str, Any]:
    """Return the facts of the accessibility statement."""
    today = timezone.localdate()
    return {
        "status": AccessibilityStatement.Status.PARTLY,
        "method_words": _("Tastatur, Vergrößerung, automatische Prüfungen mit axe"),
        "made_on": today,
        "reviewed_on": today,
        "arbitration": _("Für diese Vorführung ist keine zuständig. Wer Allmende betreibt, nennt hier die eigene."),
    }


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
        **(words_of(entry, GAPS) if "gaps" in entry else {}),
    )
    known = entry.get("translations")
    translate_all(page, words_in_all(entry, GAPS) if "gaps" in entry else known)
