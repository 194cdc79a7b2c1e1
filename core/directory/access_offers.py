"""What helps people to take part: a fixed list, so that it can be looked for, with a drawing for each."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessOffer(models.TextChoices):
    """What helps people to take part; of the place, or of what happens there."""

    WHEELCHAIR = "wheelchair", _("Rollstuhlgerecht")
    STEP_FREE = "step_free", _("Stufenloser Zugang")
    LIFT = "lift", _("Aufzug")
    TOILET = "toilet", _("Rollstuhlgerechtes WC")
    PARKING = "parking", _("Behindertenparkplatz")
    LOOP = "loop", _("Induktionsschleife")
    SIGN_LANGUAGE = "sign_language", _("Gebärdensprache (DGS)")
    CAPTIONS = "captions", _("Schriftdolmetschung")
    EASY_LANGUAGE = "easy_language", _("Leichte Sprache")
    INTERPRETING = "interpreting", _("Dolmetschen in andere Sprachen")
    ASSISTANCE = "assistance", _("Assistenz vor Ort")
    ASSISTANCE_DOG = "assistance_dog", _("Assistenzhunde willkommen")
    QUIET_ROOM = "quiet_room", _("Ruheraum")
    CHILDCARE = "childcare", _("Kinderbetreuung")
    TRAVEL_COSTS = "travel_costs", _("Fahrtkosten werden erstattet")

    @property
    def icon(self) -> str:
        """The name of its drawing in icons.svg."""
        return OFFER_ICONS.get(self, "access")

    @property
    def is_listed(self) -> bool:
        """Whether lists of dates tell it: what people look for, in few words."""
        return self in LISTED_OFFERS


LISTED_OFFERS = frozenset(
    {
        AccessOffer.WHEELCHAIR,
        AccessOffer.SIGN_LANGUAGE,
        AccessOffer.CAPTIONS,
        AccessOffer.EASY_LANGUAGE,
        AccessOffer.INTERPRETING,
        AccessOffer.CHILDCARE,
    }
)
OFFER_ICONS = {
    AccessOffer.LIFT: "lift",
    AccessOffer.TOILET: "toilet",
    AccessOffer.LOOP: "hearing",
    AccessOffer.SIGN_LANGUAGE: "signing",
    AccessOffer.CAPTIONS: "captions",
    AccessOffer.EASY_LANGUAGE: "easy",
    AccessOffer.INTERPRETING: "language",
    AccessOffer.ASSISTANCE: "people",
    AccessOffer.ASSISTANCE_DOG: "done",
    AccessOffer.QUIET_ROOM: "clock",
    AccessOffer.CHILDCARE: "person",
    AccessOffer.TRAVEL_COSTS: "funding",
}


def offers_of(*given: Iterable[str]) -> list[AccessOffer]:
    """Return the offers in these lists, each once, in their usual order; values that nobody knows are left out."""
    wanted = {value for values in given for value in values}
    return [offer for offer in AccessOffer if offer.value in wanted]
