"""Imprint and privacy statement of a site, as links below its mails."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from wagtail.models import Page, Site

NAMES = ("imprint", "privacy")
KEPT = 10 * 60


def legal_links(site: Site | None, language: str, base_url: str) -> list[tuple[str, str]]:
    """Return (title, whole address) of the legal pages, translated where they are; remembered for ten minutes."""
    key = f"mail:legal:{site.pk if site else ''}:{language}"
    links: list[tuple[str, str]] = cache.get_or_set(key, lambda: _look_up(site, language, base_url), KEPT) or []
    return links


def _look_up(site: Site | None, language: str, base_url: str) -> list[tuple[str, str]]:
    # The model belongs to the pages, which stand above the mail.
    kept = apps.get_model("core", "SiteSettings").objects
    chosen = kept.filter(site=site) if site else kept.filter(site__is_default_site=True)
    pks = [pk for row in chosen.values_list(*(f"{name}_id" for name in NAMES)) for pk in row if pk]
    keys = {page.pk: page.translation_key for page in Page.objects.filter(pk__in=pks)}
    pages = Page.objects.live().filter(translation_key__in=keys.values(), alias_of=None).select_related("locale")
    by_language = {(page.translation_key, page.locale.language_code): page for page in pages}
    found = (
        by_language.get((keys[pk], language)) or by_language.get((keys[pk], settings.LANGUAGE_CODE))
        for pk in pks
        if pk in keys
    )
    return [(page.title, base_url + path) for page in found if page and (path := _path(page))]


def _path(page: Page) -> str:
    parts = page.get_url_parts()
    return parts[2] if parts and parts[2] else ""
