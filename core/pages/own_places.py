"""A place that is typed with a date: it stays with the organisation, or joins the list that all share.

What one organisation typed for its own dates (a private address, a meeting point in the wood) is offered to no other
one, has no page and stands in no list.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from core.directory.models import Organisation, Place

from .rights import editable_pages

ADDRESS = ("name", "street", "postal_code", "city")
SHARED = "shared"


def field(name: str) -> forms.Field:
    """Return the form field for one part of a typed place."""
    if name == SHARED:
        help_text = gettext_lazy("Sonst sehen ihn beim Auswählen nur Sie und Ihre Organisation.")
        return forms.BooleanField(
            label=gettext_lazy("Diesen Ort allen zur Auswahl geben"), required=False, help_text=help_text
        )
    db_field: Any = Place._meta.get_field(name)
    label = gettext_lazy("oder ein anderer Ort, hier geschrieben") if name == "name" else db_field.verbose_name
    made: forms.Field = db_field.formfield(required=False, label=label)
    return made


def panels(prefix: str, chosen: str) -> list[Any]:
    """Return the panels for a chosen place, or one that is typed in fields with this prefix."""
    parts = [FieldPanel(f"{prefix}{name}") for name in ("street", "postal_code", "city")]
    return [
        FieldPanel(chosen),
        FieldPanel(f"{prefix}name"),
        FieldRowPanel(parts),
        FieldPanel(f"{prefix}{SHARED}"),
    ]


FIRST_PLACE_PANELS = panels("first_place_", "first_place")


def check(form: Any, prefix: str, chosen: str) -> None:
    """Say beside its field what is wrong with a typed place."""
    typed = _typed(form, prefix)
    if not any(typed.values()):
        return
    if form.cleaned_data.get(chosen):
        message = _("Bitte wählen Sie einen Ort oder schreiben Sie einen, nicht beides.")
        form.add_error(f"{prefix}name", ValidationError(message, code="two_places"))
    for name in ("name", "city"):
        if not typed[name] and f"{prefix}{name}" not in form.errors:
            form.add_error(f"{prefix}{name}", ValidationError(_("Diese Angabe fehlt noch."), code="required"))


def make(form: Any, prefix: str, organisation: Organisation | None, site_id: int) -> Place | None:
    """Return the place that was typed, made if there is none like it; None if nothing was typed."""
    typed = _typed(form, prefix)
    if not typed["name"]:
        return None
    owner = None if form.cleaned_data.get(f"{prefix}{SHARED}") else organisation
    found = Place.objects.filter(site_id=site_id, owner=owner, **typed).first()
    return found or Place.objects.create(site_id=site_id, owner=owner, **typed)


def _typed(form: Any, prefix: str) -> dict[str, str]:
    return {name: form.cleaned_data.get(f"{prefix}{name}") or "" for name in ADDRESS}


def offered_to(user: Any, places: QuerySet[Any]) -> QuerySet[Any]:
    """Return those that a user may choose: what all share, and what own organisations typed."""
    if user is None or user.is_superuser:
        return places
    own = Organisation.objects.filter(key__in=editable_pages(user).values("translation_key"))
    return places.filter(Q(owner=None) | Q(owner__in=own))
