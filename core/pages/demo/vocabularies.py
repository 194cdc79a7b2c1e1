"""Topics, places and people of the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wagtail.models import Site

from core.directory.models import Municipality, Organisation, Person, Place, Topic

from .files import demo_key, read, source_note


def build(site: Site, folder: Path) -> None:
    """Make topics, municipalities and places."""
    for entry in read(folder, "topics"):
        words = {"title": entry["title"], "description": entry.get("description", "")}
        Topic.objects.get_or_create(site=site, slug=entry["key"], defaults=words)
    for entry in read(folder, "municipalities"):
        facts = {name: value for name, value in entry.items() if name != "key"}
        Municipality.objects.get_or_create(site=site, slug=entry["key"], defaults=facts)
    towns = {town.name: town for town in Municipality.objects.filter(site=site)}
    for entry in read(folder, "places"):
        facts = {**_place(entry), "municipality": towns.get(entry["city"])}
        Place.objects.get_or_create(site=site, slug=entry["key"], defaults=facts)


def build_people(site: Site, folder: Path) -> None:
    """Make the people; their organisations are there by now."""
    for entry in read(folder, "people"):
        defaults = {name: entry.get(name, "") for name in ("name", "role")}
        defaults["about"] = "\n\n".join(filter(None, [entry.get("about"), source_note(entry)]))
        defaults["organisation"] = organisation(entry.get("organisation"))
        Person.objects.get_or_create(site=site, slug=entry["key"], defaults=defaults)


def organisation(name: str | None) -> Organisation | None:
    """Return the demonstration's organisation of that key."""
    return Organisation.objects.get(key=demo_key("organisation", name)) if name else None


def place(site: Site, name: str | None) -> Place | None:
    """Return the demonstration's place of that key."""
    return Place.objects.get(site=site, slug=name) if name else None


def municipality(site: Site, name: str | None) -> Municipality | None:
    """Return the demonstration's municipality of that name; None where a name means a larger area."""
    return Municipality.objects.filter(site=site, name=name).first() if name else None


def person(site: Site, name: str) -> Person:
    """Return the demonstration's person of that key."""
    return Person.objects.get(site=site, slug=name)


def topics(site: Site, names: list[str] | None) -> list[Topic]:
    """Return the demonstration's topics of these keys."""
    return list(Topic.objects.filter(site=site, slug__in=names or []))


def _place(entry: dict[str, Any]) -> dict[str, Any]:
    plain = ("name", "street", "postal_code", "city", "state", "offers", "arrival", "step_free", "description")
    return {
        **{name: entry[name] for name in plain if entry.get(name)},
        "accessibility": "\n".join(entry.get("accessibility") or []),
        "latitude": entry.get("latitude"),
        "longitude": entry.get("longitude"),
    }
