"""What coordinators fill in: who is invited, and for which organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from core.directory.models import Organisation
from core.visitors import addresses

from .inviting import account_of, same_name


class PersonForm(forms.Form):
    """Invites somebody to an organisation that is there already."""

    email = forms.EmailField(label=_("E-Mail-Adresse der Person"), max_length=254)
    language = forms.ChoiceField(label=_("Sprache der Einladung"), choices=settings.LANGUAGES, initial="de")

    def clean_email(self) -> str:
        """Return the one spelling of the address. Raises ValidationError for an account that is switched off."""
        email = addresses.normalise(self.cleaned_data["email"])
        account = account_of(email)
        if account and not account.is_active:
            raise forms.ValidationError(_("Zu dieser Adresse gehört ein Konto, das abgeschaltet ist."))
        return email


class TransferForm(PersonForm):
    """The same, and somebody may hand over to the new person."""

    replaces: Any = forms.ModelChoiceField(
        label=_("Übernimmt von"),
        queryset=None,
        required=False,
        empty_label=_("niemandem, kommt dazu"),
        help_text=_("Die gewählte Person verliert den Zugang, sobald die Einladung angenommen ist."),
    )
    field_order = ["email", "language", "replaces"]

    def __init__(self, *args: Any, editors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].queryset = editors  # type: ignore[attr-defined]
        self.fields["replaces"].label_from_instance = display_name  # type: ignore[attr-defined]


class OrganisationForm(PersonForm):
    """Makes an organisation and invites who will edit it."""

    name = forms.CharField(label=_("Name der Organisation"), max_length=200)
    category = forms.CharField(
        label=_("Art"), max_length=60, required=False, help_text=_("Zum Beispiel: Verein, Kommune, Initiative.")
    )
    needs_approval = forms.BooleanField(
        label=_("Veröffentlichen nur nach Freigabe"),
        required=False,
        help_text=_("Die Organisation reicht ein, die Koordination veröffentlicht. Das lässt sich später ändern."),
    )
    #: Shown once there is an organisation of that name.
    twin = forms.ChoiceField(
        label=_("Diesen Namen gibt es schon"), required=False, widget=forms.RadioSelect, choices=()
    )
    field_order = ["name", "twin", "category", "email", "language", "needs_approval"]

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = site
        self.existing: Organisation | None = None
        name = self.data.get("name", "")
        self.existing = same_name(site, name) if name else None
        if self.existing is None:
            del self.fields["twin"]
        else:
            self.fields["twin"].choices = [  # type: ignore[attr-defined]
                ("join", gettext("Zu „%(name)s“ einladen") % {"name": self.existing.title}),
                ("new", gettext("Eine zweite Organisation dieses Namens anlegen")),
            ]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        """Ask what is meant when the name is taken."""
        cleaned = super().clean() or {}
        if self.existing and not cleaned.get("twin"):
            self.add_error("twin", gettext("Bitte wählen Sie, was gemeint ist."))
        return cleaned

    @property
    def joins(self) -> Organisation | None:
        """The organisation that is there already, if it is meant."""
        return self.existing if self.cleaned_data.get("twin") == "join" else None


def display_name(user: Any) -> str:
    """Return how a person is called in lists: name, else the log-in."""
    return user.get_full_name() or user.get_username()
