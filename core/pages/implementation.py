"""What became of a strategy, for templates: its way, who takes part, recommendations and the promises for them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from core import phrases
from core.directory.implementation import rolled_up
from core.directory.languages import current
from core.directory.models import Implementation, ProcessStep, ProgressReport, Strategy, StrategyActor
from core.directory.partial_dates import first_day

from . import listings
from .actors import rows_with_pages
from .site_tree import public_pages, site_of

Pages = dict[Any, Page]


def step_rows(strategy: Strategy) -> list[dict[str, Any]]:
    """Return the steps as templates/components/timeline.html shows them."""
    today = timezone.localdate()
    return [
        {"when": _when(step), "title": step.title, "text": step.text, "state": step_state(step, today)}
        for step in strategy.steps.all()
    ]


def step_state(step: ProcessStep, day: dt.date) -> str:
    """Return whether a step was, is or will be on that day: "done", "now" or "open"."""
    if step.since and first_day(step.since) > day:
        return "open"
    return "now" if step.holds_on(day) else "done"


def _when(step: ProcessStep) -> str:
    return phrases.partial_date(step.since) if step.since and step.since == step.until else step.period


def sectors(actors: list[StrategyActor], pages: Pages, request: HttpRequest) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return who takes part, by part of society, in the order in which the sectors are named."""
    rows = rows_with_pages(actors, pages, request)
    groups = [(str(label), [row for row in rows if row["sector"] == label]) for label in StrategyActor.Sector.labels]
    return [(label, members) for label, members in groups if members]


def related_pages(page: Page, strategy: Strategy, organisations: list[Any], request: HttpRequest) -> Pages:
    """Return all public pages that a strategy's page leads to, by key: what stands below it, the strategy's projects
    and bodies, and the organisations. One query, with the leads of what is shown as cards.
    """
    wanted = (
        Q(path__startswith=page.path, depth=page.depth + 1)
        | Q(translation_key__in=strategy.projects.values("key"))
        | Q(translation_key__in=strategy.bodies.values("key"))
        | Q(translation_key__in={organisation.key for organisation in organisations})
    )
    lead = Coalesce("chapterpage__lead", "projectpage__lead", "bodypage__lead")
    found = public_pages(site_of(request), Page).filter(wanted).annotate(lead=lead).select_related("locale")
    return {each.translation_key: each for each in listings.best_pages(found.order_by("path"), current())}


def made_promises(strategy: Strategy) -> list[Any]:
    """Return what was promised, each with `report_text`, `report_url` and `report_day` of what was confirmed last."""
    confirmed = ProgressReport.objects.filter(commitment=OuterRef("pk"), state=ProgressReport.State.CONFIRMED)
    last = confirmed.order_by("-decided_at", "-pk")
    return list(
        strategy.commitments.select_related("organisation").annotate(
            report_text=Subquery(last.values("text")[:1]),
            report_url=Subquery(last.values("evidence")[:1]),
            report_day=Subquery(last.values("decided_at")[:1]),
        )
    )


def promises(found: list[Any], pages: Pages, request: HttpRequest) -> dict[int | None, list[dict[str, Any]]]:
    """Return promises for templates, by the key of the recommendation; None: for the strategy as a whole."""
    by_recommendation: dict[int | None, list[dict[str, Any]]] = {}
    for commitment in found:
        row = _promise(commitment, pages, request)
        by_recommendation.setdefault(commitment.recommendation_id, []).append(row)
    return by_recommendation


def _promise(commitment: Any, pages: Pages, request: HttpRequest) -> dict[str, Any]:
    page = pages.get(commitment.organisation.key)
    return {
        "organisation": {
            "title": page.title if page else str(commitment.organisation),
            "url": page.get_url(request) if page else "",
        },
        "text": commitment.text,
        "made_on": commitment.made_on,
        "due": commitment.due,
        "state": commitment.state,
        "state_label": commitment.get_state_display(),
        "report": _report(commitment),
    }


def _report(commitment: Any) -> dict[str, Any] | None:
    if not commitment.report_day:
        return None
    return {"text": commitment.report_text, "evidence": commitment.report_url, "decided_at": commitment.report_day}


def recommendation_rows(strategy: Strategy, made: dict[int | None, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return the recommendations, each with its promises and how far it is."""
    rows = []
    for each in strategy.recommendations.all():
        own = made.get(each.pk, [])
        state = rolled_up(promise["state"] for promise in own)
        rows.append({"recommendation": each, "promises": own, "state": state, "state_label": state.label})
    return rows


def progress(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return how many recommendations are done, as figures and in words; None where there are none."""
    if not rows:
        return None
    counts = Counter(row["state"] for row in rows)
    figures = {"done": counts[Implementation.DONE], "total": len(rows)}
    return {
        **figures,
        "text": _("%(done)s von %(total)s Empfehlungen umgesetzt") % figures,
        "others": [(state.label, counts[state]) for state in Implementation if counts[state]],
    }
