"""Blocks for the body of pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from allmende.api import coming

from .models import WorkshopPage


class NextWorkshopsBlock(blocks.StructBlock):
    """The next dates of workshops, always up to date."""

    title = blocks.CharBlock(label=_("Überschrift"), default=_("Nächste Workshops"), max_length=120)
    count = blocks.IntegerBlock(label=_("Wie viele"), default=5, min_value=1, max_value=20)

    class Meta:
        icon = "date"
        label = _("Nächste Workshops")
        description = _("Zeigt die nächsten Workshops der Website. Wird von selbst aktuell.")
        template = "workshops/blocks/next.html"
        preview_value = {"title": _("Nächste Workshops"), "count": 3}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the dates; without a request, as in a preview of the block alone, there are none."""
        context = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        agenda = coming(request, limit=value.get("count") or 5, kind=WorkshopPage.kind) if request else []
        return {**context, "agenda": agenda}
