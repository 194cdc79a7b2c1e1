"""Forms that visitors fill in."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from allmende.api import MailField, NameField, VisitorForm, addresses

from ..domain.looking import Look
from ..models.registrations import CODE_ALPHABET, CODE_LENGTH

PHONE_DIGITS = 5


class RegistrationForm(VisitorForm):
    """Who comes, and how to reach them: an e-mail address, or else a telephone number."""

    name = NameField(
        label=gettext_lazy("Vor- und Nachname"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Bitte geben Sie Ihren Namen an.")},
    )
    email = MailField(
        label=gettext_lazy("E-Mail-Adresse"),
        required=False,
        max_length=254,
        help_text=gettext_lazy(
            "Dorthin kommen die Bestätigung und der Link zum Absagen. Ohne E-Mail genügt das Telefon."
        ),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("Die Adresse ist nicht vollständig. Sie sieht so aus: name@post.de")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Telefon"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Nur nötig, wenn Sie keine E-Mail-Adresse angeben."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    places = forms.IntegerField(
        label=gettext_lazy("Wie viele Personen?"),
        min_value=1,
        initial=1,
        error_messages={"required": gettext_lazy("Bitte geben Sie an, wie viele Personen kommen.")},
    )
    #: The address that was already asked about, so that one who insists on it is believed.
    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    errors_text: str | Promise = gettext_lazy("Ihr Platz ist noch nicht vergeben.")

    def __init__(self, data: Any = None, *, look: Look, **kwargs: Any) -> None:
        super().__init__(data, purpose="workshops.register", subject=str(look.session.key), **kwargs)
        most = min(filter(None, [look.session.max_places, look.capacity]))
        if most == 1:
            del self.fields["places"]
        else:
            self._limit_places(most)

    def _limit_places(self, most: int) -> None:
        field = cast(forms.IntegerField, self.fields["places"])
        field.max_value = most
        field.validators = [*field.validators, MaxValueValidator(most)]
        field.help_text = ngettext("Höchstens eine je Anmeldung.", "Höchstens %(most)d je Anmeldung.", most) % {
            "most": most
        }
        field.widget.attrs.update({"class": "short", "min": 1, "max": most})

    def clean_email(self) -> str:
        """Return the address in its one spelling; ask once about one that looks mistyped."""
        typed = self.cleaned_data["email"]
        if not typed:
            return ""
        meant = addresses.suggestion(typed)
        if meant and self.data.get("asked") != typed:
            self.data["asked"] = typed
            question = _("Meinten Sie %(meant)s? Wenn Ihre Adresse so stimmt, senden Sie sie noch einmal ab.")
            raise forms.ValidationError(question % {"meant": meant}, code="mistyped")
        return addresses.normalise(typed)

    def clean_phone(self) -> str:
        phone = " ".join(self.cleaned_data["phone"].split())
        if phone and sum(sign.isdigit() for sign in phone) < PHONE_DIGITS:
            raise forms.ValidationError(_("Bitte geben Sie die ganze Telefonnummer an."), code="short")
        return phone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        reachable = {"email", "phone"} & (cleaned.keys() | self.errors.keys())
        given = cleaned.get("email") or cleaned.get("phone") or {"email", "phone"} & self.errors.keys()
        if reachable == {"email", "phone"} and not given:
            text = _("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an, damit wir Sie erreichen.")
            self.add_error("email", forms.ValidationError(text, code="required"))
        return cleaned

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields in parts, as templates/components/form.html shows them."""
        return [(_("Wer kommt?"), [field for field in self if not field.is_hidden])]


class ButtonForm(VisitorForm):
    """Nothing to fill in: one press of a button."""


class PlacesForm(VisitorForm):
    """How many places somebody keeps."""

    places = forms.TypedChoiceField(label=gettext_lazy("So viele kommen"), coerce=int)

    def __init__(self, data: Any = None, *, most: int, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = cast(forms.TypedChoiceField, self.fields["places"])
        field.choices, field.initial = [(number, str(number)) for number in range(1, most)], most - 1


class CodeForm(VisitorForm):
    """The code of a registration without e-mail."""

    code = forms.CharField(
        label=gettext_lazy("Ihr Code"),
        max_length=40,
        help_text=gettext_lazy("Zehn Zeichen. Er stand auf der Seite, als Sie sich angemeldet haben."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = "".join(sign for sign in self.cleaned_data["code"].upper() if sign in CODE_ALPHABET)
        if len(code) != CODE_LENGTH:
            raise forms.ValidationError(_("Ein Code hat zehn Zeichen. Bitte prüfen Sie ihn."), code="length")
        return code
