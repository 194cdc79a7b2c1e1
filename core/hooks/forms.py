"""The form of the plugins that are active on a site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import Panel

from .activation import effective
from .contracts import Manifest
from .inventory import holdings


class PluginSettingsForm(WagtailAdminModelForm):
    """One checkbox per plugin; switching off what people use must be confirmed after seeing what hangs on it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.manifests: dict[str, Manifest] = settings.PLUGIN_REGISTRY.manifests
        self.active_before = effective(self.instance.chosen, self.manifests)
        self.unconfirmed: set[str] = set()
        for slug, manifest in self.manifests.items():
            self.fields[f"on_{slug}"] = forms.BooleanField(
                label=manifest.label, required=False, initial=slug in self.active_before
            )
            self.fields[f"off_{slug}"] = forms.BooleanField(label=gettext_lazy("Trotzdem abschalten"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for slug, manifest in self.manifests.items():
            if cleaned.get(f"on_{slug}"):
                self._require_dependencies(slug, manifest)
            elif slug in self.active_before and not cleaned.get(f"off_{slug}"):
                self._ask_to_confirm(slug)
        return cleaned

    def _require_dependencies(self, slug: str, manifest: Manifest) -> None:
        missing = [needed for needed in manifest.depends if not self.cleaned_data.get(f"on_{needed}")]
        if missing:
            names = get_text_list([f"„{self.manifests[needed].label}“" for needed in missing], _("und"))
            self.add_error(f"on_{slug}", _("Dieses Modul braucht auch %(names)s.") % {"names": names})

    def _ask_to_confirm(self, slug: str) -> None:
        if self.describe_holdings(slug):
            self.unconfirmed.add(slug)
            self.add_error(
                f"off_{slug}", _("Nichts davon wird gelöscht, aber niemand findet es mehr. Bitte bestätigen.")
            )

    def help_text(self, slug: str) -> str:
        """Return what a plugin is for, and what hangs on it."""
        found = self.describe_holdings(slug)
        here = _("Auf dieser Website: %(holdings)s.") % {"holdings": found} if found else ""
        return f"{self.manifests[slug].description} {here}".strip()

    def describe_holdings(self, slug: str) -> str:
        """Return what hangs on a plugin on this site: „3 Seiten und 12 Anmeldungen“; empty if nothing does."""
        found = [f"{holding.count} {holding.label}" for holding in holdings(slug, self.instance.site)]
        return get_text_list(found, _("und"))

    def save(self, commit: bool = True) -> Any:
        chosen = {slug: self.cleaned_data[f"on_{slug}"] for slug in self.manifests}
        self.instance.chosen = {**self.instance.chosen, **chosen}  # keep the choice for a plugin that is missing today
        return super().save(commit)


class PluginChoicesPanel(Panel):
    """Draws `PluginSettingsForm`."""

    class BoundPanel(Panel.BoundPanel):
        """All plugins, each with what it is for and what hangs on it."""

        template_name = "core/admin/plugin_choices.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["choices"] = [self._choice(slug) for slug in self.form.manifests]
            return context

        def _choice(self, slug: str) -> dict[str, Any]:
            return {
                "on": self.form[f"on_{slug}"],
                "off": self.form[f"off_{slug}"] if slug in self.form.unconfirmed else None,
                "help_text": self.form.help_text(slug),
            }

        def render_missing_fields(self) -> str:
            return ""
