"""Blocks that lead on: a button, one loud call, documents, pages as cards, the next dates."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from core.pages.listings import Card

from .groups import LEADING
from .previews import SampledBlock, SampleFile
from .words import title_block

KINDS = [
    ("alliance", _("Bündnis (grün)")),
    ("event", _("Veranstaltung (rot)")),
    ("workshop", _("Workshop (gelb)")),
    ("project", _("Projekt (hellgrün)")),
    ("funding", _("Förderung (orange)")),
    ("survey", _("Umfrage (rosa)")),
    ("room", _("Raum (blau)")),
    ("organisation", _("Organisation (violett)")),
]
#: So many pages below another one a teaser shows.
MOST = 12


class TargetBlock(blocks.StructBlock):
    """Something that leads to exactly one place: a page here, or an address elsewhere."""

    page = blocks.PageChooserBlock(label=_("Seite"), required=False)
    url = blocks.URLBlock(label=_("oder Adresse"), required=False)

    def clean(self, value: Any) -> Any:
        """Ask for exactly one way to go."""
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            error = ValidationError(_("Bitte wählen Sie eine Seite oder geben Sie eine Adresse an."), code="one_target")
            raise StructBlockValidationError(block_errors={"page": error})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `target`, the address; empty where the chosen page is not public any more."""
        context = super().get_context(value, parent_context=parent_context)
        page, request = value.get("page"), context.get("request")
        if not page:
            return {**context, "target": value.get("url") or ""}
        return {**context, "target": (page.get_url(request) or "") if page.live else ""}


class LinkBlock(TargetBlock):
    """One button that leads on."""

    label = blocks.CharBlock(label=_("Beschriftung"), max_length=60)

    class Meta:
        icon = "link"
        group = LEADING
        label = _("Knopf")
        description = _("Führt zu einer Seite hier oder anderswo.")
        template = "core/blocks/link.html"
        form_layout = BlockGroup(children=["label", "page", "url"])
        preview_value = {"label": _("Mitglied werden"), "url": "https://example.org/"}


class CallBlock(TargetBlock):
    """One loud area with one button. A second one on a page would make both quiet."""

    title = title_block()
    text = blocks.TextBlock(label=_("Text"), required=False, rows=3)
    label = blocks.CharBlock(label=_("Beschriftung des Knopfs"), max_length=60)
    kind = blocks.ChoiceBlock(label=_("Farbe"), choices=KINDS, default="alliance")

    class Meta:
        icon = "pick"
        group = LEADING
        label = _("Aufruf")
        description = _("Eine farbige Fläche mit einem Knopf. Nur einmal auf jeder Seite.")
        template = "core/blocks/call.html"
        form_layout = BlockGroup(children=["title", "text", "label", "page", "url"], settings=["kind"])
        preview_value = {
            "title": _("Ein Platz am Tisch ist frei"),
            "text": _("Sagen Sie, was Sie gern tun. Den Rest finden wir zusammen."),
            "label": _("Mitmachen"),
            "kind": "project",
            "url": "https://example.org/",
        }


