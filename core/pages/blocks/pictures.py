"""Blocks of pictures. What each block needs to be drawn is loaded in two queries, however many pictures there are."""

from __future__ import annotations

import copy
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from core.pages.renditions import LOGO, PHOTO

from .groups import PEOPLE, PICTURES
from .previews import SampledBlock, SamplePicture
from .words import title_block


class PictureChooserBlock(ImageChooserBlock):
    """Chooses a picture; loads it together with the sizes in which it is shown."""

    def __init__(self, *args: Any, sizes: tuple[str, ...] = PHOTO, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sizes = sizes

    @cached_property
    def model_class(self) -> Any:
        return get_image_model()

    def bulk_to_python(self, values: Any) -> list[Any]:
        """Return the pictures with these keys in their order; None for those that are gone."""
        keys = list(values)
        found = get_image_model().objects.prefetch_renditions(*self.sizes).in_bulk([key for key in keys if key])
        # The same picture may stand twice on a page, each time with its own text alternative.
        return [copy.copy(found.get(key)) for key in keys]


class DescribedPictureBlock(ImageBlock):
    """A picture that is either described in words or marked as decoration."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = PictureChooserBlock(required=required, label=_("Bild"))
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


class PictureBlock(SampledBlock):
    """A picture with its caption and the name of who made it."""

    image = DescribedPictureBlock(label=_("Bild"))
    caption = blocks.CharBlock(
        label=_("Bildunterschrift"), required=False, help_text=_("Was man nicht sieht: wer, wo, wann.")
    )
    credit = blocks.CharBlock(label=_("Urheberin oder Urheber"), required=False, max_length=120)

    class Meta:
        icon = "image"
        group = PICTURES
        label = _("Bild")
        description = _("Ein Bild mit einem Satz, der sagt, was darauf zu sehen ist, oder als Schmuck gekennzeichnet.")
        template = "core/blocks/picture.html"
        form_layout = BlockGroup(children=["image", "caption"], settings=["credit"])

    def sample(self) -> dict[str, Any]:
        image = SamplePicture("event", "hoffest", _("Leute sitzen an einem langen Tisch im Hof."))
        return {"image": image, "caption": _("Das Hoffest im September."), "credit": "Mira Tannwald"}


class GalleryBlock(SampledBlock):
    """Some pictures beside each other."""

    title = title_block(required=False)
    pictures = blocks.ListBlock(PictureBlock(), label=_("Bilder"), min_num=2, max_num=12)

    class Meta:
        icon = "grid"
        group = PICTURES
        label = _("Galerie")
        description = _("Zwei bis zwölf Bilder nebeneinander, jedes mit eigener Beschreibung.")
        template = "core/blocks/gallery.html"

    def sample(self) -> dict[str, Any]:
        seen = [("event", _("Aufbau am Morgen")), ("workshop", _("Alle an einem Tisch")), ("room", _("Der neue Saal"))]
        pictures = [
            {"image": SamplePicture(kind, f"galerie-{kind}", caption), "caption": caption} for kind, caption in seen
        ]
        return {"title": _("So war es"), "pictures": pictures}


class LogoBlock(blocks.StructBlock):
    """A partner: the name says what the mark shows."""

    name = blocks.CharBlock(label=_("Name"), max_length=120, help_text=_("Wird vorgelesen, wo das Zeichen steht."))
    image = PictureChooserBlock(label=_("Zeichen"), required=False, sizes=LOGO)
    url = blocks.URLBlock(label=_("Adresse"), required=False)

    class Meta:
        icon = "group"
        label = _("Partner")


class LogosBlock(SampledBlock):
    """The marks of partners."""

    title = title_block(required=False)
    logos = blocks.ListBlock(LogoBlock(), label=_("Partner"), min_num=1)

    class Meta:
        icon = "group"
        group = PEOPLE
        label = _("Partner")
        description = _("Die Zeichen von Partnern. Der Name ersetzt das Zeichen, wo keines da ist.")
        template = "core/blocks/logos.html"

    def sample(self) -> dict[str, Any]:
        logos = [{"name": name, "image": None} for name in ("Werkhof", "Tafelladen", "Dritte Tasse", "Am Anger")]
        return {"title": _("Mit dabei"), "logos": logos}
