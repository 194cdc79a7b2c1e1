"""Feeds: which dates belong to which, what they are called, and the note that something in them has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Site

from core.directory.models import Organisation

from .models import Feed, FeedChange

if TYPE_CHECKING:
    from .wanted import Wanted


@dataclass(frozen=True)
class FeedName:
    """What a feed's permanent address is made of."""

    site_id: int
    kind: str
    key: str = ""


def names_of(wanted: Wanted) -> Iterator[FeedName]:
    """Yield the feeds that a date belongs to."""
    yield FeedName(wanted.site.pk, Feed.Kind.ALL)
    if wanted.organisation and wanted.organisation.site_id == wanted.site.pk:
        yield name_of(wanted.organisation)


def name_of(organisation: Organisation) -> FeedName:
    """Return the feed of an organisation; renaming it changes nothing."""
    return FeedName(organisation.site_id, Feed.Kind.ORGANISATION, organisation.feed_key)


def ensure(names: Iterable[FeedName]) -> dict[FeedName, int]:
    """Return the key of each of these feeds, making those that are missing."""
    names = set(names)
    if not names:
        return {}
    wanted = Q()
    for name in names:
        wanted |= Q(site_id=name.site_id, kind=name.kind, key=name.key)
    rows = Feed.objects.filter(wanted).values_list("site_id", "kind", "key", "pk")
    found = {FeedName(site_id, kind, key): pk for site_id, kind, key, pk in rows}
    return found | {name: _make(name).pk for name in names - found.keys()}


def _make(name: FeedName) -> Feed:
    feed, _created = Feed.objects.get_or_create(
        site_id=name.site_id, kind=name.kind, key=name.key, defaults={"title": _title(name)}
    )
    return feed


def _title(name: FeedName) -> str:
    if name.kind != Feed.Kind.ORGANISATION:
        return ""
    return Organisation.objects.values_list("title", flat=True).get(site_id=name.site_id, feed_key=name.key)


def publish(organisation: Organisation) -> None:
    """Make sure that an organisation whose page is public has a feed."""
    ensure([name_of(organisation)])
    rename(organisation)
    _of(organisation).filter(gone_at__isnull=False).update(gone_at=None)


def rename(organisation: Organisation) -> None:
    """Let the organisation's feed, if there is one, bear its present name."""
    if _of(organisation).exclude(title=organisation.title).update(title=organisation.title):
        mark(_of(organisation).values_list("pk", flat=True))


def close(organisation: Organisation) -> None:
    """Note that the organisation is gone: its feed tells so for a while, then its address answers „gone“."""
    _of(organisation).filter(gone_at=None).update(gone_at=timezone.now())


def _of(organisation: Organisation):
    name = name_of(organisation)
    return Feed.objects.filter(site_id=name.site_id, kind=name.kind, key=name.key)


def mark(feeds: Iterable[int]) -> None:
    """Note that something in these feeds has changed."""
    FeedChange.objects.bulk_create(FeedChange(feed_id=feed) for feed in sorted(set(feeds)))


def mark_site(site: Site) -> None:
    """Note that every feed of a site has changed: its name or address stands in them."""
    mark(Feed.objects.filter(site=site).values_list("pk", flat=True))
