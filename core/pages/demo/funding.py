"""Funding programmes of the demonstration; their deadlines move forward with the calendar."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Site

from core.directory.models import FundingProgramme, FundingRound
from core.pages.models import FundingIndexPage, FundingProgrammePage

from .files import body_of, demo_key, read, span, words_in_all, words_of
from .tree import make, translate_all
from .vocabularies import organisation, topics

FACTS = ("amount_from", "amount_to", "website")
WORDS = ("applicants", "purposes", "notice")


def build(site: Site, folder: Path, anchor: dt.date) -> None:
    """Make the programmes with their rounds."""
    parent = FundingIndexPage.objects.descendant_of(site.root_page).first()
    for entry in read(folder, "funding"):
        _build_one(site, parent, entry, anchor)


@transaction.atomic
def _build_one(site: Site, parent: FundingIndexPage, entry: dict[str, Any], anchor: dt.date) -> None:
    page = make(
        FundingProgrammePage,
        parent,
        "funding",
        entry["key"],
        title=entry["title"],
        slug=entry["key"],
        lead=entry["lead"],
        body=body_of(entry),
        **words_of(entry, WORDS),
    )
    programme: FundingProgramme = page.identity
    programme.organisation = organisation(entry["organisation"])
    for name in FACTS:
        setattr(programme, name, entry[name])
    programme.save()
    programme.topics.set(topics(site, entry["topics"]))
    for when in entry["rounds"]:
        _set_round(programme, when, anchor)
    translate_all(page, words_in_all(entry, WORDS))


def _set_round(programme: FundingProgramme, when: dict[str, Any], anchor: dt.date) -> None:
    uid = demo_key("funding_round", when["key"])
    starts_at, ends_at = span(anchor, {**when, "all_day": True})
    found = FundingRound.objects.filter(uid=uid).first() or FundingRound(uid=uid, programme=programme)
    if found.pk and found.starts_at == starts_at:
        return
    found.title, found.all_day = when["title"], True
    found.starts_at, found.ends_at = starts_at, ends_at
    found.opens_on = anchor + dt.timedelta(weeks=when["opens"]["week"], days=when["opens"]["day"])
    found.save()
    # A demo date that follows the calendar has not been moved by anybody.
    found.moved_from = None
    found.save(update_fields=["moved_from"])
