"""Blocks for the body of pages."""

from django.utils.translation import gettext_lazy as _

from allmende.api import NextDatesBlock

from .models import WorkshopPage


class NextWorkshopsBlock(NextDatesBlock):
    """The next dates of workshops, always up to date."""

    dates_kind = WorkshopPage.kind

    class Meta:
        label = _("Nächste Workshops")
        description = _("Zeigt die nächsten Workshops. Wird von selbst aktuell.")
        preview_value = {"title": _("Nächste Workshops"), "count": 3}
