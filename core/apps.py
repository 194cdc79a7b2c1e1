"""The Django app that every plugin stands on."""

from django.apps import AppConfig
from django.conf import settings


class CoreConfig(AppConfig):
    name = "core"
    label = "core"
    verbose_name = "Allmende"

    def ready(self) -> None:
        from .calendar import signals as calendar_signals
        from .hooks import checks, manager  # noqa: F401 -- checks register themselves
        from .pages import deadlines_source, events_source, meetings_source
        from .pages import signals as page_signals
        from .pages.accounts import signals as account_signals

        manager.register_hooks(settings.PLUGIN_REGISTRY)
        page_signals.connect()
        account_signals.connect()
        events_source.register()
        deadlines_source.register()
        meetings_source.register()
        calendar_signals.connect()
