"""Alliances of the demonstration and their members."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Site

from core.directory.models import Membership, UmbrellaMembership
from core.pages.models import AllianceIndexPage, AlliancePage

from .files import body_of, read
from .organisations import set_imprint
from .tree import make, translate_all
from .vocabularies import municipality, organisation, topics

FACTS = ("form", "founded", "city", "website", "email")


def build(site: Site, folder: Path) -> None:
    """Make the alliances with their pages and memberships."""
    parent = AllianceIndexPage.objects.descendant_of(site.root_page).first()
    for entry in read(folder, "alliances"):
        _build_one(parent, entry)


@transaction.atomic
def _build_one(parent: AllianceIndexPage, entry: dict[str, Any]) -> None:
    page = make(
        AlliancePage,
        parent,
        "alliance",
        entry["key"],
        title=entry["title"],
        slug=entry["key"],
        lead=entry["lead"],
        aim=entry.get("aim", ""),
        body=body_of(entry),
    )
    alliance = page.identity
    for name in FACTS:
        setattr(alliance, name, str(entry.get(name) or ""))
    set_imprint(alliance, entry)
    alliance.municipality = municipality(alliance.site, entry.get("city"))
    alliance.save()
    alliance.topics.set(topics(alliance.site, entry.get("topics")))
    for umbrella in entry.get("umbrellas") or []:
        UmbrellaMembership.objects.get_or_create(
            alliance=alliance,
            organisation=organisation(umbrella["organisation"]),
            defaults={"since": umbrella.get("since") or ""},
        )
    for member in entry.get("members") or []:
        Membership.objects.get_or_create(
            alliance=alliance,
            organisation=organisation(member["organisation"]),
            defaults={
                "role": member.get("role") or "",
                "contribution": member.get("contribution") or "",
                "since": member.get("since") or "",
            },
        )
    translate_all(page, entry.get("translations"))
