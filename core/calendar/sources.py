"""Where dates come from: core's own sources and those of plugins, and what a change of which model means for them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import models
from wagtail.models import Page

from core.directory.models import Organisation, Place, Topic
from core.hooks import dispatch
from core.hooks.contracts import Source

logger = logging.getLogger("allmende.calendar")

#: What any date may depend on without its source naming it.
ALWAYS_WATCHED: tuple[type[models.Model], ...] = (Place, Organisation, Topic)

_own: list[Source] = []
_known: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add one of core's own sources; plugins answer the hook `calendar_sources` instead."""
    _own.append(source)
    _known.clear()


@contextmanager
def registered(source: Source) -> Iterator[Source]:
    """Have a source for a while."""
    register(source)
    try:
        yield source
    finally:
        _own.remove(source)
        _known.clear()


def sources() -> dict[str, Source]:
    """Return every source by its name. Asked once, unless a plugin fails to answer."""
    if _known:
        return _known
    collected = dispatch.collect("calendar_sources")
    found = _by_name([*_own, *collected.items])
    if not collected.failed:
        _known.update(found)
    return found


def _by_name(given: list[Source]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for source in given:
        if source.name in found:
            logger.error("calendar source %r is there twice; the second one is left out", source.name)
        found.setdefault(source.name, source)
    return found


def model_of(source: Source) -> type[models.Model]:
    """Return the model whose objects have the dates."""
    return _model(source.model)


def _model(named: str | type) -> type[models.Model]:
    return apps.get_model(named) if isinstance(named, str) else named


def of_model(model: type[models.Model] | None) -> list[Source]:
    """Return the sources whose objects are of this model."""
    return [source for source in sources().values() if model_of(source) is model]


def owners_of_part(part: models.Model) -> Iterator[tuple[Source, int]]:
    """Yield the objects that a row is a part of, each with its source."""
    for source in sources().values():
        for model, foreign_key in source.parts.items():
            if apps.get_model(model) is type(part):
                owner = getattr(part, f"{foreign_key}_id")
                if owner is not None:
                    yield source, owner


def watched_models() -> set[type[models.Model]]:
    """Return the models whose changes may change a date; pages, which have signals of their own, are not among them."""
    found = set(ALWAYS_WATCHED)
    for source in sources().values():
        found |= {model_of(source), *map(apps.get_model, [*source.parts, *source.watches])}
    return found


def label(model: type[models.Model]) -> str:
    """Return the name under which dependencies on objects of this model are stored; the same for all page types."""
    return Page._meta.label_lower if issubclass(model, Page) else model._meta.label_lower
