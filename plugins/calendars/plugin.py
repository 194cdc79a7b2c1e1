"""What Allmende must know of this plugin while the settings load."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from allmende.plugin import Manifest, hookimpl


@hookimpl
def manifest() -> Manifest:
    """Describe the plugin."""
    return Manifest(
        slug="calendars",
        label=_("Kalender"),
        description=_("Alle Termine als Liste und als Monat, mit Kalender-Abos."),
        apps=("plugins.calendars",),
        requires=">=0.1,<1",
        url_prefix=pgettext_lazy("address", "kalender"),
        active_by_default=True,
    )
