"""What an editor sets once for the whole site."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

#: The pages that the footer leads to.
NAMED_PAGES = ("about", "help", "imprint", "privacy", "accessibility")


def named_page(label: Any) -> models.ForeignKey:
    """Return a field for a page that is known by what it is for; empty again when the page is deleted."""
    return models.ForeignKey(
        "wagtailcore.Page", verbose_name=label, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """Contact, notice and legal pages of one site."""

    contact_email = models.EmailField(_("E-Mail-Adresse der Website"), blank=True)
    contact_phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    notice = models.CharField(
        _("Hinweis über allen Seiten"),
        max_length=250,
        blank=True,
        help_text=_("Zum Beispiel, dass dies eine Vorführung ist."),
    )
    about = named_page(_("Über diese Website"))
    help = named_page(_("Hilfe"))
    imprint = named_page(_("Impressum"))
    privacy = named_page(_("Datenschutz"))
    accessibility = named_page(_("Barrierefreiheit"))

    panels = [
        FieldPanel("contact_email"),
        FieldPanel("contact_phone"),
        FieldPanel("notice"),
        MultiFieldPanel([PageChooserPanel(name) for name in NAMED_PAGES], heading=_("Verweise in der Fußzeile")),
    ]

    class Meta:
        verbose_name = _("Website")
