"""The forms of messages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext, gettext_lazy

from core.visitors.fields import MailField, NameField
from core.visitors.forms import VisitorForm

LONGEST = 4000


class MessageForm(VisitorForm):
    """A message with a way to answer it: by mail or by telephone."""

    min_age = timedelta(seconds=3)
    needs_answer = True
    homepage = None  # type: ignore[assignment]

    text = forms.CharField(label=gettext_lazy("Ihre Nachricht"), max_length=LONGEST, widget=forms.Textarea({"rows": 8}))
    name = NameField(label=gettext_lazy("Name"), max_length=160, required=False)
    email = MailField(
        label=gettext_lazy("E-Mail-Adresse"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Für die Antwort. Eine Telefonnummer genügt auch."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telefon"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        reachable = cleaned.get("email") or cleaned.get("phone") or "email" in self.errors
        if self.needs_answer and not reachable:
            message = gettext("Wie erreichen wir Sie? Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an.")
            self.add_error("email", forms.ValidationError(message, code="unreachable"))
        return cleaned

    def refuse_too_many(self) -> None:
        """Say that no more messages are taken just now."""
        words = gettext("Gerade kamen sehr viele Nachrichten. Bitte versuchen Sie es in einer Stunde noch einmal.")
        self.add_error(None, forms.ValidationError(words, code="limit"))

    @property
    def is_limited(self) -> bool:
        return self.has_error(NON_FIELD_ERRORS, "limit")


class BarrierForm(MessageForm):
    """What keeps somebody out, and where; an answer is offered, not asked for."""

    needs_answer = False
    field_order = ("text", "page", "name", "email", "phone")

    text = forms.CharField(
        label=gettext_lazy("Was hindert Sie?"), max_length=LONGEST, widget=forms.Textarea({"rows": 6})
    )
    page = forms.CharField(
        label=gettext_lazy("Auf welcher Seite?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Die Adresse der Seite oder ihr Name."),
    )
