"""The blocks that every page body offers; plugins add theirs by the hook `stream_blocks`."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class QuoteBlock(blocks.StructBlock):
    """What somebody said, with their consent."""

    text = blocks.TextBlock(label=_("Zitat"))
    name = blocks.CharBlock(label=_("Name"))
    role = blocks.CharBlock(label=_("Rolle"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Zitat")
        template = "core/blocks/quote.html"


class FoldBlock(blocks.StructBlock):
    """A question and its answer, opened by a click."""

    title = blocks.CharBlock(label=_("Überschrift"))
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link", "ol", "ul"])

    class Meta:
        icon = "collapse-down"
        label = _("Aufklappen")
        template = "core/blocks/fold.html"


class LinkBlock(blocks.StructBlock):
    """One button that leads on."""

    label = blocks.CharBlock(label=_("Beschriftung"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Seite"), required=False)
    url = blocks.URLBlock(label=_("oder Adresse"), required=False)

    class Meta:
        icon = "link"
        label = _("Knopf")
        template = "core/blocks/link.html"


BODY_BLOCKS = [
    ("heading", blocks.CharBlock(label=_("Überschrift"), icon="title", template="core/blocks/heading.html")),
    (
        "text",
        blocks.RichTextBlock(
            label=_("Text"),
            features=["h3", "bold", "italic", "ol", "ul", "link", "document-link"],
            template="core/blocks/text.html",
        ),
    ),
    ("image", ImageBlock(label=_("Bild"), template="core/blocks/image.html")),
    ("quote", QuoteBlock()),
    ("fold", FoldBlock()),
    (
        "documents",
        blocks.ListBlock(
            DocumentChooserBlock(), label=_("Dokumente"), icon="doc-full", template="core/blocks/documents.html"
        ),
    ),
    ("link", LinkBlock()),
]
