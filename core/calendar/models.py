"""The calendar index: derived from the sources that core and plugins name, rebuildable at any time."""

from __future__ import annotations

from django.db import models


class IndexedObject(models.Model):
    """An object of a source, as far as the index knows it. Its row is locked while its dates are written.

    `stale_since` is set while the source cannot be asked: the dates stay as they were last known.
    """

    source = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    stale_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "object_id"], name="indexed_object_once")]
        indexes = [
            models.Index(
                fields=["stale_since"], name="indexed_object_stale", condition=models.Q(stale_since__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"


class Dependency(models.Model):
    """The dates of one indexed object depend on this row: when it changes they are indexed again."""

    owner = models.ForeignKey(IndexedObject, on_delete=models.CASCADE, related_name="dependencies")
    on_model = models.CharField(max_length=80)
    on_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on_model", "on_id", "owner"], name="calendar_dependency_once")]

    def __str__(self) -> str:
        return f"{self.owner_id} depends on {self.on_model} {self.on_id}"


class Occurrence(models.Model):
    """One date of anything, as pages and feeds need it. Never edited by people.

    `[starts_at, ends_at)` is half-open, aware, UTC. A date whose source is gone or hidden stays, with `withdrawn_at`:
    feeds call it cancelled until subscribers have had time to notice. `sequence` is the source's plus `interruptions`,
    the number of times that the date was withdrawn, came back, or changed the feeds it is in.
    """

    class Status(models.TextChoices):
        CONFIRMED = "confirmed"
        TENTATIVE = "tentative"
        CANCELLED = "cancelled"

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+")
    uid = models.UUIDField(unique=True)
    owner = models.ForeignKey(IndexedObject, on_delete=models.CASCADE, related_name="occurrences")
    kind = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    all_day = models.BooleanField(default=False)
    is_long = models.BooleanField(default=False, help_text="longer than a day: see `queries`")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CONFIRMED)
    moved_from = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    interruptions = models.PositiveIntegerField(default=0)
    organisation = models.ForeignKey(
        "core.Organisation", null=True, on_delete=models.SET_NULL, related_name="occurrences"
    )
    place = models.ForeignKey("core.Place", null=True, on_delete=models.SET_NULL, related_name="occurrences")
    topics = models.ManyToManyField("core.Topic", related_name="occurrences")
    is_online = models.BooleanField(default=False)
    cost = models.CharField(max_length=200, blank=True)
    offers = models.JSONField(default=list, blank=True, help_text="values of AccessOffer")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(
                fields=["site", "starts_at"], name="occurrence_by_start", condition=models.Q(withdrawn_at=None)
            ),
            models.Index(
                fields=["site", "ends_at"], name="occurrence_long", condition=models.Q(withdrawn_at=None, is_long=True)
            ),
            models.Index(
                fields=["withdrawn_at"], name="occurrence_withdrawn", condition=models.Q(withdrawn_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class OccurrenceText(models.Model):
    """What an occurrence says in one language, and its finished VEVENT in it.

    There is a row for every language of the platform, so that readers need only one join. `written_in` differs from
    `language` where nobody has translated the page yet. `changed_at` is when the VEVENT last changed: its DTSTAMP.
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    written_in = models.CharField(max_length=12)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    component = models.TextField()
    fingerprint = models.CharField(max_length=64, blank=True, help_text="of what the VEVENT was written from")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occurrence", "language"], name="occurrence_text_once")]

    def __str__(self) -> str:
        return self.title


class Feed(models.Model):
    """A selection of occurrences that others subscribe to, at a permanent address.

    A row outlives what the feed is about: its dates are then given as cancelled, later the address answers „gone“.
    `revision` counts the rounds of changes that bodies were built from; only builders write it.
    """

    class Kind(models.TextChoices):
        ALL = "all"
        ORGANISATION = "organisation"

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=255, blank=True)
    gone_at = models.DateTimeField(null=True)
    revision = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "kind", "key"], name="feed_address_once")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"


class FeedEntry(models.Model):
    """An occurrence in a feed. When it leaves only this feed, the feed keeps giving `tombstones`: cancelled VEVENTs."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="entries")
    left_at = models.DateTimeField(null=True)
    tombstones = models.JSONField(default=dict, help_text="{language: VEVENT}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "occurrence"], name="feed_entry_once")]
        indexes = [models.Index(fields=["left_at"], name="feed_entry_left", condition=models.Q(left_at__isnull=False))]

    def __str__(self) -> str:
        return f"occurrence {self.occurrence_id} in feed {self.feed_id}"


class FeedChange(models.Model):
    """Something in a feed has changed since its bodies were built.

    Rows are only added by those who change something, so no two of them wait for one row, and only removed by the
    builder that has seen them: a change that commits late is never taken for one that was built already.
    """

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="changes")

    def __str__(self) -> str:
        return f"feed {self.feed_id} has changed"


class FeedBody(models.Model):
    """The bytes of a feed in one language, valid on `day` while `revision` is the feed's and no change waits."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="bodies")
    language = models.CharField(max_length=12)
    revision = models.PositiveBigIntegerField()
    day = models.DateField(help_text="the day whose window the body shows")
    etag = models.CharField(max_length=64)
    modified_at = models.DateTimeField()
    body = models.BinaryField()
    gzipped = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "language"], name="feed_body_once")]

    def __str__(self) -> str:
        return f"feed {self.feed_id} in {self.language}"
