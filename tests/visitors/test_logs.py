import io
import logging.config

import pytest
from django.conf import settings

from core.logs import hidden
from core.visitors import links
from core.visitors.sealed import seal


@pytest.mark.parametrize(
    "make",
    [lambda: links.make("a", "some-key", "secret"), lambda: links.make("a", ""), lambda: seal("a", {"b": "c"})],
    ids=["with a secret", "short", "sealed"],
)
def test_no_token_goes_into_the_log(make):
    token = make()
    assert hidden(f"Not Found: /workshops/anmeldung/{token}/absagen/") == "Not Found: /workshops/anmeldung/…/absagen/"


def test_other_addresses_stay():
    words = "Not Found: /organisationen/allianz-fuer-beteiligung/eine-sehr-lange-adresse-von-jemandem/bild.min.css"
    assert hidden(words) == words


def test_every_handler_hides_them():
    assert all("hide_tokens" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
    logged = io.StringIO()
    handler = logging.StreamHandler(logged)
    handler.addFilter(
        logging.config.DictConfigurator(settings.LOGGING).configure_filter(settings.LOGGING["filters"]["hide_tokens"])
    )
    token = links.make("a", "some-key", "secret")
    handler.handle(logging.LogRecord("x", logging.WARNING, "", 0, "%s: %s", ("Conflict", f"/a/{token}/"), None))
    assert logged.getvalue() == "Conflict: /a/…/\n"
