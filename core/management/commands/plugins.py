"""List the plugins of this installation and what is wrong with some of them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.hooks.checks import known_failures
from core.hooks.manager import manager
from core.hooks.registry import Registry


class Command(BaseCommand):
    help = "Lists the plugins: slug, label, version, source, whether active by default, hooks, failures."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        failures = [(failure.plugin, failure.problem) for failure in known_failures()]
        plugins = describe_plugins(settings.PLUGIN_REGISTRY)
        if options["json"]:
            named = [{"plugin": plugin, "problem": problem} for plugin, problem in failures]
            self.stdout.write(json.dumps({"plugins": plugins, "failures": named}, ensure_ascii=False, indent=2))
            return
        for plugin in plugins:
            self._print_plugin(plugin)
        for slug, problem in failures:
            self.stdout.write(self.style.ERROR(f"{slug}: {problem}"))

    def _print_plugin(self, plugin: dict[str, Any]) -> None:
        state = "on by default" if plugin["active_by_default"] else "off by default"
        self.stdout.write(self.style.MIGRATE_HEADING(f"{plugin['slug']}  {plugin['label']}  {plugin['version']}"))
        self.stdout.write(f"  from {plugin['source']}, {state}")
        self.stdout.write(f"  hooks: {', '.join(plugin['hooks']) or 'none'}")


def describe_plugins(registry: Registry) -> list[dict[str, Any]]:
    """Return what is known about each loaded plugin, in dependency order, as plain values."""
    return [
        {
            "slug": slug,
            "label": str(manifest.label),
            "version": registry.versions[slug],
            "source": registry.sources[slug],
            "active_by_default": manifest.active_by_default,
            "hooks": manager.hooks_of(slug),
        }
        for slug, manifest in registry.manifests.items()
    ]
