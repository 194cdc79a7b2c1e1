"""The plain values that plugins hand to Allmende, and what a hook promises.

Safe to import while the settings load: nothing here touches the settings or a model.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Promise
else:
    from django.utils.functional import Promise

#: A string, or one that is translated when it is shown.
Text: TypeAlias = str | Promise

SLUG = re.compile(r"[a-z][a-z0-9_]{0,29}")
PREFIX = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*")


class OnError(enum.Enum):
    """What happens when one plugin's implementation of a hook raises."""

    #: At the first use in a process: this hook of the plugin is left out from then on, and named as a failure.
    DISABLE = "disable"
    #: Logged; the plugin is missing from this one result and named in it.
    SKIP = "skip"
    #: The whole operation fails: what it writes or promises would be wrong or incomplete.
    RAISE = "raise"


@dataclass(frozen=True, kw_only=True)
class Contract:
    """What a hook promises, beyond the names of its arguments."""

    on_error: OnError
    #: Only plugins that are active on the site are asked.
    per_site: bool
    #: The type of each item returned; None where nothing is returned.
    item: type | UnionType | None
    #: The hook's answer counts only if every plugin could be asked, also one whose `hooks.py` is broken.
    complete: bool = False
    #: Says what is wrong with an item of the right type: `check(slug, item)` returns a sentence or "".
    check: Callable[[str, Any], str] | None = None


Spec = TypeVar("Spec", bound=Callable[..., Any])


def contract(
    *,
    on_error: OnError,
    per_site: bool,
    item: type | UnionType | None,
    complete: bool = False,
    check: Callable[[str, Any], str] | None = None,
) -> Callable[[Spec], Spec]:
    """Attach a `Contract` to a hook specification."""

    def attach(spec: Spec) -> Spec:
        promise = Contract(on_error=on_error, per_site=per_site, item=item, complete=complete, check=check)
        spec.contract = promise  # type: ignore[attr-defined]
        return spec

    return attach


# -- the plugin itself ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A plugin's description, read before Django is set up.

    `slug` is the one identity: label of the first app, URL namespace, prefix of blocks, template folder.
    `apps` are entries for `INSTALLED_APPS`, `requires` is a PEP 440 specifier for Allmende's version, `depends` are
    slugs. `url_prefix` is where the plugin's URLs are mounted (default: the slug); it may be translatable.
    """

    slug: str
    label: Text
    apps: tuple[str, ...]
    requires: str = ""
    depends: tuple[str, ...] = ()
    url_prefix: Text = ""
    active_by_default: bool = False
    description: Text = ""

    def __post_init__(self) -> None:
        if not isinstance(self.slug, str) or not SLUG.fullmatch(self.slug):
            raise ValueError(f"slug {self.slug!r} is not a lower-case identifier of at most 30 characters")
        for name in ("apps", "depends"):
            value = getattr(self, name)
            if not isinstance(value, tuple) or not all(isinstance(item, str) and item for item in value):
                raise TypeError(f"{name} must be a tuple of strings, not {value!r}")
        if not self.apps:
            raise ValueError("apps names no Django app")
        if isinstance(self.url_prefix, str) and self.url_prefix and not PREFIX.fullmatch(self.url_prefix):
            raise ValueError(f"url_prefix {self.url_prefix!r} is not a plain path without slashes at its ends")

    @property
    def prefix(self) -> Text:
        """Where the URLs are mounted. (A translatable string is not asked whether it is empty: it is too early.)"""
        return self.slug if isinstance(self.url_prefix, str) and not self.url_prefix else self.url_prefix


# -- pages ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """A piece of a page: a template and its context, never a bare string. Small `order` comes first."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """An entry of the site's main menu. Small `order` comes first; `icon` is a name from icons.svg."""

    label: Text
    url: str
    order: int = 100
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Attached:
    """What hangs on pages that shall be deleted, unpublished or moved: „12 Anmeldungen“.

    `cancel()` calls it all off (people are told, dates become CANCELLED); it runs inside the caller's transaction.
    """

    label: Text
    count: int
    cancel: Callable[[], None]


# -- background work and mail --------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ScheduledJob:
    """A job that runs again and again; it must be safe to run twice.

    `run` is a function of a module, or its dotted path. Either `cron` ("5 3 * * *", Europe/Berlin) or `interval`
    (seconds).
    """

    key: str
    run: str | Callable[[], object]
    cron: str = ""
    interval: int | None = None
    queue: str = "default"

    def __post_init__(self) -> None:
        if bool(self.cron) == bool(self.interval):
            raise ValueError(f"job {self.key!r} needs either cron or interval")


