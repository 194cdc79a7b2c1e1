"""Blocks of words: headings, text, quotations, figures, questions and answers, a sequence of dates."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from core import phrases

from .groups import WORDS

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
SHORT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
#: „2004“, „2004-10“, „2004-10-01“: as precise as it is known.
PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def is_partial_date(text: str) -> None:
    """Raise ValidationError unless `text` is a year, a month or a day."""
    if not PARTIAL_DATE.fullmatch(text):
        raise ValidationError(_("Bitte schreiben Sie 2004, 2004-10 oder 2004-10-01."), code="partial_date")


def title_block(**kwargs: Any) -> blocks.CharBlock:
    """Return the heading of a block whose parts have headings of their own, one step below it."""
    return blocks.CharBlock(**{"label": _("Überschrift"), "max_length": 120, **kwargs})


class QuoteBlock(blocks.StructBlock):
    """What somebody said, with their consent."""

    text = blocks.TextBlock(label=_("Zitat"))
    name = blocks.CharBlock(label=_("Name"))
    role = blocks.CharBlock(label=_("Rolle"), required=False)
    url = blocks.URLBlock(label=_("Adresse der Quelle"), required=False)

    class Meta:
        icon = "openquote"
        group = WORDS
        label = _("Zitat")
        description = _("Was jemand gesagt hat und veröffentlicht haben möchte.")
        template = "core/blocks/quote.html"
        form_layout = BlockGroup(children=["text", "name", "role"], settings=["url"])
        preview_value = {"text": _("Bei uns ist immer Suppe da."), "name": "Mira Tannwald", "role": _("Nachbarin")}


class FigureBlock(blocks.StructBlock):
    """One figure. Without its source it could be made up, so the source is asked for."""

    number = blocks.CharBlock(label=_("Zahl"), max_length=24, help_text=_("Zum Beispiel: 38, 4,5 %, 1 von 5."))
    label = blocks.CharBlock(label=_("Was sie zählt"), max_length=160)
    source = blocks.CharBlock(label=_("Quelle"), max_length=200, help_text=_("Wer gezählt hat, und wann."))
    url = blocks.URLBlock(label=_("Adresse der Quelle"), required=False)

    class Meta:
        icon = "decimal"
        label = _("Zahl")
        label_format = "{number} {label}"
        form_layout = BlockGroup(children=["number", "label", "source"], settings=["url"])


class FactsBlock(blocks.StructBlock):
    """Some figures side by side, each with its source."""

    title = title_block(required=False)
    figures = blocks.ListBlock(FigureBlock(), label=_("Zahlen"), min_num=1, max_num=6)

    class Meta:
        icon = "decimal"
        group = WORDS
        label = _("Zahlen und Fakten")
        description = _("Bis zu sechs Zahlen, groß gesetzt. Zu jeder gehört die Quelle.")
        template = "core/blocks/facts.html"
        preview_value = {
            "title": _("Ein Jahr in Zahlen"),
            "figures": [
                {"number": "38", "label": _("Abende am langen Tisch"), "source": _("Eigene Zählung, 2025")},
                {"number": "7", "label": _("Vereine, die mitmachen"), "source": _("Mitgliederliste, März 2026")},
                {"number": "1 von 3", "label": _("Gästen kommt wieder"), "source": _("Umfrage am Ausgang, 2025")},
            ],
        }


class DisclosureItemBlock(blocks.StructBlock):
    """A question and its answer."""

    title = blocks.CharBlock(label=_("Frage oder Überschrift"), max_length=160)
    text = blocks.RichTextBlock(label=_("Antwort"), features=SHORT_FEATURES)

    class Meta:
        icon = "collapse-down"
        label = _("Frage")


class DisclosureBlock(blocks.StructBlock):
    """Questions and their answers, each opened by a click."""

    title = title_block(required=False)
    questions = blocks.ListBlock(DisclosureItemBlock(), label=_("Fragen"), min_num=1)

    class Meta:
        icon = "collapse-down"
        group = WORDS
        label = _("Aufklappliste")
        description = _("Fragen mit ihren Antworten. Jede Antwort erscheint nach einem Klick.")
        template = "core/blocks/disclosure.html"
        preview_value = {
            "title": _("Häufig gefragt"),
            "questions": [
                {"title": _("Muss ich mich anmelden?"), "text": _("<p>Nein, kommen Sie einfach vorbei.</p>")},
                {"title": _("Kostet das etwas?"), "text": _("<p>Nein. Wer mag, legt etwas in die Dose.</p>")},
            ],
        }


class MilestoneBlock(blocks.StructBlock):
    """What happened, and when as far as it is known."""

    date = blocks.CharBlock(
        label=_("Wann"),
        max_length=10,
        validators=[is_partial_date],
        help_text=_("Jahr, Monat oder Tag: 2004, 2004-10 oder 2004-10-01."),
    )
    title = blocks.CharBlock(label=_("Was"), max_length=160)
    text = blocks.TextBlock(label=_("Mehr dazu"), required=False, rows=2)

    class Meta:
        icon = "history"
        label = _("Ereignis")
        label_format = "{date} {title}"


class TimelineBlock(blocks.StructBlock):
    """What happened one after the other."""

    title = title_block()
    milestones = blocks.ListBlock(MilestoneBlock(), label=_("Ereignisse"), min_num=1)

    class Meta:
        icon = "history"
        group = WORDS
        label = _("Zeitleiste")
        description = _("Was nacheinander geschah. Ein Datum darf ein Jahr, ein Monat oder ein Tag sein.")
        template = "core/blocks/timeline.html"
        preview_value = {
            "title": _("Wie es anfing"),
            "milestones": [
                {"date": "2019", "title": _("Drei Nachbarinnen, ein Kuchen"), "text": ""},
                {"date": "2021-04", "title": _("Der erste eigene Raum"), "text": _("Mit Herd und Fenster.")},
                {"date": "2023-09-16", "title": _("Das große Hoffest"), "text": ""},
            ],
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `steps` as templates/components/timeline.html shows them."""
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "steps": [step(milestone) for milestone in value["milestones"]]}


def step(milestone: Any) -> dict[str, str]:
    """Return a milestone with its date in words."""
    words = {name: milestone.get(name) or "" for name in ("title", "text")}
    return {**words, "when": phrases.partial_date(milestone["date"]), "datetime": milestone["date"]}


HEADING = blocks.CharBlock(
    label=_("Überschrift"),
    icon="title",
    group=WORDS,
    template="core/blocks/heading.html",
    description=_("Gliedert die Seite in Abschnitte."),
    preview_value=_("So arbeiten wir"),
)
TEXT = blocks.RichTextBlock(
    label=_("Text"),
    icon="pilcrow",
    group=WORDS,
    features=TEXT_FEATURES,
    template="core/blocks/text.html",
    description=_("Absätze, Aufzählungen, Verweise."),
    preview_value=_("<p>Wir treffen uns jeden ersten Dienstag im Monat. Gäste sind willkommen.</p>"),
)
