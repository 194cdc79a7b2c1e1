"""What the plugin adds to Allmende."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from django.urls import URLPattern
from wagtail.models import Site

from allmende.plugin import NotificationKind, ScheduledJob, Source, hookimpl

from . import demo, jobs, notifications, urls
from .dates_source import SOURCE


@hookimpl
def i18n_urlpatterns() -> Iterable[URLPattern]:
    return urls.urlpatterns


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
    yield ScheduledJob(key="workshops.check_counters", run=jobs.check_counters, cron="20 3 * * *")


@hookimpl
def demo_content(site: Site, anchor: dt.date, folder: Path) -> None:
    demo.build(site, anchor, folder)
