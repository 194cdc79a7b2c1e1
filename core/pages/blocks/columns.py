"""Two columns, which stand below each other on phones."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .groups import LAYOUT
from .leading import LinkBlock
from .pictures import PictureBlock
from .previews import SampledBlock
from .words import HEADING, TEXT, DisclosureBlock, QuoteBlock

#: What has no need of the whole width.
INNER = [
    ("heading", HEADING),
    ("text", TEXT),
    ("image", PictureBlock()),
    ("quote", QuoteBlock()),
    ("disclosure", DisclosureBlock()),
    ("link", LinkBlock()),
]


class ColumnsBlock(SampledBlock):
    """Two columns of equal width; read from left to right."""

    left = blocks.StreamBlock(INNER, label=_("Links"))
    right = blocks.StreamBlock(INNER, label=_("Rechts"))

    class Meta:
        icon = "table"
        group = LAYOUT
        label = _("Zwei Spalten")
        description = _("Text und Bild nebeneinander. Auf dem Telefon steht die linke Spalte oben.")
        template = "core/blocks/columns.html"

    def sample(self) -> dict[str, Any]:
        picture = PictureBlock()
        text = _("<p>Gekocht wird mit dem, was der Garten hergibt. Wer mag, schnippelt mit.</p>")
        left, right = self.child_blocks["left"], self.child_blocks["right"]
        return {
            "left": blocks.StreamValue(
                left,
                [("heading", _("Mittwochs wird gekocht")), ("text", left.child_blocks["text"].normalize(str(text)))],
            ),
            "right": blocks.StreamValue(right, [("image", picture.get_preview_value())]),
        }
