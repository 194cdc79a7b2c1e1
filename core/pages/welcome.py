"""What an editor finds after logging in: the own organisation, and one click to what is made most often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from .models import OrganisationPage
from .rights import editable_pages

#: Somebody who looks after a whole site finds pages in the tree.
FEW = 3


@dataclass(frozen=True)
class Action:
    """A kind of page that can be made, and where."""

    label: str
    url: str


class OwnOrganisationsPanel(Component):
    """The editor's organisations with what can be made below each."""

    order = 20
    template_name = "core/admin/own_organisations.html"

    def __init__(self, pages: list[OrganisationPage]) -> None:
        self.pages = pages

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"organisations": [(page, actions_below(page)) for page in self.pages]}


def actions_below(page: Page) -> list[Action]:
    """Return what can be made below a page, events first, plain pages last."""
    models = [model for model in type(page).creatable_subpage_models() if model.can_create_at(page)]
    models.sort(key=lambda model: (model._meta.model_name != "eventpage", model._meta.model_name == "contentpage"))
    return [
        Action(
            str(model.get_verbose_name()),
            reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, page.pk]),
        )
        for model in models
    ]


def add_own_organisations(request: HttpRequest, panels: list[Any]) -> None:
    """`construct_homepage_panels`: for those who edit a few organisations."""
    own = editable_pages(request.user).filter(locale__language_code="de").type(OrganisationPage)
    pages = list(own.order_by("title")[: FEW + 1])
    if 0 < len(pages) <= FEW:
        panels.append(OwnOrganisationsPanel([page.specific for page in pages]))
