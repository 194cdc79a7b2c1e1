"""Background work of the calendar: what a failure or a lost job has left, and what is no longer needed."""

from django.utils import timezone

from . import bodies, indexer
from .models import FeedEntry, OccurrenceText


def sweep() -> None:
    """Ask sources again that failed, and compress feeds that are not yet."""
    indexer.retry_stale()
    bodies.compress_all()


def nightly() -> None:
    """Check the whole index against its sources and drop what nobody needs to be told any more."""
    indexer.rebuild()
    forget()


def forget() -> None:
    """Drop the words of dates that were withdrawn long ago.

    Their rows stay, so that their addresses answer „gone“ and not „unknown“.
    """
    long_ago = timezone.now() - bodies.KEEP_GONE
    OccurrenceText.objects.filter(occurrence__withdrawn_at__lt=long_ago).delete()
    FeedEntry.objects.filter(occurrence__withdrawn_at__lt=long_ago).delete()
    FeedEntry.objects.filter(left_at__lt=long_ago).delete()
