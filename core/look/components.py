"""The list of components: each template in `templates/components/` with sample data for every state it can be in.

Designers see it at `/komponenten/`, tests walk through it: `names()` gives the components,
`addresses()` every page that shows one. All names, dates and figures in the samples are invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FAMILIES = ("frame", "heads", "words", "messages", "cards", "dates", "forms", "figures")
"""The modules below `samples/`, in the order in which the component page shows them."""


@dataclass(frozen=True)
class State:
    """One state of a component: what it shows, and the parameters of the template.

    `alone` states need a page of their own, because a page may carry such a thing only once. `below` is HTML that
    the state leads to.
    """

    label: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    alone: bool = False
    below: str = ""


@dataclass(frozen=True)
class Component:
    """One template in `templates/components/` with all its states.

    `states` is called anew for each page, so that dates stand around today. `wrap` is the element in which the template
    expects to stand: `ul.rows`. `wide` ones take the whole width of the window.
    """

    name: str
    title: str
    states: Callable[[], Iterable[State]]
    wrap: str = ""
    wide: bool = False

    @property
    def template_name(self) -> str:
        return f"components/{self.name}.html"

    @property
    def address(self) -> str:
        """The page that shows all states which can stand side by side."""
        return reverse("component", args=[self.name])

    @property
    def description(self) -> str:
        """What the template says about itself and its parameters: its first comment."""
        source = get_template(self.template_name).template.source  # type: ignore[attr-defined]
        found = re.search(r"{% comment %}(.*?){% endcomment %}", source, re.S)
        return found.group(1).strip() if found else ""

    @property
    def address_alone(self) -> dict[int, str]:
        """The pages of the states that stand alone, by the number of the state, from 1."""
        return {
            number: reverse("component_state", args=[self.name, number])
            for number, state in enumerate(self.states(), 1)
            if state.alone
        }

    def render(self, state: State, request: HttpRequest | None = None) -> SafeString:
        """Draw the component in a state, in the element that it expects around it."""
        html = mark_safe(get_template(self.template_name).render(dict(state.parameters), request) + state.below)
        if not self.wrap:
            return html
        tag, _dot, css_class = self.wrap.partition(".")
        return format_html('<{0} class="{1}">{2}</{0}>', tag, css_class.replace(".", " "), html)


@dataclass(frozen=True)
class Family:
    """Components that belong together."""

    title: str
    components: tuple[Component, ...]


@cache
def families() -> tuple[Family, ...]:
    """Every component, by family."""
    modules = [import_module(f"core.look.samples.{name}") for name in FAMILIES]
    return tuple(Family(module.TITLE, tuple(module.COMPONENTS)) for module in modules)


@cache
def components() -> dict[str, Component]:
    """Every component by its name, in the order of the component page."""
    return {component.name: component for family in families() for component in family.components}


def names() -> tuple[str, ...]:
    """The names of all components, for tests that go through them."""
    return tuple(components())


def addresses() -> tuple[str, ...]:
    """Every page that shows a component: one for each, and one for each state that needs its own."""
    return tuple(
        address
        for component in components().values()
        for address in (component.address, *component.address_alone.values())
    )
