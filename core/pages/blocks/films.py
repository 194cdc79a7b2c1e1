"""Films: our own file in the browser's player, somebody else's behind a link. Nothing of a third party is embedded."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from core.pages.films import FILMS, SUBTITLES

from .groups import PICTURES
from .pictures import PictureChooserBlock
from .previews import SampledBlock, SamplePicture
from .words import SHORT_FEATURES

EITHER = _("Bitte wählen Sie eine Datei oder geben Sie die Adresse an, unter der das Video liegt.")


class FilmBlock(SampledBlock):
    """A film with everything that is said in it to read."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    poster = PictureChooserBlock(label=_("Standbild"), required=False, help_text=_("Liegt bei uns, wie alles hier."))
    file = DocumentChooserBlock(label=_("Videodatei"), required=False, help_text=_("MP4 oder WebM, als Dokument."))
    captions = DocumentChooserBlock(label=_("Untertitel"), required=False, help_text=_("Eine Datei in WebVTT."))
    url = blocks.URLBlock(
        label=_("oder Adresse des Videos"),
        required=False,
        help_text=_("Das Video öffnet sich beim Anbieter. Hier wird von dort nichts geladen."),
    )
    is_silent = blocks.BooleanBlock(label=_("Es wird nicht gesprochen"), required=False)
    transcript = blocks.RichTextBlock(
        label=_("Abschrift"), features=SHORT_FEATURES, help_text=_("Was gesagt wird und was zu sehen ist.")
    )

    class Meta:
        icon = "media"
        group = PICTURES
        label = _("Video")
        description = _("Ein Video, das erst nach einem Klick lädt, mit Untertiteln und Abschrift.")
        template = "core/blocks/film.html"
        form_layout = BlockGroup(
            children=["title", "file", "captions", "url", "poster", "transcript"], settings=["is_silent"]
        )

    def sample(self) -> dict[str, Any]:
        return {
            "title": _("Eine Runde durch den Bürgertreff"),
            "poster": SamplePicture("room", "film", ""),
            "url": "https://video.example.org/rundgang",
            "transcript": _("<p>Mira öffnet die Tür und zeigt die Küche.</p>"),
        }

    def get_preview_value(self) -> Any:
        value = super().get_preview_value()
        value["transcript"] = self.child_blocks["transcript"].normalize(str(value["transcript"]))
        return value

    def clean(self, value: Any) -> Any:
        """Ask for one film, and for captions where somebody speaks in our own file."""
        cleaned = super().clean(value)
        if errors := faults(cleaned):
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `provider`, the host to which the link leads."""
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "provider": urlsplit(value.get("url") or "").hostname or ""}


def faults(value: Any) -> dict[str, ValidationError]:
    """Return what is wrong with a film, by the name of the field."""
    file, captions = value.get("file"), value.get("captions")
    if bool(file) == bool(value.get("url")):
        return {"file": ValidationError(EITHER, code="one_film")}
    found = {}
    if file and file.file_extension not in FILMS:
        found["file"] = ValidationError(_("Bitte wählen Sie eine Datei in MP4 oder WebM."), code="no_film")
    if captions and captions.file_extension not in SUBTITLES:
        found["captions"] = ValidationError(_("Bitte wählen Sie eine Datei in WebVTT."), code="no_captions")
    if file and not captions and not value.get("is_silent"):
        words = _("Bitte fügen Sie Untertitel an. Wird nicht gesprochen, sagen Sie es in den Einstellungen.")
        found["captions"] = ValidationError(words, code="captions_missing")
    return found
