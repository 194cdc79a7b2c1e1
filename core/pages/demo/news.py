"""News and press releases of the demonstration; the invented ones stay a few days old."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Site

from core.pages.models import NewsIndexPage, NewsPage

from .files import body_of, read
from .tree import make, translate_all

FACTS = ("form", "contact", "contact_email", "contact_phone")


def build(site: Site, folder: Path, anchor: dt.date) -> None:
    """Make the news; their dates lie around the Monday `anchor` where the files give a week."""
    parent = NewsIndexPage.objects.descendant_of(site.root_page).first()
    for entry in read(folder, "news"):
        _build_one(parent, entry, anchor)


@transaction.atomic
def _build_one(parent: NewsIndexPage, entry: dict[str, Any], anchor: dt.date) -> None:
    dated = _dated(entry["dated"], anchor)
    page = make(
        NewsPage,
        parent,
        "news",
        entry["key"],
        title=entry["title"],
        slug=entry["key"],
        lead=entry["lead"],
        body=body_of(entry),
        place_name=entry["city"],
        dated=dated,
        **{name: entry[name] for name in FACTS},
    )
    translate_all(page, entry.get("translations"))
    NewsPage.objects.filter(translation_key=page.translation_key).exclude(dated=dated).update(dated=dated)


def _dated(when: str | dict[str, int], anchor: dt.date) -> str:
    if isinstance(when, str):
        return when
    return (anchor + dt.timedelta(weeks=when["week"], days=when["day"])).isoformat()
