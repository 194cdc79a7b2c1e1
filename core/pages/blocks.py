"""The blocks that every page body offers; plugins add theirs by the hook `stream_blocks`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class QuoteBlock(blocks.StructBlock):
    """What somebody said, with their consent."""

    text = blocks.TextBlock(label=_("Zitat"))
    name = blocks.CharBlock(label=_("Name"))
    role = blocks.CharBlock(label=_("Rolle"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Zitat")
        description = _("Was jemand gesagt hat und veröffentlicht haben möchte.")
        template = "core/blocks/quote.html"
        preview_value = {"text": _("Bei uns ist immer Suppe da."), "name": "Mira Tannwald", "role": _("Nachbarin")}


class FoldBlock(blocks.StructBlock):
    """A question and its answer, opened by a click."""

    title = blocks.CharBlock(label=_("Überschrift"))
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link", "ol", "ul"])

    class Meta:
        icon = "collapse-down"
        label = _("Aufklappen")
        description = _("Eine Frage mit ihrer Antwort. Die Antwort erscheint nach einem Klick.")
        template = "core/blocks/fold.html"
        preview_value = {"title": _("Muss ich mich anmelden?"), "text": _("<p>Nein, kommen Sie einfach vorbei.</p>")}


class LinkBlock(blocks.StructBlock):
    """One button that leads on."""

    label = blocks.CharBlock(label=_("Beschriftung"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Seite"), required=False)
    url = blocks.URLBlock(label=_("oder Adresse"), required=False)

    class Meta:
        icon = "link"
        label = _("Knopf")
        description = _("Führt zu einer Seite hier oder anderswo.")
        template = "core/blocks/link.html"
        preview_value = {"label": _("Mitglied werden"), "url": "https://example.org/"}

    def clean(self, value: Any) -> Any:
        """Ask for exactly one way to go."""
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            error = ValidationError(_("Bitte wählen Sie eine Seite oder geben Sie eine Adresse an."), code="one_target")
            raise StructBlockValidationError(block_errors={"page": error})
        return cleaned


class NextDatesBlock(blocks.StructBlock):
    """The next dates of the site or of one organisation, always up to date."""

    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    organisation = blocks.PageChooserBlock(
        label=_("Organisation"), page_type="core.OrganisationPage", required=False, help_text=_("Leer: alle Termine.")
    )
    count = blocks.IntegerBlock(label=_("Wie viele"), default=5, min_value=1, max_value=20)

    class Meta:
        icon = "date"
        label = _("Nächste Termine")
        description = _("Zeigt, was als Nächstes stattfindet. Wird von selbst aktuell.")
        template = "core/blocks/next_dates.html"
        preview_value = {"title": _("Nächste Termine"), "count": 3}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the dates by day; without a request there are none."""
        from .agenda import coming  # needs the models that this module is a part of

        context = super().get_context(value, parent_context=parent_context)
        request, page = context.get("request"), value.get("organisation")
        chosen = {"organisation": page.specific.identity} if page else {}
        agenda = coming(request, limit=value.get("count") or 5, **chosen) if request else []
        return {**context, "agenda": agenda, "url": page.get_url(request) if page else ""}


class OrganisationsBlock(blocks.StructBlock):
    """Some organisations as cards."""

    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("Organisation"), page_type="core.OrganisationPage"), label=_("Organisationen")
    )

    class Meta:
        icon = "group"
        label = _("Organisationen")
        description = _("Zeigt ausgewählte Organisationen als Karten.")
        template = "core/blocks/organisations.html"
        preview_value = {"title": _("Wer hier mitmacht"), "pages": []}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the cards of those that are public, in the language of the page where they are translated."""
        from .models.organisations import chosen_cards  # needs this module

        context = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        keys = [page.translation_key for page in value.get("pages") or [] if page]
        return {**context, "organisations": chosen_cards(keys, request) if request else []}


BODY_BLOCKS = [
    (
        "heading",
        blocks.CharBlock(
            label=_("Überschrift"),
            icon="title",
            template="core/blocks/heading.html",
            description=_("Gliedert die Seite in Abschnitte."),
            preview_value=_("So arbeiten wir"),
        ),
    ),
    (
        "text",
        blocks.RichTextBlock(
            label=_("Text"),
            features=TEXT_FEATURES,
            template="core/blocks/text.html",
            description=_("Absätze, Aufzählungen, Verweise."),
            preview_value=_("<p>Wir treffen uns jeden ersten Dienstag im Monat. Gäste sind willkommen.</p>"),
        ),
    ),
    (
        "image",
        ImageBlock(
            label=_("Bild"),
            template="core/blocks/image.html",
            description=_("Ein Bild mit einem Satz, der sagt, was darauf zu sehen ist."),
        ),
    ),
    ("quote", QuoteBlock()),
    ("fold", FoldBlock()),
    (
        "documents",
        blocks.ListBlock(
            DocumentChooserBlock(),
            label=_("Dokumente"),
            icon="doc-full",
            template="core/blocks/documents.html",
            description=_("Dateien zum Mitnehmen."),
        ),
    ),
    ("link", LinkBlock()),
    ("next_dates", NextDatesBlock()),
    ("organisations", OrganisationsBlock()),
]
