"""Keep the index true: every change of a thing is followed here in the transaction that makes it.

A source that fails (a plugin's code, usually) never breaks the change itself: the dates stay as they were last known,
are marked as stale, and are tried again by the sweeper.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import OperationalError, models, transaction
from django.utils import timezone
from wagtail.models import Page, Site

from core.hooks.contracts import Source

from .models import Dependency, IndexedObject
from .sources import label, model_of, of_model, owners_of_part, sources
from .wanted import Plan, plan
from .writing import write

logger = logging.getLogger("allmende.calendar")

#: The name of a source and the key of one of its objects.
Reference = tuple[str, int]

_gathered: ContextVar[set[Reference] | None] = ContextVar("gathered calendar changes", default=None)


def reindex(*objects: models.Model) -> None:
    """Bring the dates of these objects up to date, also of objects that were just deleted."""
    follow({(source.name, obj.pk) for obj in objects for source in of_model(type(obj))})


def reindex_dependents(instance: models.Model) -> None:
    """Bring every date up to date that depends on this row or has it as a part."""
    depending = Dependency.objects.filter(on_model=label(type(instance)), on_id=instance.pk)
    found = set(depending.values_list("owner__source", "owner__object_id"))
    follow(found | {(source.name, pk) for source, pk in owners_of_part(instance)})


def reindex_pages(pages: models.QuerySet[Page]) -> None:
    """Bring up to date whatever these pages say something about: the things that share their `key`, and dependents."""
    found = list(pages.values_list("translation_key", "pk"))
    depending = Dependency.objects.filter(on_model=label(Page), on_id__in=[pk for _key, pk in found])
    with gathered():
        reindex_things(key for key, _pk in found)
        follow(depending.values_list("owner__source", "owner__object_id"))


def reindex_things(keys: Iterable[object]) -> None:
    """Bring the dates of the identities with these keys up to date."""
    keys = set(keys)
    for source in sources().values():
        model = model_of(source)
        if keys and any(field.name == "key" for field in model._meta.fields):
            follow((source.name, pk) for pk in model._default_manager.filter(key__in=keys).values_list("pk", flat=True))


def rebuild(site: Site | None = None) -> int:
    """Bring every date up to date, of one site or of all. Return the number of objects looked at.

    Nothing is thrown away first, so subscribers notice only what was wrong. Each object has a transaction of its own.
    """
    references = sorted({reference for source in sources().values() for reference in _all_of(source, site)})
    for reference in references:
        follow([reference])
    return len(references)


def _all_of(source: Source, site: Site | None) -> Iterator[Reference]:
    here = model_of(source)._default_manager.all()
    indexed = IndexedObject.objects.filter(source=source.name)
    if site is not None:
        here, indexed = here.filter(site=site), indexed.filter(occurrences__site=site)
    for pk in [*here.values_list("pk", flat=True), *indexed.values_list("object_id", flat=True)]:
        yield source.name, pk


def retry_stale() -> int:
    """Ask the sources again that failed. Return how many objects are up to date now."""
    stale = IndexedObject.objects.filter(stale_since__isnull=False)
    references = list(stale.order_by("source", "object_id").values_list("source", "object_id"))
    for reference in references:
        follow([reference])
    return len(references) - stale.filter(source__in=sources()).count()


@contextmanager
def gathered() -> Iterator[None]:
    """Make the block one transaction whose changes are followed once, at its end, however often a thing is saved."""
    if _gathered.get() is not None:
        yield
        return
    with transaction.atomic():
        waiting: set[Reference] = set()
        token = _gathered.set(waiting)
        try:
            yield
        finally:
            _gathered.reset(token)
        follow(waiting)


def follow(references: Iterable[Reference]) -> None:
    """Index these objects in one transaction, in the same order as everybody, so that no two wait for each other."""
    references = set(references)
    if (waiting := _gathered.get()) is not None:
        waiting |= references
    elif references:
        with transaction.atomic():
            for name, pk in sorted(references):
                if name in sources():
                    _index(sources()[name], pk)


def _index(source: Source, object_id: int) -> None:
    """Write what the source says about one object.

    The object's row in the index is locked before its source is asked: of two transactions that change things it
    depends on, the second sees what the first one did.
    """
    locked = IndexedObject.objects.select_for_update(no_key=True)
    owner, _created = locked.get_or_create(source=source.name, object_id=object_id)
    try:
        with transaction.atomic():
            planned = plan(source, object_id)
            write(owner, planned)
            _depend(owner, planned)
    except OperationalError:
        raise
    except Exception:
        logger.exception("calendar source %s failed for %s; its dates stay as they were", source.name, object_id)
        _mark(owner, stale=True)
    else:
        _mark(owner, stale=False)


def _depend(owner: IndexedObject, planned: Plan) -> None:
    stored = set(owner.dependencies.values_list("on_model", "on_id"))
    for on_model, on_id in stored - planned.dependencies:
        owner.dependencies.filter(on_model=on_model, on_id=on_id).delete()
    new = sorted(planned.dependencies - stored)
    Dependency.objects.bulk_create(Dependency(owner=owner, on_model=on_model, on_id=on_id) for on_model, on_id in new)


def _mark(owner: IndexedObject, *, stale: bool) -> None:
    if stale != (owner.stale_since is not None):
        owner.stale_since = timezone.now() if stale else None
        owner.save(update_fields=["stale_since"])
