"""Asking before pages go that have something behind them: absagen, verbergen or zurück.

Wagtail asks its hooks before it deletes, unpublishes or moves pages, one or many. As long as the editor has not said
what shall become of the dates and of the people behind them, the answer is a question.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page, Site

from core.hooks.registry import PluginError

from .attached import Step, affected_pages, attached_to, last_pages

TEMPLATE = "core/admin/ask_before.html"
FIELD = "behind"


class Answer(enum.Enum):
    """What the editor wants done about what hangs on the pages."""

    CANCEL = "absagen"
    HIDE = "verbergen"
    KEEP = "behalten"


#: What may be answered: deleting may become hiding, moving keeps everything as it is.
ANSWERS = {
    Step.DELETE: {Answer.CANCEL, Answer.HIDE},
    Step.UNPUBLISH: {Answer.CANCEL, Answer.HIDE},
    Step.MOVE: {Answer.CANCEL, Answer.KEEP},
}


# -- Wagtail's hooks ---------------------------------------------------------------------------------------------------


def before_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """`before_delete_page`"""
    return ask(request, [page], Step.DELETE)


def before_unpublish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """`before_unpublish_page`"""
    return ask(request, [page], Step.UNPUBLISH, with_descendants=bool(request.POST.get("include_descendants")))


def before_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """`before_move_page`: Wagtail would check the right only afterwards, and show the page before."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied
    return ask(request, [page], Step.MOVE)


def before_bulk_action(request: HttpRequest, action: str, objects: Iterable[Any], view: Any) -> HttpResponse | None:
    """`before_bulk_action`: the same for many pages; publishing many refuses drafts whose date nobody has confirmed."""
    pages = [found for found in objects if isinstance(found, Page)]
    if not pages:
        return None
    if action == "publish":
        return refuse_unconfirmed(request, pages)
    if action in {step.value for step in Step}:
        return ask(request, pages, Step(action), with_descendants=bool(request.POST.get("include_descendants")))
    return None


# -- the question ------------------------------------------------------------------------------------------------------


def ask(request: HttpRequest, pages: list[Page], step: Step, *, with_descendants: bool = False) -> HttpResponse | None:
    """Return the question, or None if nothing is behind the pages or it has been answered and done."""
    hit = affected_pages(pages, step, with_descendants=with_descendants)
    if step is Step.DELETE and (site := _site_starting_in(hit)):
        return _back(
            request, pages, _("Das ist die Startseite von „%(site)s“. Sie lässt sich nicht löschen.") % {"site": site}
        )
    try:
        found = attached_to(last_pages(hit, step))
    except PluginError:
        return _back(
            request,
            pages,
            _("Ein Modul kann gerade nicht sagen, ob an diesen Seiten noch etwas hängt. Es bleibt alles, wie es ist."),
        )
    if not found:
        return None
    answer = _answer(request, step)
    if answer is None:
        return _question(request, pages, step, found)
    if answer is Answer.CANCEL:
        with transaction.atomic():
            for attached in found:
                attached.cancel()
    elif step is Step.DELETE:
        return _hide(request, hit, pages)
    return None


def _answer(request: HttpRequest, step: Step) -> Answer | None:
    given = request.POST.get(FIELD) if request.method == "POST" else None
    return next((answer for answer in ANSWERS[step] if answer.value == given), None)


def _question(request: HttpRequest, pages: list[Page], step: Step, found: list[Any]) -> HttpResponse:
    kept = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "step": step.value,
        "pages": [page.specific_deferred for page in pages],
        "attached": found,
        "field": FIELD,
        "fields": [pair for pair in kept if pair[0] not in {"csrfmiddlewaretoken", FIELD}],
        "back_url": get_valid_next_url_from_request(request) or _explorer(pages[0]),
    }
    return TemplateResponse(request, TEMPLATE, context)


def _hide(request: HttpRequest, hit: list[Page], pages: list[Page]) -> HttpResponse:
    """Take pages out of sight instead of deleting them: nobody is told, nothing is lost."""
    with transaction.atomic():
        for page in hit:
            if page.live:
                UnpublishPageAction(page.specific, user=request.user).execute(skip_permission_checks=True)
    messages.success(request, _("Die Seiten sind verborgen. Was dahinter steht, bleibt erhalten."))
    return redirect(get_valid_next_url_from_request(request) or _explorer(pages[0]))


def _back(request: HttpRequest, pages: list[Page], sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect(get_valid_next_url_from_request(request) or _explorer(pages[0]))


def _explorer(page: Page) -> str:
    parent = page.get_parent()
    return reverse("wagtailadmin_explore", args=[parent.pk]) if parent else reverse("wagtailadmin_explore_root")


def _site_starting_in(pages: list[Page]) -> Site | None:
    return Site.objects.filter(root_page__in=[page.pk for page in pages]).first()


def refuse_unconfirmed(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """Send back who publishes drafts from the list in which a date was typed but never saved by hand."""
    latest = (page.get_latest_revision_as_object() for page in pages)
    waiting = next((page for page in latest if getattr(page, "pending", None)), None)
    if waiting is None:
        return None
    text = _(
        "In „%(title)s“ sind Angaben noch nicht gespeichert, zum Beispiel der Termin. "
        "Bitte veröffentlichen Sie diese Seite im Editor."
    )
    return _back(request, pages, text % {"title": waiting.title})
