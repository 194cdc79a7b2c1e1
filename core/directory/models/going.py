"""What one wants to know before one goes somewhere: cost, whom to ask, and what makes it possible for everybody.

Shared by events and by whatever a plugin invites to, so that pages, feeds and lists say it in the same way.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.directory.access_offers import AccessOffer
from core.phrases import money_phrase, money_range_phrase, own_choice_phrase, reduction_phrase


class CostKind(models.TextChoices):
    """How a price is made. The empty value is what most things are."""

    FREE = "", gettext_lazy("kostenlos")
    AMOUNT = "amount", gettext_lazy("fester Betrag")
    SLIDING = "sliding", gettext_lazy("nach Selbsteinschätzung")


class OffersField(models.JSONField):
    """Access offers, as a list of the values of `AccessOffer`, ticked in forms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(default=list, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Stand in migrations as the plain field that it is in the database: plugins' may name nothing of core."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]
        return forms.MultipleChoiceField(
            label=self.verbose_name,
            help_text=self.help_text,
            required=False,
            choices=AccessOffer.choices,
            widget=forms.CheckboxSelectMultiple,
        )


class AmountField(models.DecimalField):
    """Euros and cents, typed as people write them here: 7,50."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_digits=7, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))])
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Stand in migrations as the plain field that it is in the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]
        field: Any = super().formfield(**{**kwargs, "localize": True})
        field.widget.attrs["inputmode"] = "decimal"
        return field  # type: ignore[no-any-return]


class Going(models.Model):
    """Cost, contact and access of something that one goes to."""

    cost_kind = models.CharField(
        gettext_lazy("Kosten"), max_length=12, choices=CostKind.choices, default=CostKind.FREE, blank=True
    )
    cost_from = AmountField(
        gettext_lazy("Betrag in Euro"), help_text=gettext_lazy("Bei Selbsteinschätzung: der kleinste.")
    )
    cost_to = AmountField(gettext_lazy("Größter Betrag in Euro"), help_text=gettext_lazy("Nur bei Selbsteinschätzung."))
    cost_reduced = AmountField(gettext_lazy("Ermäßigter Betrag in Euro"))
    reduced_for = models.CharField(
        gettext_lazy("Ermäßigung gilt für"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Zum Beispiel: Studierende, mit Stadtpass, unter 18 Jahren."),
    )
    cost = models.CharField(
        gettext_lazy("Zu den Kosten in Worten"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Zum Beispiel: Spenden willkommen. Ohne Betrag und ohne Worte ist es kostenlos."),
    )
    contact = models.CharField(
        gettext_lazy("Fragen beantwortet"), max_length=200, blank=True, help_text=gettext_lazy("Name, öffentlich.")
    )
    contact_phone = models.CharField(
        gettext_lazy("Telefon für Fragen"), max_length=40, blank=True, help_text=gettext_lazy("Öffentlich.")
    )
    offers = OffersField(
        gettext_lazy("Damit alle teilnehmen können"),
        help_text=gettext_lazy("Was der Ort bietet, steht beim Ort und muss hier nicht noch einmal stehen."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        faults: dict[str, Any] = {}
        if self.cost_kind and self.cost_from is None:
            faults["cost_from"] = ValidationError(_("Bitte geben Sie den Betrag an."), code="amount_missing")
        if self.cost_kind == CostKind.SLIDING and self._is_turned_round():
            faults["cost_to"] = ValidationError(_("Der größte Betrag ist kleiner als der kleinste."), code="turned")
        if self._reduction_is_none():
            message = _("Die Ermäßigung muss kleiner sein als der Betrag.")
            faults["cost_reduced"] = ValidationError(message, code="no_reduction")
        if faults:
            raise ValidationError(faults)

    def _is_turned_round(self) -> bool:
        return self.cost_to is not None and self.cost_from is not None and self.cost_to < self.cost_from

    def _reduction_is_none(self) -> bool:
        known = self.cost_reduced is not None and self.cost_from is not None
        return self.cost_kind == CostKind.AMOUNT and known and self.cost_reduced >= self.cost_from

    @property
    def price(self) -> str:
        """The amount alone, short enough for lists: „8 €“, „5 bis 20 €“; words where there is none; empty for free."""
        if not self.cost_kind or self.cost_from is None:
            return self.cost
        if self.cost_kind == CostKind.SLIDING:
            return money_range_phrase(self.cost_from, self.cost_to)
        return money_phrase(self.cost_from)

    @property
    def cost_line(self) -> str:
        """All about the cost in the active language; empty where it is free and nothing is to be added."""
        if not self.cost_kind or self.cost_from is None:
            return self.cost
        parts = [self.price, self._reduction(), self.cost]
        if self.cost_kind == CostKind.SLIDING:
            parts.insert(1, own_choice_phrase())
        return ". ".join(part.rstrip(".") for part in parts if part)

    def _reduction(self) -> str:
        if self.cost_kind != CostKind.AMOUNT or self.cost_reduced is None:
            return ""
        return reduction_phrase(self.cost_reduced, self.reduced_for)

    @property
    def contact_line(self) -> str:
        """Whom to ask, in one line."""
        return ", ".join(filter(None, [self.contact, self.contact_phone]))
