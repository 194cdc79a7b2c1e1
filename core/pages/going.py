"""What pages say for those who want to come: words of the page, facts of the identity, what the place offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from core.directory.models import Going, Place, offers_of

from .words import lines


class GoingWords(models.Model):
    """The words of a page about getting there and taking part, in the page's language."""

    accessibility = models.TextField(_("Barrierefreiheit in Worten"), blank=True, help_text=_("Eine Angabe je Zeile."))
    arrival = models.TextField(
        _("Anfahrt"), blank=True, help_text=_("Nur nötig, wenn beim Ort nichts steht oder es diesmal anders ist.")
    )
    step_free = models.TextField(
        _("Stufenloser Weg"), blank=True, help_text=_("Wie man ohne Stufen hineinkommt, von der Haltestelle an.")
    )

    #: The identity's fields, for `content_panels`.
    facts_panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("cost_kind"),
                FieldRowPanel([FieldPanel(name) for name in ("cost_from", "cost_to", "cost_reduced")]),
                FieldPanel("reduced_for"),
                FieldPanel("cost"),
            ],
            heading=_("Kosten"),
        ),
        FieldRowPanel([FieldPanel("contact"), FieldPanel("contact_phone")]),
        FieldPanel("offers"),
    ]
    #: The page's own fields.
    going_panels: ClassVar = [FieldPanel(name) for name in ("accessibility", "arrival", "step_free")]
    going_search_fields: ClassVar = [index.SearchField("accessibility")]

    class Meta:
        abstract = True


def going_context(page: GoingWords, thing: Going, places: Iterable[Place | None]) -> dict[str, Any]:
    """Return what components/going_facts.html shows.

    What the page does not say is told by the place, if everything happens in one.
    """
    known = {place for place in places if place}
    place = known.pop() if len(known) == 1 else None
    return {
        "cost": thing.cost_line,
        "contact": thing.contact,
        "contact_phone": thing.contact_phone,
        "offers": offers_of(thing.offers, place.offers if place else ()),
        "accessibility": lines(page.accessibility) or (place.access_facts if place else []),
        "arrival": page.arrival or (place.arrival if place else ""),
        "step_free": page.step_free or (place.step_free if place else ""),
    }
