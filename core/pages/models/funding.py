"""Funding programmes with their rounds; the deadlines are dates in the calendar."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from core import phrases
from core.directory.models import FundingProgramme, FundingRound
from core.pages.identity_forms import FundingProgrammePageForm
from core.pages.panels import DatesPanel
from core.pages.words import join_words, lines

from .base import AllmendePage, IdentityPage
from .events import organisation_link
from .indexes import IndexPage
from .organisations import AT_ONCE, FOR_ALL_LANGUAGES


class FundingIndexPage(IndexPage):
    """The list of all funding programmes of the site."""

    kind = "funding"
    listed = "core.FundingProgrammePage"
    page_description = gettext_lazy("Verzeichnis aller Förderprogramme.")
    subpage_types: ClassVar = ["core.FundingProgrammePage", "core.ContentPage"]

    class Meta:
        verbose_name = gettext_lazy("Verzeichnis der Förderprogramme")

    def feet(self, pages: list[Any]) -> dict[Any, str]:
        keys = [page.translation_key for page in pages]
        found = FundingProgramme.objects.filter(key__in=keys).prefetch_related("rounds")
        return {each.key: join_words(amount_phrase(each), deadline_phrase(list(each.rounds.all()))) for each in found}


class FundingProgrammePage(IdentityPage):
    """A funding programme in one language; its rounds and amounts stand on the identity."""

    kind = "funding"
    kind_label = gettext_lazy("Förderprogramm")
    identity_model = FundingProgramme
    identity_relations = ("organisation",)
    base_form_class = FundingProgrammePageForm
    template = "core/funding_programme_page.html"
    page_description = gettext_lazy("Ein Förderprogramm: wer es bekommt, wie viel, bis wann.")
    parent_page_types: ClassVar = ["core.FundingIndexPage"]
    subpage_types: ClassVar = ["core.ContentPage"]

    applicants = models.TextField(
        gettext_lazy("Wer sich bewerben kann"), blank=True, help_text=gettext_lazy("Eine Angabe je Zeile.")
    )
    purposes = models.TextField(
        gettext_lazy("Wofür es Geld gibt"), blank=True, help_text=gettext_lazy("Eine Angabe je Zeile.")
    )
    notice = models.TextField(
        gettext_lazy("Förderhinweis"),
        blank=True,
        help_text=gettext_lazy("Woher das Geld kommt und wer darüber beschließt."),
    )

    content_panels: ClassVar = [
        *AllmendePage.content_panels[:1],
        MultiFieldPanel(
            [FieldPanel(name) for name in ("organisation", "amount_from", "amount_to", "website", "topics")],
            heading=FOR_ALL_LANGUAGES,
            help_text=AT_ONCE,
        ),
        DatesPanel("fundinground", relation="rounds", heading=gettext_lazy("Runden und Fristen")),
        *AllmendePage.content_panels[1:],
        *(FieldPanel(name) for name in ("applicants", "purposes", "notice")),
    ]
    search_fields: ClassVar = [
        *AllmendePage.search_fields,
        *(index.SearchField(name) for name in ("applicants", "purposes", "notice")),
    ]

    class Meta:
        verbose_name = gettext_lazy("Förderprogramm")
        verbose_name_plural = gettext_lazy("Förderprogramme")

    def identity_defaults(self) -> dict[str, Any]:
        """Who gives the money is chosen: the pages stand below the list, not below an organisation."""
        return {}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        programme = self.identity or self.unsaved_identity()
        rounds = list(programme.rounds.all()) if programme.pk else []
        now = timezone.now()
        return {
            **context,
            "programme": programme,
            "amount": amount_phrase(programme),
            "rounds": [each for each in rounds if each.ends_at > now],
            "past_rounds": [each for each in reversed(rounds) if each.ends_at <= now],
            "applicants": lines(self.applicants),
            "purposes": lines(self.purposes),
            "organisation": organisation_link(programme.organisation, request),
        }


def amount_phrase(programme: FundingProgramme) -> str:
    """Return how much there is: „500 bis 4.000 Euro“; empty where nothing is known."""
    low, high = (
        number_format(amount, use_l10n=True, force_grouping=True) if amount else ""
        for amount in (programme.amount_from, programme.amount_to)
    )
    if low and high:
        return _("%(low)s bis %(high)s Euro") % {"low": low, "high": high}
    if high:
        return _("bis %(high)s Euro") % {"high": high}
    return _("ab %(low)s Euro") % {"low": low} if low else ""


def deadline_phrase(rounds: list[FundingRound]) -> str:
    """Return the next deadline in words; empty where none is ahead."""
    ahead = [each for each in rounds if each.ends_at > timezone.now() and not each.is_cancelled]
    return _("Frist: %(day)s") % {"day": phrases.day_phrase(ahead[0].starts_at)} if ahead else ""
