"""The component page: every component in every state, for designers and for checks. In development only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.cache import patch_cache_control

from .components import Component, State, components, families


def component_urls() -> list[URLPattern]:
    """Return the addresses of the component page; none unless the setting `COMPONENT_PAGE` is on."""
    if not settings.COMPONENT_PAGE:
        return []
    return [
        path("komponenten/", component_list, name="components"),
        path("komponenten/<slug:name>/", component_page, name="component"),
        path("komponenten/<slug:name>/<int:number>/", component_state, name="component_state"),
    ]


def component_list(request: HttpRequest) -> HttpResponse:
    """Show what components there are."""
    return _uncached(render(request, "core/look/component_list.html", {"families": families()}))


def component_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one component in all states that can stand side by side."""
    component = _component(name)
    states = [
        {
            "label": state.label,
            "html": "" if state.alone else component.render(state, request),
            "address": component.address_alone[number] if state.alone else "",
        }
        for number, state in enumerate(component.states(), 1)
    ]
    context = {"component": component, "states": states}
    return _uncached(render(request, "core/look/component_page.html", context))


def component_state(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Show one state that needs a page of its own; what belongs to the frame takes the place of the frame."""
    component = _component(name)
    state = dict(enumerate(component.states(), 1)).get(number)
    if state is None or not state.alone:
        raise Http404
    return _uncached(render(request, "core/look/component_state.html", _alone(component, state, request)))


def _alone(component: Component, state: State, request: HttpRequest) -> dict[str, object]:
    context: dict[str, object] = {"component": component, "state": state}
    if component.name in {"masthead", "foot", "announcement"}:
        return {**context, **state.parameters}
    return {**context, "html": component.render(state, request)}


def _component(name: str) -> Component:
    if name not in components():
        raise Http404
    return components()[name]


def _uncached(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response
