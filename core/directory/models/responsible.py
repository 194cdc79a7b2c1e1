"""Who answers for pages: what German law wants to be named, for the operator and for each organisation and alliance."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

#: In the order in which they are asked for.
IMPRINT = ("legal_name", "legal_address", "represented_by", "register", "vat_id", "responsible_person", "inbox")


class Responsible(models.Model):
    """The imprint (§ 5 DDG, § 18 (2) MStV), and where messages go."""

    legal_name = models.CharField(
        _("Vollständiger Name"), max_length=200, blank=True, help_text=_("Wie in Satzung oder Register.")
    )
    legal_address = models.TextField(
        _("Ladungsfähige Anschrift"), blank=True, help_text=_("Straße und Ort, kein Postfach.")
    )
    represented_by = models.CharField(
        _("Vertreten durch"), max_length=250, blank=True, help_text=_("Zum Beispiel: Vorstand, mit Namen.")
    )
    register = models.CharField(
        _("Register"), max_length=200, blank=True, help_text=_("Zum Beispiel: Amtsgericht Mannheim, VR 1234.")
    )
    vat_id = models.CharField(_("Umsatzsteuer-ID"), max_length=40, blank=True)
    responsible_person = models.CharField(
        _("Verantwortlich für den Inhalt"),
        max_length=250,
        blank=True,
        help_text=_("Name und Anschrift eines Menschen (§ 18 Abs. 2 MStV)."),
    )
    inbox = models.EmailField(
        _("E-Mail-Adresse für Nachrichten"),
        blank=True,
        help_text=_("Nicht öffentlich. Hierhin gehen Nachrichten aus Formularen; leer: an die öffentliche Adresse."),
    )

    class Meta:
        abstract = True

    @property
    def imprint_facts(self) -> list[tuple[str, str]]:
        """What is known, as (label, words)."""
        names = ("represented_by", "register", "vat_id", "responsible_person")
        fields: list[Any] = [self._meta.get_field(name) for name in names]
        return [(str(field.verbose_name), getattr(self, field.name)) for field in fields]
