"""The Django app: its label is the plugin's slug, whatever the module is called."""

from django.apps import AppConfig

from allmende_polls.failing import fail_if

fail_if("apps")


class PollsConfig(AppConfig):
    name = "allmende_polls"
    label = "polls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        fail_if("ready")