class DownloadsBlock(SampledBlock):
    """Documents to take along, with type and size."""

    title = title_block()
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Dokumente"), min_num=1)

    class Meta:
        icon = "doc-full"
        group = LEADING
        label = _("Zum Mitnehmen")
        description = _("Dateien mit Titel, Art und Größe.")
        template = "core/blocks/downloads.html"

    def sample(self) -> dict[str, Any]:
        files = [
            SampleFile(str(_("Satzung des Vereins")), "pdf", 148_000),
            SampleFile(str(_("Beitrittserklärung")), "odt", 31_000),
        ]
        return {"title": _("Zum Mitnehmen"), "documents": files}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `files` as templates/components/document_link.html shows them."""
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "files": [download(document) for document in value["documents"] if document]}


def download(document: Any) -> dict[str, Any]:
    """Return what a link to a document says of it."""
    return {
        "title": document.title,
        "url": document.url,
        "format": document.file_extension.upper(),
        "size": document.file_size,
    }


class TeaserBlock(blocks.StructBlock):
    """Pages as cards: chosen ones, or those below a page; in the visitor's language where they are translated."""

    is_previewable = True
    title = title_block()
    pages = blocks.ListBlock(blocks.PageChooserBlock(label=_("Seite")), label=_("Diese Seiten"), default=[])
    below = blocks.PageChooserBlock(
        label=_("oder alles unter dieser Seite"), required=False, help_text=_("Höchstens zwölf, in ihrer Reihenfolge.")
    )

    class Meta:
        icon = "folder"
        group = LEADING
        label = _("Seiten als Karten")
        description = _(
            "Zeigt Seiten, Organisationen, Projekte mit Bild und Einleitung. Unveröffentlichtes bleibt weg."
        )
        template = "core/blocks/teaser.html"

    def get_preview_value(self) -> Any:
        return self.normalize({"title": _("Was hier wächst"), "pages": []})

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        return {**(parent_context or {}), "sample_cards": sample_cards()}

    def clean(self, value: Any) -> Any:
        """Ask for pages, or for the page above them."""
        cleaned = super().clean(value)
        if bool(cleaned.get("pages")) == bool(cleaned.get("below")):
            error = ValidationError(_("Bitte wählen Sie Seiten oder die Seite darüber."), code="one_way")
            raise StructBlockValidationError(block_errors={"below": error})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `cards` of what everybody may see; without a request there are none."""
        context = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        known = context.get("sample_cards")
        return {**context, "cards": known or (cards_of_teaser(value, request) if request else [])}


def cards_of_teaser(value: Any, request: HttpRequest) -> list[Card]:
    """Return the cards of the chosen pages in their order, or of those below the chosen one."""
    from core.pages.teasers import cards_below, cards_of_things  # need the page models, which need this module

    if below := value.get("below"):
        return cards_below(below, request, MOST)
    return cards_of_things([page.translation_key for page in value.get("pages") or [] if page], request)


def sample_cards() -> list[Card]:
    """Return cards of things that do not exist, for the preview."""
    words = [
        ("alliance", _("Bündnis Lange Tafel"), _("Elf Vereine decken einmal im Monat den Marktplatz.")),
        ("project", _("Der Weg zum Bahnhof"), _("Mit Rollator und Kinderwagen vermessen.")),
        ("organisation", _("Dritte Tasse"), _("Kaffee, Sprachen und ein offenes Ohr.")),
    ]
    return [
        Card(title=str(title), url="#", kind=kind, text=str(text), picture_seed=f"muster-{kind}")
        for kind, title, text in words
    ]


class NextDatesBlock(blocks.StructBlock):
    """The next dates of the site or of one organisation, always up to date.

    A plugin offers the dates of its own kind of thing by a subclass that names the kind and gives it a label.
    """

    #: The kind of things whose dates are shown; empty for all.
    dates_kind: ClassVar[str] = ""

    title = title_block(required=False)
    organisation = blocks.PageChooserBlock(
        label=_("Organisation"), page_type="core.OrganisationPage", required=False, help_text=_("Leer: alle Termine.")
    )
    count = blocks.IntegerBlock(label=_("Wie viele"), default=5, min_value=1, max_value=20)

    class Meta:
        icon = "date"
        group = LEADING
        label = _("Nächste Termine")
        description = _("Zeigt, was als Nächstes stattfindet. Wird von selbst aktuell.")
        template = "core/blocks/next_dates.html"
        form_layout = BlockGroup(children=["title", "organisation"], settings=["count"])
        preview_value = {"title": _("Nächste Termine"), "count": 3}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the dates by day; without a request there are none."""
        from core.pages.agenda import coming  # needs the models that this module is a part of

        context = super().get_context(value, parent_context=parent_context)
        request, page = context.get("request"), value.get("organisation")
        chosen = {"organisation": page.specific.identity} if page else {}
        chosen |= {"kind": self.dates_kind} if self.dates_kind else {}
        agenda = coming(request, limit=value.get("count") or 5, **chosen) if request else []
        is_public = bool(page and page.live)
        usual = value.get("title") or self.meta.label
        return {**context, "agenda": agenda, "heading": usual, "url": page.get_url(request) if is_public else ""}
