"""Which plugins a site uses."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from .activation import forget
from .forms import PluginChoicesPanel, PluginSettingsForm


@register_setting(icon="grid")
class PluginSettings(BaseSiteSetting):
    """The choice for one site: {slug: bool}. A plugin that is not named keeps its own default."""

    chosen = models.JSONField(_("Auswahl"), default=dict, blank=True)

    base_form_class = PluginSettingsForm
    edit_handler = PluginChoicesPanel()

    class Meta:
        verbose_name = _("Module")
        verbose_name_plural = _("Module")

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        forget(self.site)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        result = super().delete(*args, **kwargs)
        forget(self.site)
        return result
