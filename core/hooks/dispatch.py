"""Ask plugins: the ones active on a site, each on its own, as the hook's contract says."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from pluggy import HookImpl
from wagtail.models import Site

from .activation import active_slugs
from .contracts import Contract, Fragment, OnError
from .manager import drop, manager
from .registry import PluginError, Stage

logger = logging.getLogger("allmende.plugins")


@dataclass
class Collected:
    """What the plugins answered: all items, the items of each plugin, and the plugins whose answer is missing."""

    hook: str
    items: list[Any] = field(default_factory=list)
    by_plugin: dict[str, list[Any]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def add(self, slug: str, items: list[Any]) -> None:
        """Take the items of one plugin."""
        self.by_plugin.setdefault(slug, []).extend(items)
        self.items.extend(items)


@dataclass(frozen=True)
class Question:
    """One hook with its arguments, as it is put to every plugin."""

    hook: str
    contract: Contract
    policy: OnError
    arguments: dict[str, Any]

    def ask(self, slug: str, implementation: HookImpl) -> list[Any]:
        """Return one plugin's items; raise `PluginError` if it fails or returns what it must not."""
        try:
            with savepoint() if self.policy is not OnError.RAISE else nullcontext():
                returned: Any = implementation.function(*[self.arguments[name] for name in implementation.argnames])
                items = [] if returned is None else list(returned)
                problem = next(filter(None, (self._problem(slug, item) for item in items)), "")
        except Exception as error:
            raise self.failure(slug, f"failed: {type(error).__name__}: {error}") from error
        if problem:
            raise self.failure(slug, problem)
        return items

    def _problem(self, slug: str, item: Any) -> str:
        expected = self.contract.item
        if expected is None or not isinstance(item, expected):
            return f"returned {type(item).__name__}, not {_name(expected)}"
        return self.contract.check(slug, item) if self.contract.check else ""

    def failure(self, slug: str, problem: str) -> PluginError:
        """Return what goes on record about a plugin."""
        return PluginError(slug, f"{self.hook} {problem}", Stage.HOOK)


def _name(expected: Any) -> str:
    return "nothing" if expected is None else getattr(expected, "__name__", str(expected))


def collect(
    hook: str, /, *, on_site: Site | None = None, on_error: OnError | None = None, **arguments: Any
) -> Collected:
    """Call ``hook`` and gather what the plugins return, in dependency order.

    ``on_site`` says where, for hooks that only active plugins answer; it is passed on as `site` too. ``on_error``
    overrides the hook's own policy, for a caller that must not take holes for the whole. Raises `PluginError` with
    `OnError.RAISE`, `TypeError` if the call itself is wrong.
    """
    contract = manager.contract_of(hook)
    _fit_arguments(hook, contract, on_site, arguments)
    if contract.complete:
        _insist_on_all(hook)
    question = Question(hook, contract, on_error or contract.on_error, arguments)
    result = Collected(hook)
    for slug, implementation in _asked(hook, on_site if contract.per_site else None):
        if (slug, hook) in manager.dropped:
            result.failed.append(slug)
            continue
        try:
            result.add(slug, question.ask(slug, implementation))
        except PluginError as failure:
            _handle(hook, failure, question.policy)
            result.failed.append(slug)
    return result


def _fit_arguments(hook: str, contract: Contract, on_site: Site | None, arguments: dict[str, Any]) -> None:
    expected = set(getattr(manager.hook, hook).spec.argnames)
    if contract.per_site and on_site is None:
        raise TypeError(f"{hook} is asked per site: pass on_site=")
    if "site" in expected:
        arguments.setdefault("site", on_site)
    if expected != set(arguments):
        raise TypeError(f"{hook} takes {sorted(expected)}, not {sorted(arguments)}")


def _insist_on_all(hook: str) -> None:
    for slug in sorted(manager.unheard):
        problem = f"{hook} must be answered by every plugin, and its hooks could not be registered"
        raise PluginError(slug, problem, Stage.HOOKS)


def _asked(hook: str, site: Site | None) -> Iterator[tuple[str, HookImpl]]:
    active = None if site is None else active_slugs(site)
    return ((slug, found) for slug, found in manager.implementations(hook) if active is None or slug in active)


def _handle(hook: str, failure: PluginError, policy: OnError) -> None:
    if policy is OnError.RAISE:
        raise failure
    extra = {"plugin": failure.plugin, "hook": hook}
    logger.error("plugin %s failed in hook %s", failure.plugin, hook, exc_info=failure, extra=extra)
    if policy is OnError.DISABLE:
        drop(hook, failure)


@contextmanager
def savepoint() -> Iterator[None]:
    """Keep a plugin's failed query from poisoning the caller's transaction: PostgreSQL refuses all that follows."""
    with transaction.atomic() if connection.in_atomic_block else nullcontext():
        yield


@contextmanager
def isolated(slug: str, hook: str) -> Iterator[None]:
    """Run a piece of a plugin's code so that its failure is logged and goes no further."""
    try:
        with savepoint():
            yield
    except Exception as error:  # noqa: BLE001 -- logged with the plugin's name
        _handle(hook, PluginError.wrap(slug, error, Stage.HOOK), OnError.SKIP)


def render_fragments(collected: Collected, request: HttpRequest | None = None) -> SafeString:
    """Render the fragments that plugins returned, in their order; one whose template fails is logged and left out."""
    owned: list[tuple[str, Fragment]] = [(slug, item) for slug, items in collected.by_plugin.items() for item in items]
    rendered: list[str] = []
    for slug, fragment in sorted(owned, key=lambda pair: pair[1].order):
        with isolated(slug, collected.hook):
            rendered.append(render_to_string(fragment.template, dict(fragment.context), request))
    return mark_safe("".join(rendered))
