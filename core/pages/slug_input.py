"""Addresses of pages in the editor: suggested with umlauts written out."""

from __future__ import annotations

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import SlugInput

from core.directory.slugs import UMLAUTS


class GermanSlugInput(SlugInput):
    """Suggests „ueber-uns“ for „Über uns“; Wagtail alone would suggest „uber-uns“."""

    def __init__(self, attrs: dict[str, str] | None = None, **kwargs: object) -> None:
        written_out = [(chr(letter), str(letters)) for letter, letters in UMLAUTS.items()]
        super().__init__(attrs, **{"formatters": written_out, **kwargs})


register_form_field_override(models.SlugField, override={"widget": GermanSlugInput})
