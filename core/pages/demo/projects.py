"""Networks of cities and projects of the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Site

from core.directory.models import Alliance, Municipality, Network, NetworkCity, NetworkPartner, Project, ProjectPartner
from core.pages.models import NetworkIndexPage, NetworkPage, ProjectIndexPage, ProjectPage

from .files import body_of, demo_key, read, words_in_all, words_of
from .tree import make, translate_all
from .vocabularies import organisation, topics

PROJECT_FACTS = ("category", "state", "since", "until")
PROJECT_WORDS = ("audience", "goals", "results", "lessons")
NETWORK_WORDS = ("lessons",)


def build(site: Site, folder: Path) -> None:
    """Make the networks, then the projects that may belong to them."""
    networks = NetworkIndexPage.objects.descendant_of(site.root_page).first()
    for entry in read(folder, "networks"):
        _build_network(site, networks, entry)
    projects = ProjectIndexPage.objects.descendant_of(site.root_page).first()
    for entry in read(folder, "projects"):
        _build_project(site, projects, entry)


@transaction.atomic
def _build_network(site: Site, parent: NetworkIndexPage, entry: dict[str, Any]) -> None:
    page = make(NetworkPage, parent, "network", entry["key"], **_words(entry, NETWORK_WORDS))
    network = page.identity
    network.since, network.website = entry["since"], entry["website"]
    network.save()
    network.topics.set(topics(site, entry["topics"]))
    for town in _towns(site, entry["cities"]):
        NetworkCity.objects.get_or_create(network=network, municipality=town)
    for actor in entry["actors"]:
        NetworkPartner.objects.get_or_create(network=network, **_actor(actor))
    translate_all(page, words_in_all(entry, NETWORK_WORDS))


@transaction.atomic
def _build_project(site: Site, parent: ProjectIndexPage, entry: dict[str, Any]) -> None:
    page = make(ProjectPage, parent, "project", entry["key"], **_words(entry, PROJECT_WORDS))
    project: Project = page.identity
    for name in PROJECT_FACTS:
        setattr(project, name, entry[name])
    project.alliance = Alliance.objects.filter(key=_key("alliance", entry["alliance"])).first()
    project.network = Network.objects.filter(key=_key("network", entry["network"])).first()
    project.save()
    project.topics.set(topics(site, entry["topics"]))
    project.municipalities.set(_towns(site, entry["municipalities"]))
    for actor in entry["actors"]:
        ProjectPartner.objects.get_or_create(project=project, **_actor(actor))
    translate_all(page, words_in_all(entry, PROJECT_WORDS))


def _words(entry: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    facts = {"title": entry["title"], "slug": entry["key"], "lead": entry["lead"], "body": body_of(entry)}
    return {**facts, **words_of(entry, names)}


def _key(kind: str, name: str | None) -> Any:
    return demo_key(kind, name) if name else None


def _towns(site: Site, names: list[str]) -> list[Municipality]:
    return list(Municipality.objects.filter(site=site, slug__in=names))


def _actor(actor: dict[str, Any]) -> dict[str, Any]:
    return {
        "organisation": organisation(actor.get("organisation")),
        "name": actor.get("name", ""),
        "role": actor["role"],
    }
