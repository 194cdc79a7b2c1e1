"""The Django app of the plugin."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "plugins.calendars"
    label = "calendars"
    verbose_name = _("Kalender")
