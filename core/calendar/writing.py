"""Write the dates of one object into the index, touching only what differs from what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from . import feeds, ical
from .models import FeedEntry, IndexedObject, Occurrence, OccurrenceText
from .wanted import Plan, Wanted, Words

#: A change is never stamped earlier than the one before, nor in the same second.
TICK = dt.timedelta(seconds=1)
WORDING = ["written_in", "title", "summary", "url", "component", "fingerprint", "changed_at"]


def write(owner: IndexedObject, planned: Plan) -> None:
    """Make the index say about ``owner`` what ``planned`` says, and tell the feeds in which something changes."""
    stored = _stored(owner, planned)
    members = feeds.ensure({name for wanted in planned.dates.values() for name in feeds.names_of(wanted)})
    touched: set[int] = set()
    for uid, wanted in planned.dates.items():
        row = stored.pop(uid, None) or Occurrence(uid=uid)
        touched |= _update(row, owner, wanted, {members[name] for name in feeds.names_of(wanted)})
    for row in stored.values():
        if row.withdrawn_at is None:
            touched |= _withdraw(row)
    feeds.mark(touched)


def _stored(owner: IndexedObject, planned: Plan) -> dict[UUID, Occurrence]:
    """The dates of the object, and those that have moved to it from another one."""
    mine = Q(owner=owner) | Q(uid__in=list(planned.dates))
    rows = Occurrence.objects.filter(mine).prefetch_related("texts", "topics", "entries")
    return {row.uid: row for row in rows}


def _update(row: Occurrence, owner: IndexedObject, wanted: Wanted, members: set[int]) -> set[int]:
    """Write one date. Return the feeds that change by it."""
    now = timezone.now()
    texts = list(row.texts.all()) if row.pk else []
    entries = {entry.feed_id: entry for entry in row.entries.all()} if row.pk else {}
    present = {feed for feed, entry in entries.items() if entry.left_at is None}
    left, back = present - members, members & (entries.keys() - present)
    if left:
        _leave(row, texts, [entries[feed] for feed in left], now)
    if left or back or row.withdrawn_at is not None:
        row.interruptions += 1
    sequence = wanted.data.sequence + row.interruptions
    _save_row(row, {**wanted.fields, "owner_id": owner.pk, "sequence": sequence, "withdrawn_at": None})
    _set_topics(row, {topic.pk for topic in wanted.topics})
    _enter(row, members - entries.keys(), [entries[feed] for feed in back])
    changed = _write_texts(row, texts, wanted, sequence, now)
    return (members | present) if changed else (members ^ present)


def _save_row(row: Occurrence, fields: dict[str, object]) -> None:
    is_new = row.pk is None
    if is_new or any(getattr(row, name) != value for name, value in fields.items()):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(force_insert=is_new)


def _set_topics(row: Occurrence, wanted: set[int]) -> None:
    if wanted != {topic.pk for topic in row.topics.all()}:
        row.topics.set(wanted)


def _write_texts(row: Occurrence, texts: list[OccurrenceText], wanted: Wanted, sequence: int, now: dt.datetime) -> bool:
    """Write what the date says in every language. Return whether calendar programs will see a difference."""
    stored = {text.language: text for text in texts}
    stamps = {language: text.changed_at for language, text in stored.items()}
    differing = []
    changed = False
    for words in wanted.words(sequence, stamps, now):
        text = stored.get(words.language) or OccurrenceText(occurrence=row, language=words.language, changed_at=now)
        before = {name: getattr(text, name) for name in WORDING}
        changed |= _reword(text, words, now)
        if not text.pk or any(getattr(text, name) != value for name, value in before.items()):
            differing.append(text)
    _store(differing)
    return changed


def _reword(text: OccurrenceText, words: Words, now: dt.datetime) -> bool:
    """Change the words in memory. Return whether the VEVENT became another one, which gets a new stamp."""
    text.written_in, text.title, text.summary, text.url = words.written_in, words.title, words.summary, words.url
    before, text.fingerprint = text.fingerprint, words.entry.fingerprint
    if text.fingerprint == before:
        return False
    component = ical.vevent(words.entry)
    if component == text.component:
        return False
    if text.pk:
        text.changed_at = _after(text.changed_at, now)
        component = ical.vevent(replace(words.entry, stamp=text.changed_at))
    text.component = component
    return True


def _after(before: dt.datetime, now: dt.datetime) -> dt.datetime:
    return max(before + TICK, now)


def _store(texts: Iterable[OccurrenceText]) -> None:
    texts = list(texts)
    OccurrenceText.objects.bulk_create([text for text in texts if not text.pk])
    OccurrenceText.objects.bulk_update([text for text in texts if text.pk], WORDING)


def _withdraw(row: Occurrence) -> set[int]:
    """Cancel a date whose source is gone or hidden; of its words only the title stays. Return the feeds that change."""
    now = timezone.now()
    row.withdrawn_at = now
    row.interruptions += 1
    row.sequence += 1
    row.save(update_fields=["withdrawn_at", "interruptions", "sequence"])
    texts = list(row.texts.all())
    for text in texts:
        text.changed_at = _after(text.changed_at, now)
        text.component = _cancelled(row, text, row.sequence)
        text.summary = text.url = text.fingerprint = ""
    _store(texts)
    return {entry.feed_id for entry in row.entries.all() if entry.left_at is None}


def _leave(row: Occurrence, texts: list[OccurrenceText], entries: list[FeedEntry], now: dt.datetime) -> None:
    """Leave feeds, in which the date is called off; elsewhere it goes on."""
    for text in texts:
        text.changed_at = _after(text.changed_at, now)
    tombstones = {text.language: _cancelled(row, text, row.sequence + 1) for text in texts}
    for entry in entries:
        entry.left_at, entry.tombstones = now, tombstones
    FeedEntry.objects.bulk_update(entries, ["left_at", "tombstones"])


def _enter(row: Occurrence, new: set[int], back: list[FeedEntry]) -> None:
    FeedEntry.objects.bulk_create(FeedEntry(feed_id=feed, occurrence=row) for feed in sorted(new))
    for entry in back:
        entry.left_at, entry.tombstones = None, {}
    FeedEntry.objects.bulk_update(back, ["left_at", "tombstones"])


def _cancelled(row: Occurrence, text: OccurrenceText, sequence: int) -> str:
    return ical.vevent(
        ical.Entry(
            uid=row.uid,
            sequence=sequence,
            stamp=text.changed_at,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            all_day=row.all_day,
            title=text.title,
            status=ical.Status.CANCELLED,
            language=text.language,
        )
    )
