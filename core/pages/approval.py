"""„Veröffentlichen nur nach Freigabe“: an organisation's editors write, the coordination publishes.

It is Wagtail's own workflow on the organisation's page in every language, and no right to publish for its editors.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from .rights import EDITING, allow_on_page, ensure_coordinators

PUBLISH = "publish_page"


@transaction.atomic
def require(page: Any) -> None:
    """Let the editors of an organisation hand in what they want published, in all languages."""
    site = page.get_site() or Site.objects.get(is_default_site=True)
    workflow = _workflow_of(site)
    for translation in _translations(page):
        WorkflowPage.objects.update_or_create(page_id=translation.pk, defaults={"workflow": workflow})
    GroupPagePermission.objects.filter(group=page.identity.editors, page=page, permission__codename=PUBLISH).delete()


@transaction.atomic
def lift(page: Any) -> None:
    """Let the editors of an organisation publish by themselves again; what was handed in stays there."""
    WorkflowPage.objects.filter(page__in=_translations(page)).delete()
    allow_on_page(page.identity.editors, page, EDITING)


def is_required(page: Page) -> bool:
    """Say whether the editors of this organisation need somebody to publish for them."""
    return WorkflowPage.objects.filter(page_id=page.pk).exists()


def mirror_to(page: Page) -> None:
    """Give a new translation the workflow of its original."""
    others = WorkflowPage.objects.filter(page__translation_key=page.translation_key).exclude(page_id=page.pk)
    if found := others.first():
        WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow_id": found.workflow_id})


def _translations(page: Page) -> Any:
    return Page.objects.filter(translation_key=page.translation_key)


def _workflow_of(site: Site) -> Workflow:
    """Return the workflow of a site whose only step is its coordination; made if needed."""
    coordinators = ensure_coordinators(site)
    task = GroupApprovalTask.objects.filter(groups=coordinators, active=True).first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=_("Freigabe durch %(group)s") % {"group": coordinators.name})
        task.groups.add(coordinators)
    step = WorkflowTask.objects.filter(task=task, workflow__active=True).select_related("workflow").first()
    if step:
        return step.workflow
    workflow = Workflow.objects.create(name=task.name)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow
