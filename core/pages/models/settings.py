"""What an editor sets once for the whole site."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from core.directory.models import IMPRINT, Responsible

#: The pages that the footer leads to.
NAMED_PAGES = ("about", "help", "imprint", "privacy", "accessibility")


def named_page(label: Any) -> models.ForeignKey:
    """Return a field for a page that is known by what it is for; empty again when the page is deleted."""
    return models.ForeignKey(
        "wagtailcore.Page", verbose_name=label, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


@register_setting(icon="cog")
class SiteSettings(Responsible, BaseSiteSetting):
    """Contact, notice, legal pages of one site, and who operates it."""

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
        MultiFieldPanel([FieldPanel(name) for name in IMPRINT], heading=_("Wer die Website betreibt")),
        MultiFieldPanel([PageChooserPanel(name) for name in NAMED_PAGES], heading=_("Verweise in der Fußzeile")),
    ]

    class Meta:
        verbose_name = _("Website")

    @property
    def message_address(self) -> str:
        """Where messages to the operator go; empty if nobody has said."""
        return self.inbox or self.contact_email


@register_setting(icon="view")
class AccessibilityStatement(BaseSiteSetting):
    """How accessible a site is, as its operator has found (BITV 2.0 § 7); the same in every language."""

    class Status(models.TextChoices):
        FULL = "full", _("vollständig barrierefrei")
        PARTLY = "partly", _("teilweise barrierefrei")
        NOT = "not", _("noch nicht barrierefrei")

    class Method(models.TextChoices):
        SELF = "self", _("Selbstbewertung")
        OTHERS = "others", _("Bewertung durch Dritte")

    status = models.CharField(_("Stand"), max_length=10, choices=Status.choices, blank=True)
    method = models.CharField(_("Wie geprüft wurde"), max_length=10, choices=Method.choices, default=Method.SELF)
    method_words = models.CharField(
        _("Womit geprüft wurde"),
        max_length=250,
        blank=True,
        help_text=_("Zum Beispiel: BITV-Selbsttest, Tastatur, Screenreader."),
    )
    made_on = models.DateField(_("Erklärung erstellt am"), null=True, blank=True)
    reviewed_on = models.DateField(
        _("Zuletzt überprüft am"), null=True, blank=True, help_text=_("Mindestens einmal im Jahr.")
    )
    law = models.CharField(
        _("Rechtliche Grundlage"),
        max_length=200,
        blank=True,
        help_text=_("Zum Beispiel: § 12a BGG mit BITV 2.0, § 10 L-BGG Baden-Württemberg. Leer: freiwillig."),
    )
    arbitration = models.TextField(
        _("Schlichtungsstelle"),
        blank=True,
        help_text=_("Name, Anschrift, Telefon. Für Stellen des Bundes ist es die Schlichtungsstelle nach § 16 BGG."),
    )
    arbitration_url = models.URLField(_("Website der Schlichtungsstelle"), blank=True)

    panels = [
        FieldPanel(name)
        for name in (
            *("status", "method", "method_words", "made_on", "reviewed_on"),
            *("law", "arbitration", "arbitration_url"),
        )
    ]

    class Meta:
        verbose_name = _("Erklärung zur Barrierefreiheit")