@dataclass(frozen=True, kw_only=True)
class NotificationKind:
    """Something that people are told by mail.

    `template` is the path of its templates without an ending: `.subject.txt`, `.txt`, `.html`. Where the last two are
    missing, those of `layout` are taken. `sample()` gives a context for previews and for the test that renders every
    kind.
    """

    key: str
    label: Text
    template: str
    sample: Callable[[], Mapping[str, Any]]
    layout: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """One thing that is stored about people, for the privacy page: what, why, how long, who gets it.

    `basis` is the legal ground (Art. 6 GDPR), `retention` says when it is deleted. Small `order` comes first.
    """

    key: str
    label: Text
    purpose: Text
    fields: Text
    retention: Text
    recipients: Text = ""
    basis: Text = ""
    order: int = 50


# -- calendar ------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class OccurrenceData:
    """One date of anything, as it goes into the calendar index.

    `key` names this date for ever: it survives moving, cancelling, renaming. Times are aware and become UTC, the range
    is half-open; an all-day date starts and ends at local midnights. Words are given per language code.
    """

    key: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime
    all_day: bool = False
    title: Mapping[str, str]
    url: Mapping[str, str] = field(default_factory=dict)
    summary: Mapping[str, str] = field(default_factory=dict)
    #: What calendar programs show below the title; plain text, the summary where it is missing.
    description: Mapping[str, str] = field(default_factory=dict)
    place_id: int | None = None
    organisation_id: int | None = None
    topic_ids: tuple[int, ...] = ()
    #: What it is a date of: "workshop", "event", "room", …
    kind: str = "event"
    #: RFC 5545 §3.8.1.11: "confirmed", "tentative" or "cancelled".
    status: str = "confirmed"
    #: Grows with every change of start, end, place or status (RFC 5545 §3.8.7.4), as in the mails about this date.
    sequence: int = 0
    moved_from: dt.datetime | None = None
    is_online: bool = False
    #: What it costs, short enough for lists: „8 €“; empty where nothing is to be said.
    cost: str = ""
    #: All about the cost, per language; `cost` where it is missing.
    cost_line: Mapping[str, str] = field(default_factory=dict)
    #: Whom to ask: a name, a telephone number.
    contact: str = ""
    #: What helps everybody to take part, by the values of `AccessOffer`; what the place offers is added.
    offers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        times = {"starts_at": self.starts_at, "ends_at": self.ends_at, "moved_from": self.moved_from}
        for name, value in times.items():
            if value is None:
                continue
            if value.tzinfo is None:
                raise ValueError(f"{name} of {self.key} has no time zone")
            object.__setattr__(self, name, value.astimezone(dt.UTC))
        if self.ends_at < self.starts_at:
            raise ValueError(f"{self.key} ends before it starts")
        if self.status not in {"confirmed", "tentative", "cancelled"}:
            raise ValueError(f"status {self.status!r} of {self.key} is unknown")
        if not self.title:
            raise ValueError(f"{self.key} has no title in any language")


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something that waits for an editor, on the first page of the admin.

    `label` is a whole sentence with the number in it, `url` leads to the list. With a count of 0 it is not shown.
    """

    label: Text
    count: int
    url: str
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is incomplete: its name, what is missing, and the address of the field, or nearest to it."""

    title: str
    detail: Text
    url: str
    #: A page that can be said to be still true, with one click.
    page_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Incomplete:
    """Things that are incomplete in the same way.

    `label` stands above them, `advice` says what to do and why. Without findings it is not shown.
    """

    key: str
    label: Text
    advice: Text
    findings: Sequence[Finding]


@dataclass(frozen=True, kw_only=True)
class LiveState:
    """Whether one can still sign up for a date: asked when a page is made, never stored in the index.

    `availability` is "free", "few", "full", "waiting", "closed", "not_yet", "none", or "" where nothing is to be said.
    """

    availability: str = ""
    free_places: int | None = None

    def __post_init__(self) -> None:
        if self.availability not in {"", "free", "few", "full", "waiting", "closed", "not_yet", "none"}:
            raise ValueError(f"availability {self.availability!r} is unknown")


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where dates come from: one model, with a `site`, whose objects have occurrences. Called by the indexer only."""

    name: str
    #: "app.Model", or the model itself.
    model: str | type
    #: Every occurrence of the object, past and future, also the cancelled ones.
    occurrences: Callable[[Any], Iterable[OccurrenceData]]
    #: Whether the public may see the object now.
    visible: Callable[[Any], bool]
    #: The objects whose change changes these occurrences, besides the place, the organisation and the topics that they
    #: name and the pages that share the object's `key`.
    depends_on: Callable[[Any], Iterable[Any]] = lambda _obj: ()
    #: Rows that are part of an object, as {"app.Model": "name of its foreign key"}: a change of one indexes the object.
    parts: Mapping[str, str] = field(default_factory=dict)
    #: Models of the objects that `depends_on` names, as "app.Model"; pages, places, organisations, topics go without.
    watches: tuple[str, ...] = ()
    #: {key: state} for those of the given keys that have something to say: one query however many keys.
    live: Callable[[Sequence[UUID]], Mapping[UUID, LiveState]] | None = None
