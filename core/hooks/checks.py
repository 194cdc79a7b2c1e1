"""System checks that name the plugins that are broken."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from .manager import manager, wire
from .registry import PluginError


@register("plugins")
def plugins_loaded(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Warn of each failure: the site runs without the plugin. With `PLUGINS_STRICT` it is an error."""
    kind = Error if settings.PLUGINS_STRICT else Warning
    return [_message(failure, kind) for failure in known_failures()]


@register("plugins", deploy=True)
def plugins_deployable(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Refuse to deploy with a broken plugin."""
    return [_message(failure, Error) for failure in known_failures()]


def known_failures() -> list[PluginError]:
    """Return every failure of this process, after asking all that is asked only once."""
    if manager.is_ready:
        wire()
    return settings.PLUGIN_REGISTRY.failures


def _message(failure: PluginError, kind: type[Error] | type[Warning]) -> CheckMessage:
    hint = f"Fix it, uninstall it, or set PLUGINS_DISABLED={failure.plugin}."
    return kind(str(failure), hint=hint, id="allmende.E001" if kind is Error else "allmende.W001")
