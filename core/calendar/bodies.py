"""The finished bytes of feeds: joined from stored VEVENTs at the first request after a change, then served as they are.

A body is fresh while no change of its feed waits and its day has not passed. One builder works at a time; whoever comes
meanwhile waits for it and takes its result, so a feed is right at once after every edit.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import logging
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import Site

from core.phrases import day_phrase
from core.processes.queues import enqueue_after_commit

from . import ical
from .addresses import absolute, feed_path
from .models import Feed, FeedBody, FeedChange, FeedEntry, Occurrence, OccurrenceText

logger = logging.getLogger("allmende.calendar")

#: How long a date that is withdrawn, or leaves a feed, is given as cancelled; and those of a feed whose thing is gone.
KEEP_CANCELLED = dt.timedelta(days=30)
KEEP_GONE = dt.timedelta(days=90)
#: The window of a feed, counted from the day on which it is asked for.
PAST = dt.timedelta(days=30)
MONTHS = 12


@dataclass(frozen=True)
class Version:
    """What is known about a feed and its body in one language without reading the body."""

    feed: int
    language: str
    gone_at: dt.datetime | None
    etag: str
    modified_at: dt.datetime
    is_fresh: bool

    @property
    def is_over(self) -> bool:
        """Whether the feed's thing has been gone for so long that the feed has nothing more to say."""
        return self.gone_at is not None and self.gone_at < timezone.now() - KEEP_GONE


def is_forgotten(occurrence: Occurrence) -> bool:
    """Whether a date was withdrawn so long ago that nothing more is said about it."""
    return occurrence.withdrawn_at is not None and occurrence.withdrawn_at < timezone.now() - KEEP_GONE


def current(site: Site, kind: str, key: str, language: str) -> Version | None:
    """Return the version to be served now, built if need be; None where there is no such feed.

    One query if it stands already.
    """
    this = {"feed__site": site, "feed__kind": kind, "feed__key": key}
    version = _read(language, **this)
    if version is None:
        feed = Feed.objects.filter(site=site, kind=kind, key=key).values_list("pk", flat=True).first()
    else:
        feed = None if version.is_fresh or version.is_over else version.feed
    if feed is None:
        return version
    _build(feed, language)
    return _read(language, **this)


def _read(language: str, **of_feed: object) -> Version | None:
    """What is known about a body; None if it was never built."""
    rows = FeedBody.objects.filter(language=language, **of_feed).values_list(
        "feed_id",
        "feed__gone_at",
        "etag",
        "modified_at",
        "revision",
        "feed__revision",
        "day",
        Exists(FeedChange.objects.filter(feed=OuterRef("feed"))),
    )
    for feed, gone_at, etag, modified_at, built, revision, day, waiting in rows:
        is_fresh = not waiting and built == revision and day == timezone.localdate(timezone=ical.ZONE)
        return Version(feed, language, gone_at, etag, modified_at, is_fresh)
    return None


def stored(version: Version, *, gzipped: bool) -> bytes | None:
    """Return the bytes of a version that was just read.

    None if another version has taken its place meanwhile, or if it is not ``gzipped`` yet.
    """
    rows = FeedBody.objects.filter(feed=version.feed, language=version.language, etag=version.etag)
    body = rows.values_list("gzipped" if gzipped else "body", flat=True).first()
    return None if body is None else bytes(body)


@transaction.atomic
def _build(feed_id: int, language: str) -> None:
    """Join the feed's body, unless somebody else has done so while we waited for our turn.

    The waiting changes are removed before anything is read: one that commits later is still there afterwards.
    """
    feed = Feed.objects.select_for_update(no_key=True).select_related("site").get(pk=feed_id)
    version = _read(language, feed=feed)
    if version and version.is_fresh:
        return
    if _remove_changes(feed):
        feed.revision += 1
        feed.save(update_fields=["revision"])
    today = timezone.localdate(timezone=ical.ZONE)
    _store(feed, language, today, _join(feed, language, today).encode())
    logger.debug("feed %s built in %s", feed, language)


def _remove_changes(feed: Feed) -> int:
    """Remove the changes seen by now; one statement, as there may be thousands of them and nothing hangs on them."""
    seen = FeedChange.objects.filter(feed=feed)
    return int(seen._raw_delete(seen.db))


