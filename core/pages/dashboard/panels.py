"""The panels of the admin's first page, and what of Wagtail's own stays there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import PageLogEntry

from core.directory.models import Organisation
from core.pages.invitations.first_steps import Step
from core.pages.models import OrganisationIndexPage, SiteSettings
from core.pages.rights import editable_pages

from . import checks, waiting
from .next_dates import next_dates
from .scope import Scope

#: So many findings of a kind stand on the first page; the report has all.
SHOWN = 3


class ScopePanel(Component):
    """A panel about what one person looks after."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope


class WaitingPanel(ScopePanel):
    """„Was auf mich wartet“"""

    order = 30
    template_name = "core/admin/dashboard_waiting.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"rows": waiting.rows(self.scope)}


class NextDatesPanel(ScopePanel):
    """„Nächste Termine“"""

    order = 40
    template_name = "core/admin/dashboard_dates.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"dates": next_dates(self.scope)}


class IncompletePanel(ScopePanel):
    """„Was unvollständig ist“"""

    order = 50
    template_name = "core/admin/dashboard_incomplete.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        found = [
            {
                "check": kind,
                "findings": kind.findings[:SHOWN],
                "count": len(kind.findings),
                "has_more": len(kind.findings) > SHOWN,
            }
            for kind in checks.results(self.scope)
        ]
        return {"groups": found, "csrf_token": (parent_context or {}).get("csrf_token")}


class SiteStepsPanel(Component):
    """What to do on a site that has just begun, for those who look after it."""

    order = 15
    template_name = "core/admin/dashboard_steps.html"

    def __init__(self, scope: Scope, steps: list[Step]) -> None:
        self.scope, self.steps = scope, steps

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"site": self.scope.site, "steps": self.steps}


def steps_of(scope: Scope) -> list[Step]:
    """Return the first steps of a site: a directory, the first organisation, the legal pages."""
    index = OrganisationIndexPage.objects.descendant_of(scope.site.root_page).first()
    settings = SiteSettings.objects.filter(site=scope.site).first()
    is_named = bool(settings and settings.imprint_id and settings.privacy_id and settings.accessibility_id)
    new_index = reverse("wagtailadmin_pages:add", args=["core", "organisationindexpage", scope.site.root_page_id])
    has_organisations = Organisation.objects.filter(site=scope.site).exists()
    steps = [
        Step(_("Legen Sie das Verzeichnis der Organisationen an."), new_index, index is not None),
        Step(_("Laden Sie die erste Organisation ein."), reverse("invitations:invite"), has_organisations),
    ]
    if scope.user.has_perm("core.change_sitesettings"):
        url = reverse("wagtailsettings:edit", args=["core", "sitesettings", scope.site.pk])
        steps.append(Step(_("Wählen Sie Impressum, Datenschutz und Barrierefreiheit aus."), url, is_named))
    return steps


# -- Wagtail's own panels, held to the rights of today -----------------------------------------------------------------


class OwnRecentEditsPanel(RecentEditsPanel):
    """What the person changed last and may still change: who left an organisation reads no more of it."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        user = parent_context["request"].user
        keys = PageLogEntry.objects.filter(user=user, action="wagtail.edit").values("page_id")
        allowed = set(editable_pages(user).filter(pk__in=keys).values_list("pk", flat=True))
        edits = [(moment, page) for moment, page in context["last_edits"] if page.pk in allowed]
        return {**context, "last_edits": edits}


class OwnPagesInWorkflowPanel(UserObjectsInWorkflowModerationPanel):
    """What the person handed in, as far as it is still theirs."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        states = list(context["workflow_states"])
        mine = editable_pages(parent_context["request"].user).filter(pk__in=[one.content_object.pk for one in states])
        allowed = set(mine.values_list("pk", flat=True))
        return {**context, "workflow_states": [state for state in states if state.content_object.pk in allowed]}


class OwnLockedPagesPanel(LockedPagesPanel):
    """What the person locked, as far as it is still theirs."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        mine = editable_pages(parent_context["request"].user)
        return {**context, "locked_pages": context["locked_pages"].filter(pk__in=mine.values("pk"))}


IN_PLACE_OF = {
    RecentEditsPanel: OwnRecentEditsPanel,
    UserObjectsInWorkflowModerationPanel: OwnPagesInWorkflowPanel,
    LockedPagesPanel: OwnLockedPagesPanel,
}


def build(request: HttpRequest, panels: list[Any]) -> None:
    """`construct_homepage_panels`: ours, and Wagtail's without its list of what waits, which is in ours."""
    kept = [panel for panel in panels if type(panel) is not WorkflowObjectsToModeratePanel]
    panels[:] = [IN_PLACE_OF[type(panel)]() if type(panel) in IN_PLACE_OF else panel for panel in kept]
    scope = Scope.of(request)
    if scope is None or not scope.is_theirs:
        return
    panels += [WaitingPanel(scope), NextDatesPanel(scope), IncompletePanel(scope)]
    steps = steps_of(scope) if scope.is_whole else []
    if not all(step.is_done for step in steps):
        panels.append(SiteStepsPanel(scope, steps))


def remove_counts(request: HttpRequest, items: list[Any]) -> None:
    """`construct_homepage_summary_items`: they count what lies between two organisations, too."""
    items.clear()
