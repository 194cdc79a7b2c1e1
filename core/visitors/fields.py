"""Fields for what people say about themselves. It goes into mails to an address that anybody may have typed."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from core.visitors import addresses

#: What a mail program would make a link or a call of.
LINK = re.compile(r"https?:|www\.|[@<>/\\]", re.IGNORECASE)
#: A full stop before a letter: „example.org“ would become a link, „Dr. Beispiel“ does not.
TIGHT_STOP = re.compile(r"\.(?=\w)")
MOST_DIGITS = 4
#: Not seen, and yet part of letters: joiners in Persian, Hindi and family emojis.
JOINERS = frozenset("\u200c\u200d")


class NameField(forms.CharField):
    """A person's name, in any script: one line, nothing invisible, nothing that a mail program makes a link of."""

    default_error_messages = {"not_a_name": _("Bitte geben Sie nur Ihren Namen an.")}

    def clean(self, value: Any) -> str:
        """Return the name with single spaces, and one behind each full stop."""
        name = tidy(super().clean(value))
        if not name and not self.required:
            return ""
        digits = sum(sign.isdigit() for sign in name)
        too_long = self.max_length is not None and len(name) > self.max_length
        if LINK.search(name) or digits > MOST_DIGITS or too_long or not any(map(str.isalpha, name)):
            raise ValidationError(self.error_messages["not_a_name"], code="not_a_name")
        return name


class MailField(forms.EmailField):
    """A mail address that a mail can be sent to; returned as it was typed."""

    def clean(self, value: Any) -> str:
        """Refuse what looks like an address and is none: „a@[127.0.0.1]“, a domain that no DNS can hold."""
        typed = super().clean(value)
        if typed and not addresses.is_deliverable(addresses.normalise(typed)):
            raise ValidationError(self.error_messages.get("invalid", validate_email.message), code="invalid")
        return typed


def tidy(text: str) -> str:
    """Return a text on one line without signs that nobody sees, such as those which turn its direction."""
    seen = "".join(sign for sign in text if sign in JOINERS or unicodedata.category(sign) not in {"Cf", "Co", "Cn"})
    return TIGHT_STOP.sub(". ", " ".join(unicodedata.normalize("NFC", seen).split()))
