"""The states of a registration and the only ways between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a registration stands."""

    UNCONFIRMED = "unconfirmed", _("wartet auf Bestätigung")
    WAITING = "waiting", _("auf der Warteliste")
    OFFERED = "offered", _("Platz angeboten")
    CONFIRMED = "confirmed", _("angemeldet")
    CANCELLED = "cancelled", _("abgesagt")
    EXPIRED = "expired", _("verfallen")


class AddressCheck(models.TextChoices):
    """When a place counts."""

    AT_ONCE = "at_once", _("sofort gültig")
    HOLD = "hold", _("erst nach Bestätigung der E-Mail-Adresse")


class Channel(models.TextChoices):
    """How a registration reached us."""

    WEB = "web", _("Website")
    STAFF = "staff", _("Redaktion")
    PHONE = "phone", _("Telefon")
    DEMO = "demo", _("Vorführung")


#: These occupy places.
HOLDING = frozenset({State.UNCONFIRMED, State.OFFERED, State.CONFIRMED})
#: In these a person is taken note of: the same name and address may not register again.
OPEN = HOLDING | {State.WAITING}
#: These end by themselves at `expires_at`.
EXPIRING = frozenset({State.UNCONFIRMED, State.OFFERED})

#: From → to. What is not here does not happen; "" is the beginning.
ARROWS: dict[str, frozenset[State]] = {
    "": frozenset({State.UNCONFIRMED, State.WAITING, State.CONFIRMED}),
    State.UNCONFIRMED: frozenset({State.CONFIRMED, State.CANCELLED, State.EXPIRED}),
    State.WAITING: frozenset({State.OFFERED, State.CANCELLED, State.EXPIRED}),
    State.OFFERED: frozenset({State.CONFIRMED, State.CANCELLED, State.EXPIRED}),
    State.CONFIRMED: frozenset({State.CANCELLED}),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
}
