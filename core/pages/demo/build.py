"""Build the demonstration in the order in which its parts need each other.

Each entry of the files is a transaction of its own, so that visitors can sign up while the rest is still being built.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from core.hooks.dispatch import collect

from . import accounts, alliances, contents, events, funding, news, organisations, projects, vocabularies


def this_monday() -> dt.date:
    """Return the Monday of the current week in the site's time zone, the anchor of all demo dates."""
    today = timezone.localdate()
    return today - dt.timedelta(days=today.weekday())


def build_frame(folder: Path | None = None) -> Site:
    """Make what the first page needs: the site, its start pages in three languages, the pages of the menu."""
    folder = folder or Path(settings.DEMO_DIR)
    with transaction.atomic():
        site = contents.build_frame(folder)
        accounts.build_first(site, folder)
    return site


def build(folder: Path | None = None, anchor: dt.date | None = None) -> Site:
    """Make or complete the whole demonstration; its dates lie around the Monday `anchor` (default: this week's)."""
    folder = folder or Path(settings.DEMO_DIR)
    anchor = anchor or this_monday()
    site = build_frame(folder)
    vocabularies.build(site, folder)
    organisations.build(site, folder)
    accounts.build_editors(site)
    vocabularies.build_people(site, folder)
    alliances.build(site, folder)
    contents.build_pages(site, folder)
    events.build(site, folder, anchor)
    projects.build(site, folder)
    funding.build(site, folder, anchor)
    news.build(site, folder, anchor)
    collect("demo_content", on_site=site, site=site, anchor=anchor, folder=folder)
    return site


def load_rest() -> None:
    """Build all that the first page does not need; a job of the worker."""
    build()


def move_forward() -> None:
    """Let the dates of a running demonstration follow the calendar; a nightly job. Elsewhere it does nothing."""
    if settings.DEMO:
        build()
