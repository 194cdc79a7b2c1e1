"""The groups under which editors find blocks, in the order in which they are offered."""

from django.utils.translation import gettext_lazy as _

WORDS = _("Text")
PICTURES = _("Bild und Film")
PEOPLE = _("Menschen und Organisationen")
LEADING = _("Weiterführen")
LAYOUT = _("Aufteilung")
