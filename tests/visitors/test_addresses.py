import pytest

from core.visitors.addresses import PROVIDERS, mask, normalise, suggestion


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        (" Mia.Muster@Example.ORG ", "mia.muster@example.org"),
        ("mia@bücher.example", "mia@xn--bcher-kva.example"),
        ("mia@BÜCHER.example", "mia@xn--bcher-kva.example"),
        ("mia@straße.example", "mia@xn--strae-oqa.example"),
        ("mia@xn--bcher-kva.example", "mia@xn--bcher-kva.example"),
        ("mia@[192.0.2.1]", "mia@[192.0.2.1]"),
        ("mia@a..b", "mia@a..b"),
    ],
)
def test_one_spelling(typed, normal):
    assert normalise(typed) == normal
    assert normalise(normal) == normal


@pytest.mark.parametrize(
    ("email", "masked"), [("anna@example.org", "a…@example.org"), ("@example.org", "…@example.org")]
)
def test_mask(email, masked):
    assert mask(email) == masked


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mia@gmial.com", "mia@gmail.com"),
        ("mia@gmai.com", "mia@gmail.com"),
        ("mia@gmaill.com", "mia@gmail.com"),
        ("mia@gnail.com", "mia@gmail.com"),
        ("mia@gmail.de", "mia@gmail.com"),
        ("mia@wbe.de", "mia@web.de"),
        ("Mia@T-Onlien.de", "mia@t-online.de"),
        ("mia@gmx.d", "mia@gmx.de"),
        ("mia@example.org", ""),
        ("mia@heidelberg.de", ""),
        ("mia", ""),
        ("@gmial.com", ""),
        ("", ""),
    ],
)
def test_what_was_meant(typed, meant):
    assert suggestion(typed) == meant


@pytest.mark.parametrize("domain", PROVIDERS)
def test_a_right_address_is_never_doubted(domain):
    assert suggestion(f"mia@{domain}") == ""
