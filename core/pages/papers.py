"""Papers that something stands on: principles, statutes, agreements. They are words of a page, with its drafts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from core.directory.partial_dates import PartialDateFormField

KINDS = [
    ("principles", _("Grundsatzpapier")),
    ("statutes", _("Satzung")),
    ("agreement", _("Vereinbarung")),
    ("report", _("Bericht")),
]


class PartialDateBlock(blocks.FieldBlock):
    """A date as exactly as it is known, stored as ISO 8601 text (see core/directory/partial_dates.py)."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = PartialDateFormField(required=required, help_text=help_text)
        super().__init__(**kwargs)


class PaperValue(blocks.StructValue):
    """A paper as templates/components/document_link.html shows it."""

    @property
    def link(self) -> dict[str, Any]:
        document, kind = self["document"], str(dict(KINDS).get(self["kind"], ""))
        return {
            "title": self["title"] or document.title,
            "url": document.url,
            "text": ". ".join(filter(None, [kind, self["summary"]])),
            "format": document.file_extension.upper(),
            "size": document.file_size,
            "year": (self["dated"] or "")[:4],
        }


class PaperBlock(blocks.StructBlock):
    """A document with what it is and what it says."""

    kind = blocks.ChoiceBlock(label=_("Art"), choices=KINDS, default="principles")
    title = blocks.CharBlock(label=_("Titel"), required=False, help_text=_("Leer: der Titel des Dokuments."))
    document = DocumentChooserBlock(label=_("Dokument"))
    dated = PartialDateBlock(label=_("vom"), required=False)
    summary = blocks.TextBlock(
        label=_("Worum es geht"), required=False, help_text=_("Auch für alle, die kein PDF lesen können.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Papier")
        value_class = PaperValue
