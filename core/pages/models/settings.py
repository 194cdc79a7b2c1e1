"""What an editor sets once for the whole site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


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
    about = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("Über diese Website"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    help = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("Hilfe"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    imprint = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("Impressum"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    privacy = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("Datenschutz"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accessibility = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("Barrierefreiheit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldPanel("contact_email"),
        FieldPanel("contact_phone"),
        FieldPanel("notice"),
        PageChooserPanel("about"),
        PageChooserPanel("help"),
        PageChooserPanel("imprint"),
        PageChooserPanel("privacy"),
        PageChooserPanel("accessibility"),
    ]

    class Meta:
        verbose_name = _("Website")
