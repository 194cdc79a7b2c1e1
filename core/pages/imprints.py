"""Who answers for pages: the imprint of an organisation or alliance, and the way to write to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core.directory.models import IMPRINT, Alliance, Organisation, Place

IMPRINT_PANEL = MultiFieldPanel(
    [FieldPanel(name) for name in IMPRINT],
    heading=_("Impressum und Nachrichten"),
    help_text=_("Wer für diese Seiten verantwortlich ist. Gilt für alle Sprachen, sobald Sie speichern."),
    classname="collapsed",
)
#: Where the imprint stands on the page of who is responsible.
ANCHOR = "verantwortlich"


@dataclass(frozen=True)
class Imprint:
    """What components/imprint.html shows."""

    name: str
    address: str
    facts: list[tuple[str, str]]
    email: str = ""
    phone: str = ""


def imprint_of(thing: Any, *, page: Any = None, place: Place | None = None) -> Imprint:
    """Return the imprint, completed by what is known anyway: the title, the address, public ways to get in touch."""
    return Imprint(
        name=thing.legal_name or (page.title if page else str(thing)),
        address=thing.legal_address or (place.address if place else ""),
        facts=[fact for fact in thing.imprint_facts if fact[1]],
        email=getattr(thing, "email", ""),
        phone=getattr(thing, "phone", ""),
    )


def address_of(thing: Any) -> str:
    """Return where messages to an organisation or alliance go; empty if nobody has said."""
    return str(thing.inbox or thing.email)


def message_url(thing: Any) -> str:
    """Return the address of the form that writes to an organisation or alliance; empty if nothing would arrive."""
    if not thing.pk or not address_of(thing):
        return ""
    return reverse("message", args=[KINDS[type(thing)], thing.feed_key])


#: How the address of the form calls whom it writes to.
KINDS = {Organisation: "organisation", Alliance: "buendnis"}
