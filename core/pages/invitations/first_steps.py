"""„Ihre Organisation: 3 Schritte“ on the admin's first page, until they are done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from core.pages.dashboard.scope import Scope
from core.pages.models import EventPage, OrganisationPage
from core.pages.rights import editable_pages
from core.pages.welcome import FEW


@dataclass(frozen=True)
class Step:
    """One thing to do, and whether it is done."""

    label: str
    url: str
    is_done: bool


class FirstStepsPanel(Component):
    """The three steps of an organisation that is new here."""

    order = 15
    template_name = "core/admin/first_steps.html"

    def __init__(self, page: OrganisationPage, steps: list[Step]) -> None:
        self.page, self.steps = page, steps

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"page": self.page, "steps": self.steps}


def steps_of(page: OrganisationPage) -> list[Step]:
    """Return the three steps: introduce yourself, be seen, announce something."""
    draft = page.get_latest_revision_as_object()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    first = reverse("wagtailadmin_pages:add", args=["core", "eventpage", page.pk])
    return [
        Step(_("Stellen Sie sich vor: einige Sätze, ein Bild, wie man Sie erreicht."), edit, bool(draft.lead)),
        Step(_("Veröffentlichen Sie die Seite Ihrer Organisation."), edit, page.live),
        Step(_("Kündigen Sie Ihre erste Veranstaltung an."), first, page.get_children().type(EventPage).exists()),
    ]


def add_first_steps(request: HttpRequest, panels: list[Any]) -> None:
    """`construct_homepage_panels`: for editors of a few organisations, while something is open."""
    scope = Scope.of(request)
    if scope is None or scope.is_whole:
        return
    own = editable_pages(request.user).filter(locale__language_code="de").type(OrganisationPage)
    pages = list(own.order_by("title")[: FEW + 1])
    if len(pages) > FEW:
        return
    for page in pages:
        found = page.specific
        steps = steps_of(found)
        if not all(step.is_done for step in steps):
            panels.append(FirstStepsPanel(found, steps))
