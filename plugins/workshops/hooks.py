"""What the plugin adds to Allmende."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.urls import URLPattern
from wagtail.blocks import Block
from wagtail.models import Page, Site

from allmende.plugin import (
    Attached,
    Fragment,
    Incomplete,
    NotificationKind,
    PersonalData,
    ScheduledJob,
    Source,
    Waiting,
    hookimpl,
)

from . import attached, blocks, demo, jobs, notifications, overview, retention, unfinished, urls, waiting
from .dates_source import SOURCE


@hookimpl
def i18n_urlpatterns() -> Iterable[URLPattern]:
    return urls.urlpatterns


@hookimpl
def stream_blocks() -> Iterable[tuple[str, Block]]:
    yield "workshops_next", blocks.NextWorkshopsBlock()


@hookimpl
def attached_to_pages(pages: list[Page]) -> Iterable[Attached]:
    return attached.attached_to(pages)


@hookimpl
def overview_panels(site: Site, address: str) -> Iterable[Fragment]:
    return overview.panels(site, address)


@hookimpl
def personal_data() -> Iterable[PersonalData]:
    yield retention.DECLARED


@hookimpl
def waiting_rows(site: Site, user: Any) -> Iterable[Waiting]:
    return waiting.rows(site, user)


@hookimpl
def incomplete(site: Site, user: Any) -> Iterable[Incomplete]:
    return unfinished.findings(site, user)


@hookimpl
def demo_content(site: Site, anchor: dt.date, folder: Path) -> None:
    demo.build(site, anchor, folder)


@hookimpl
def calendar_sources() -> Iterable[Source]:
    yield SOURCE


@hookimpl
def notification_kinds() -> Iterable[NotificationKind]:
    return notifications.kinds()


@hookimpl
def scheduled_jobs() -> Iterable[ScheduledJob]:
    yield ScheduledJob(key="workshops.sweep", run=jobs.sweep, interval=60)
    yield ScheduledJob(key="workshops.reminders", run=jobs.send_reminders, interval=900)
    yield ScheduledJob(key="workshops.forget_old", run=jobs.forget_old, cron="47 2 * * *", queue="low")
    yield ScheduledJob(key="workshops.check_counters", run=jobs.check_counters, cron="20 3 * * *")
