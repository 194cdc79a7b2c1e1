"""Bodies that meet again and again, and their meetings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core.directory.models import Alliance, Body, Meeting, Strategy
from core.pages import listings
from core.pages.actors import actor_rows
from core.pages.identity_forms import BodyPageForm
from core.pages.panels import DatesPanel, RelationPanel
from core.pages.words import lines

from .base import AllmendePage, IdentityPage
from .organisations import AT_ONCE, FOR_ALL_LANGUAGES
from .projects import ACTOR_COLUMNS


class BodyPage(IdentityPage):
    """A body in one language; members and meetings stand on the identity."""

    kind = "alliance"
    kind_label = _("Gremium")
    identity_model = Body
    identity_relations = ("alliance", "strategy")
    base_form_class = BodyPageForm
    template = "core/body_page.html"
    page_description = _("Ein Gremium mit seinen Mitgliedern und Sitzungen: Tagesordnung, Protokoll, Beschlüsse.")
    parent_page_types: ClassVar = ["core.AlliancePage", "core.StrategyPage"]
    subpage_types: ClassVar[list[str]] = []

    content_panels: ClassVar = [
        *AllmendePage.content_panels[:1],
        MultiFieldPanel(
            [FieldPanel(name) for name in ("rhythm", "email")], heading=FOR_ALL_LANGUAGES, help_text=AT_ONCE
        ),
        DatesPanel("meeting", relation="meetings", heading=_("Sitzungen")),
        RelationPanel("actors", ACTOR_COLUMNS, add_label=_("Mitglied hinzufügen"), heading=_("Mitglieder")),
        *AllmendePage.content_panels[1:],
    ]

    class Meta:
        verbose_name = _("Gremium")
        verbose_name_plural = _("Gremien")

    def identity_defaults(self) -> dict[str, Any]:
        """The body of what it stands below: an alliance or a strategy."""
        parent = self.get_parent()
        if parent is None:
            return {}
        return {
            "alliance": Alliance.objects.filter(key=parent.translation_key).first(),
            "strategy": Strategy.objects.filter(key=parent.translation_key).first(),
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        body = self.identity or self.unsaved_identity()
        meetings = body.meetings.filter(is_public=True).select_related("place", "minutes") if body.pk else []
        rows = [meeting_facts(meeting) for meeting in meetings]
        now = timezone.now()
        members = actor_rows(body.actors.all(), request) if body.pk else []
        return {
            **context,
            "body": body,
            "members": [row for row in members if not row["is_over"]],
            "coming": [row for row in rows if row["meeting"].ends_at > now],
            "past": [row for row in reversed(rows) if row["meeting"].ends_at <= now],
        }


def meeting_facts(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting as the page of its body shows it."""
    return {
        "meeting": meeting,
        "agenda": lines(meeting.agenda),
        "decisions": lines(meeting.decisions),
        "minutes": minutes_link(meeting),
        "ics_url": reverse("feeds:event", args=[meeting.uid]),
    }


def minutes_link(meeting: Meeting) -> dict[str, Any] | None:
    """Return the minutes as templates/components/document_link.html shows them."""
    document = meeting.minutes
    if document is None:
        return None
    known = {"format": document.file_extension.upper(), "size": document.file_size}
    return {"title": document.title, "url": document.url, **known}


def body_cards(bodies: QuerySet[Body], request: HttpRequest) -> list[listings.Card]:
    """Return the cards of bodies that have public pages."""
    return listings.public_cards(BodyPage, bodies, request)
