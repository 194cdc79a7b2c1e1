"""Public lists of what is chosen and not typed: places, people, topics."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from core.directory.models import Alliance, Municipality, Organisation, Person, Place, Topic

from . import listings
from .agenda import coming, past
from .listings import public_cards
from .models import AlliancePage, OrganisationPage
from .models.events import organisation_link
from .navigation import view_breadcrumbs
from .site_tree import site_of

PORTRAIT = "fill-400x500"


def _searched(request: HttpRequest, rows: QuerySet[Any], text: Callable[[Any], str]) -> tuple[listings.SearchForm, Any]:
    """Return the search form and the part of the list that was asked for."""
    form = listings.SearchForm(request.GET)
    found = [row for row in rows if all(word in listings.fold(text(row)) for word in form.words)]
    return form, listings.paginate(request, found)


def _list(
    request: HttpRequest, template: str, name: str, title: str, form: Any, part: Any, rows: Iterable[Any]
) -> HttpResponse:
    context = {name: list(rows), "form": form, "page_obj": part, "breadcrumbs": view_breadcrumbs(request, (title, ""))}
    return render(request, template, context)


def _find(model: type[Model], request: HttpRequest, slug: str) -> Any:
    return get_object_or_404(model, site=site_of(request), slug=slug)


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """All places of the site, with a search by name and town."""
    places = Place.objects.filter(site=site_of(request), owner=None)
    form, part = _searched(
        request, places, lambda place: f"{place.name} {place.street} {place.postal_code} {place.city}"
    )
    rows = [
        {"name": place.name, "url": place.url, "address": _address(place), "accessibility": place.access_facts[:3]}
        for place in part
    ]
    return _list(request, "core/place_list.html", "places", _("Orte"), form, part, rows)


def _address(place: Place) -> str:
    return ", ".join(filter(None, [place.street, f"{place.postal_code} {place.city}".strip()]))


@require_safe
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One place: how to get there and what happens there."""
    place = get_object_or_404(Place, site=site_of(request), slug=slug, owner=None)
    crumbs = view_breadcrumbs(request, (_("Orte"), reverse("place_list")), (place.name, ""))
    return render(
        request,
        "core/place_detail.html",
        {"place": place, "agenda": coming(request, place=place), "breadcrumbs": crumbs},
    )


@require_safe
def municipality_list(request: HttpRequest) -> HttpResponse:
    """All municipalities of the site."""
    towns = Municipality.objects.filter(site=site_of(request))
    form, part = _searched(request, towns, lambda town: f"{town.name} {town.get_state_display()}")
    return _list(request, "core/municipality_list.html", "municipalities", _("Kommunen"), form, part, part)


@require_safe
def municipality_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One municipality: who is active there, and what happens."""
    town = _find(Municipality, request, slug)
    crumbs = view_breadcrumbs(request, (_("Kommunen"), reverse("municipality_list")), (town.name, ""))
    organisations = Organisation.objects.filter(municipality=town)
    context = {
        "municipality": town,
        "agenda": coming(request, organisations=list(organisations.values_list("pk", flat=True))),
        "alliances": public_cards(AlliancePage, Alliance.objects.filter(municipality=town), request),
        "organisations": public_cards(OrganisationPage, organisations, request),
        "breadcrumbs": crumbs,
    }
    return render(request, "core/municipality_detail.html", context)


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """All people who agreed to be named."""
    pictures = get_image_model().objects.prefetch_renditions(PORTRAIT)
    people = Person.objects.filter(site=site_of(request)).select_related("organisation")
    people = people.prefetch_related(Prefetch("picture", queryset=pictures))
    form, part = _searched(request, people, lambda person: f"{person.name} {person.role} {person.organisation or ''}")
    rows = [
        {
            "name": person.name,
            "url": person.url,
            "role": person.role,
            "organisation": person.organisation or "",
            "picture": person.picture,
            "key": person.slug,
        }
        for person in part
    ]
    return _list(request, "core/person_list.html", "people", _("Menschen"), form, part, rows)


@require_safe
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One person."""
    person = _find(Person, request, slug)
    crumbs = view_breadcrumbs(request, (_("Menschen"), reverse("person_list")), (person.name, ""))
    organisation = organisation_link(person.organisation, request)
    context = {
        "person": person,
        "agenda": coming(request, person=person),
        "past": past(request, person=person),
        "organisation_url": organisation["url"] if organisation else "",
        "breadcrumbs": crumbs,
    }
    return render(request, "core/person_detail.html", context)


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """All topics of the site."""
    topics = Topic.objects.filter(site=site_of(request))
    form, part = _searched(request, topics, lambda topic: f"{topic.title} {topic.description}")
    return _list(request, "core/topic_list.html", "topics", _("Themen"), form, part, part)


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic and what happens about it."""
    topic = _find(Topic, request, slug)
    crumbs = view_breadcrumbs(request, (_("Themen"), reverse("topic_list")), (topic.title, ""))
    return render(
        request,
        "core/topic_detail.html",
        {"topic": topic, "agenda": coming(request, topic=topic), "breadcrumbs": crumbs},
    )


#: Below the language: /orte/, /en/places/ once the addresses are translated.
directory_urls = [
    path(pgettext_lazy("address", "orte/"), place_list, name="place_list"),
    path(pgettext_lazy("address", "orte/<slug:slug>/"), place_detail, name="place_detail"),
    path(pgettext_lazy("address", "kommunen/"), municipality_list, name="municipality_list"),
    path(pgettext_lazy("address", "kommunen/<slug:slug>/"), municipality_detail, name="municipality_detail"),
    path(pgettext_lazy("address", "personen/"), person_list, name="person_list"),
    path(pgettext_lazy("address", "personen/<slug:slug>/"), person_detail, name="person_detail"),
    path(pgettext_lazy("address", "themen/"), topic_list, name="topic_list"),
    path(pgettext_lazy("address", "themen/<slug:slug>/"), topic_detail, name="topic_detail"),
]
