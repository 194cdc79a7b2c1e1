"""The hooks that plugins may implement in the `hooks.py` of their apps: the whole surface of Allmende.

A hook returns an iterable of its item, may be a generator, and may return None. An implementation takes as many of the
arguments as it needs, by name. `site` is a wagtail `Site`. docs/hooks.md tells each at length; a test compares.
"""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from wagtail.blocks import Block
from wagtail.models import Page, Site

from .contracts import (
    Attached,
    Fragment,
    Incomplete,
    MenuEntry,
    NotificationKind,
    OnError,
    PersonalData,
    ScheduledJob,
    Source,
    Waiting,
    contract,
)
from .markers import hookspec


def _names_its_plugin(slug: str, item: Any) -> str:
    if len(item) != 2 or not isinstance(item[0], str) or not isinstance(item[1], Block):
        return f"{item!r} is not a pair of a name and a block"
    return "" if item[0].startswith(f"{slug}_") else f"block {item[0]!r} does not start with '{slug}_'"


# -- wiring: asked once per process --------------------------------------------------------------


@hookspec
@contract(on_error=OnError.DISABLE, per_site=False, item=URLPattern | URLResolver)
def i18n_urlpatterns() -> Iterable[URLPattern | URLResolver] | None:
    """URL patterns below the language (`/…`, `/en/…`), mounted below `url_prefix` in the namespace of the slug."""


@hookspec
@contract(on_error=OnError.DISABLE, per_site=False, item=tuple, check=_names_its_plugin)
def stream_blocks() -> Iterable[tuple[str, Block]] | None:
    """Blocks for the body of every page, as pairs of a name that starts with "<slug>_" and a block."""


@hookspec
@contract(on_error=OnError.DISABLE, per_site=False, item=ScheduledJob)
def scheduled_jobs() -> Iterable[ScheduledJob] | None:
    """Jobs that the scheduler starts again and again."""


@hookspec
@contract(on_error=OnError.DISABLE, per_site=False, item=NotificationKind)
def notification_kinds() -> Iterable[NotificationKind] | None:
    """The kinds of mail that the plugin sends."""


# -- calendar ------------------------------------------------------------------------------------


@hookspec
@contract(on_error=OnError.SKIP, per_site=False, item=Source)
def calendar_sources() -> Iterable[Source] | None:
    """The models whose objects have dates; asked by the indexer only, which keeps the last rows of a failing plugin."""


# -- pages ---------------------------------------------------------------------------------------


@hookspec
@contract(on_error=OnError.SKIP, per_site=True, item=Fragment)
def page_slot(slot: str, page: Page | None, request: HttpRequest) -> Iterable[Fragment] | None:
    """Fragments for a named place in the templates of core."""


@hookspec
@contract(on_error=OnError.SKIP, per_site=True, item=MenuEntry)
def menu_items(site: Site) -> Iterable[MenuEntry] | None:
    """Entries for the main menu that visitors see."""


@hookspec
@contract(on_error=OnError.RAISE, per_site=False, item=Attached, complete=True)
def attached_to_pages(pages: list[Page]) -> Iterable[Attached] | None:
    """What hangs on these pages, asked before they are deleted, unpublished or moved.

    The list is complete: descendants are in it, and a page whose translation stays public is not.

    Asked on every site, active or not: a registration is one also where the plugin is switched off.
    """


# -- people --------------------------------------------------------------------------------------


@hookspec
@contract(on_error=OnError.SKIP, per_site=True, item=Fragment)
def overview_panels(site: Site, address: Any) -> Iterable[Fragment] | None:
    """What a mail address has here, for „Meine Übersicht“."""


@hookspec
@contract(on_error=OnError.SKIP, per_site=False, item=PersonalData)
def personal_data() -> Iterable[PersonalData] | None:
    """What the plugin stores about people, for the privacy page; asked also where the plugin is switched off."""


# -- editors -------------------------------------------------------------------------------------


@hookspec
@contract(on_error=OnError.SKIP, per_site=True, item=Waiting)
def waiting_rows(site: Site, user: Any) -> Iterable[Waiting] | None:
    """What waits for this editor on this site: counts of what the editor may see, nothing else."""


@hookspec
@contract(on_error=OnError.SKIP, per_site=True, item=Incomplete)
def incomplete(site: Site, user: Any) -> Iterable[Incomplete] | None:
    """What is incomplete among what this editor may change on this site."""


# -- demo ----------------------------------------------------------------------------------------


@hookspec
@contract(on_error=OnError.RAISE, per_site=True, item=None)
def demo_content(site: Site, anchor: dt.date, folder: Path) -> None:
    """Build the plugin's part of the demo from the files in ``folder``; running it again changes nothing.

    ``anchor`` is the Monday of the current week. Called in dependency order.
    """
