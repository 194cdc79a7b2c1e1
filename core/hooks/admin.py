"""What editors see of the plugin host: a panel that names broken plugins."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail.admin.ui.components import Component


class BrokenPluginsPanel(Component):
    """Names the plugins that are missing or fail; what exactly is wrong is for administrators."""

    order = 10
    template_name = "core/admin/broken_plugins.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        with_details = getattr(request.user, "is_superuser", False)
        return {"failures": settings.PLUGIN_REGISTRY.failures, "with_details": with_details}


def add_broken_plugins_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Wagtail's `construct_homepage_panels`: put the panel first if there is something to say."""
    if settings.PLUGIN_REGISTRY.failures:
        panels.append(BrokenPluginsPanel())
