import pytest
from django.core.exceptions import ValidationError

from core.visitors.fields import MailField, NameField


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Ada   Beispiel ", "Ada Beispiel"),
        ("Jörg Häßler-Œuvre", "Jörg Häßler-Œuvre"),
        ("Jo\u0308rg", "Jörg"),
        ("Eva „Ecke“ O'Neil & Söhne", "Eva „Ecke“ O'Neil & Söhne"),
        ("مریم نمونه", "مریم نمونه"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧 Familie", "👩\u200d👧 Familie"),
        ("Eva\u202eDROWSSAP", "EvaDROWSSAP"),
        ("Ada\u200b\u2028Beispiel", "Ada Beispiel"),
        ("Dr.med. J.R. Beispiel", "Dr. med. J. R. Beispiel"),
        ("Gewinn auf example.org holen", "Gewinn auf example. org holen"),
        ("{{ 7 }} %s", "{{ 7 }} %s"),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(typed, name):
    assert NameField(max_length=120).clean(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        "\u200b\u200b",
        "---",
        "Ruf an: 0900 12345",
        "www.example.org",
        "http:example",
        "<b>Ada</b>",
        "a@example.org",
        "Ada\0",
        "a" * 121,
        "a." * 60,
        "",
    ],
)
def test_what_is_no_name_is_refused(typed):
    with pytest.raises(ValidationError):
        NameField(max_length=120).clean(typed)


def test_a_name_may_be_left_out_where_nobody_needs_it():
    assert NameField(required=False).clean(" \u200b ") == ""


@pytest.mark.parametrize(
    "typed", ["a@example.org", "a@bücher.example", "a@例え.jp", "a@ex\u00adample.org", "a+b@example.org"]
)
def test_an_address_that_mail_can_reach(typed):
    assert MailField().clean(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "a@[127.0.0.1]",
        "a@" + "ü" * 60 + ".de",
        "a" * 64 + "@" + ".".join(["ü" * 20] * 8) + ".de",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org,b@example.org",
        "a@example.org\0",
    ],
)
def test_an_address_that_it_cannot(typed):
    with pytest.raises(ValidationError):
        MailField(max_length=254).clean(typed)
