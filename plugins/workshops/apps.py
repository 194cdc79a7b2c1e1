"""The Django app of the plugin."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "plugins.workshops"
    label = "workshops"
    verbose_name = _("Workshops")
