"""What is incomplete: workshops that are still to come, without a place or without anybody to ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site
from wagtail.permissions import policy_registry

from allmende.api import DateStatus
from allmende.plugin import Finding, Incomplete

from .models import SessionDate, Workshop, WorkshopPage

MOST = 1000


def findings(site: Site, user: Any) -> Iterator[Incomplete]:
    """Yield the workshops of this editor that lack something; three queries."""
    dates = SessionDate.objects.filter(workshop=OuterRef("pk"), ends_at__gt=timezone.now(), status=DateStatus.PLANNED)
    placeless = dates.filter(place=None, session__is_online=False).order_by("starts_at").values("pk")[:1]
    own = policy_registry.get_by_type(SessionDate).owners(user, Workshop).filter(site=site)
    coming = own.annotate(is_coming=Exists(dates), placeless=placeless).filter(is_coming=True)
    nobody = Q(contact="", contact_phone="")
    lacking = list(coming.filter(Q(placeless__isnull=False) | nobody).order_by("title", "pk")[:MOST])
    pages = WorkshopPage.objects.filter(translation_key__in=[each.key for each in lacking], alias_of=None)
    page_of = dict(pages.order_by("-pk").values_list("translation_key", "pk"))
    yield Incomplete(
        key="workshops_unfinished",
        label=_("Workshops, denen etwas fehlt"),
        advice=_("Wer sich anmeldet, möchte wissen, wohin, und wen man fragen kann."),
        findings=[_finding(each, page_of[each.key]) for each in lacking if each.key in page_of],
    )


def _finding(workshop: Any, page: int) -> Finding:
    parts = ((_("Ort"), workshop.placeless), (_("Wer Fragen beantwortet"), not workshop.contact_line))
    missing = [word for word, is_missing in parts if is_missing]
    url = reverse("workshop_date:edit", args=[workshop.placeless]) + "#id_place-chooser" if workshop.placeless else ""
    url = url or reverse("wagtailadmin_pages:edit", args=[page]) + "#id_contact"
    return Finding(title=workshop.title, detail=_("Es fehlt: %(what)s") % {"what": ", ".join(missing)}, url=url)
