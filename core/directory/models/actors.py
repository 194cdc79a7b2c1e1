"""Relations to organisations that carry a role and a period."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.directory.partial_dates import Period


class Actor(Period):
    """Who takes part in something: an organisation of this site, or a name where it is none."""

    organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("Organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    name = models.CharField(
        _("oder ein Name"), max_length=200, blank=True, help_text=_("Für alle, die hier keine eigene Seite haben.")
    )
    role = models.CharField(_("Rolle"), max_length=160, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_is_named", condition=models.Q(organisation__isnull=False) | ~models.Q(name="")
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name to show where no page of the organisation is at hand."""
        return str(self.organisation) if self.organisation_id else self.name

    def clean(self) -> None:
        super().clean()
        if bool(self.organisation_id) == bool(self.name):
            message = _("Bitte wählen Sie eine Organisation oder schreiben Sie einen Namen.")
            raise ValidationError({"name": ValidationError(message, code="one_actor")})

    def validate_constraints(self, exclude: Any = None) -> None:
        """Leave it to `clean()` to say in words what the constraint keeps."""
        super().validate_constraints(exclude={*(exclude or ()), "organisation", "name"})
