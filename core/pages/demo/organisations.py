"""Organisations of the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Site

from core.directory.models import Responsible
from core.pages.models import OrganisationIndexPage, OrganisationPage

from .files import body_of, read
from .tree import make, translate_all
from .vocabularies import place, topics

FACTS = ("website", "email", "phone")


def build(site: Site, folder: Path) -> None:
    """Make each organisation once, with its page."""
    parent = OrganisationIndexPage.objects.descendant_of(site.root_page).first()
    for entry in read(folder, "organisations"):
        _build_one(site, parent, entry)


@transaction.atomic
def _build_one(site: Site, parent: OrganisationIndexPage, entry: dict[str, Any]) -> None:
    page = make(
        OrganisationPage,
        parent,
        "organisation",
        entry["key"],
        title=entry["title"],
        slug=entry["key"],
        lead=entry["lead"],
        body=body_of(entry),
    )
    _store_facts(site, page, entry)
    translate_all(page, entry.get("translations"))


def _store_facts(site: Site, page: OrganisationPage, entry: dict[str, Any]) -> None:
    organisation = page.identity
    organisation.category = entry.get("kind", "")
    organisation.place = place(site, entry.get("place"))
    organisation.municipality = organisation.place.municipality if organisation.place else None
    for name in FACTS:
        setattr(organisation, name, entry.get(name) or "")
    set_imprint(organisation, entry)
    organisation.save()
    organisation.topics.set(topics(site, entry.get("topics")))


def set_imprint(thing: Responsible, entry: dict[str, Any]) -> None:
    """Give an organisation or alliance the imprint that its entry has."""
    for name, words in (entry.get("imprint") or {}).items():
        setattr(thing, name, words)
