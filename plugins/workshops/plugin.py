"""What Allmende must know of this plugin while the settings load."""

from django.utils.translation import gettext_lazy as _

from allmende.plugin import Manifest, hookimpl


@hookimpl
def manifest() -> Manifest:
    """Describe the plugin."""
    return Manifest(
        slug="workshops",
        label=_("Workshops"),
        description=_("Workshops mit Terminen, Anmeldung ohne Konto und Warteliste."),
        apps=("plugins.workshops",),
        requires=">=0.1,<1",
        url_prefix="workshops",
        active_by_default=True,
    )