def _store(feed: Feed, language: str, today: dt.date, body: bytes) -> None:
    """Store the bytes; the same ones keep their ETag and date, new ones get a later date than those before."""
    etag, now = hashlib.sha256(body).hexdigest(), timezone.now().replace(microsecond=0)
    before = FeedBody.objects.filter(feed=feed, language=language)
    known = before.values_list("etag", "modified_at").first()
    fields: dict[str, object] = {"revision": feed.revision, "day": today}
    if known is None or known[0] != etag:
        modified_at = max(known[1] + dt.timedelta(seconds=1), now) if known else now
        fields |= {"etag": etag, "modified_at": modified_at, "body": body, "gzipped": None}
        enqueue_after_commit(compress, feed.pk, language, queue="low")
    if known:
        before.update(**fields)
    else:
        FeedBody.objects.create(feed=feed, language=language, **fields)


def compress(feed_id: int, language: str) -> None:
    """Store the gzipped body beside the plain one; too slow for a request."""
    row = FeedBody.objects.filter(feed_id=feed_id, language=language, gzipped=None)
    for pk, etag, body in row.values_list("pk", "etag", "body"):
        FeedBody.objects.filter(pk=pk, etag=etag).update(gzipped=gzip.compress(bytes(body), mtime=0))


def compress_all() -> None:
    """Compress every body that is not yet: those whose job was lost."""
    for feed_id, language in list(FeedBody.objects.filter(gzipped=None).values_list("feed_id", "language")):
        compress(feed_id, language)


# -- what a feed says ----------------------------------------------------------------------------


def _join(feed: Feed, language: str, today: dt.date) -> str:
    with override(language), timezone.override(ical.ZONE):
        entries, gone = list(_entries(feed, language, today)), list(_tombstones(feed, language, today))
        months = _months_that_fit(entries, sum(map(_size, gone)), today)
        end = _midnight(add_months(today, months))
        note = _note(end) if months < MONTHS else ""
        components = [component for component, starts_at in entries if starts_at < end]
        return ical.document(_head(feed, language, note), [*components, *gone])


def _entries(feed: Feed, language: str, today: dt.date) -> Iterator[tuple[str, dt.datetime]]:
    """Yield the VEVENTs within the window with their starts, by start."""
    kept = _midnight(today) - (KEEP_GONE if feed.gone_at else KEEP_CANCELLED)
    rows = OccurrenceText.objects.filter(
        Q(occurrence__withdrawn_at=None) | Q(occurrence__withdrawn_at__gte=kept),
        language=language,
        occurrence__entries__feed=feed,
        occurrence__entries__left_at=None,
        occurrence__ends_at__gte=_midnight(today) - PAST,
        occurrence__starts_at__lt=_midnight(add_months(today, MONTHS)),
    )
    order = ("occurrence__starts_at", "occurrence__uid")
    return rows.order_by(*order).values_list("component", "occurrence__starts_at").iterator(chunk_size=5_000)


def _tombstones(feed: Feed, language: str, today: dt.date) -> Iterator[str]:
    left = FeedEntry.objects.filter(feed=feed, left_at__gte=_midnight(today) - KEEP_CANCELLED)
    for tombstones in left.order_by("left_at", "pk").values_list("tombstones", flat=True):
        if language in tombstones:
            yield tombstones[language]


def _months_that_fit(entries: list[tuple[str, dt.datetime]], other: int, today: dt.date) -> int:
    """Return how many months ahead the feed can look without getting larger than `FEED_MAX_BYTES`; at least one."""
    limit = settings.FEED_MAX_BYTES
    months, total = MONTHS, other + sum(_size(component) for component, _start in entries)
    while limit and total > limit and months > 1:
        months -= 1
        end = _midnight(add_months(today, months))
        total = other + sum(_size(component) for component, start in entries if start < end)
    return months


def _size(component: str) -> int:
    return len(component.encode())


def _head(feed: Feed, language: str, note: str) -> str:
    site = feed.site
    name = feed.title or gettext("%(site)s: alle Termine") % {"site": site.site_name or "Allmende"}
    source = absolute(site, feed_path(feed.kind, feed.key, language))
    return ical.calendar_head(name, absolute(site, "/"), note=note, source=source)


def _note(end: dt.datetime) -> str:
    last = day_phrase(timezone.localtime(end).date() - dt.timedelta(days=1))
    sentence = gettext("Dieser Kalender reicht bis %(day)s, damit ihn jedes Programm laden kann. Späteres folgt.")
    return sentence % {"day": last}


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day that many months later; the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=ical.ZONE)
