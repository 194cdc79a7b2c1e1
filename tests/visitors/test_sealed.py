import datetime as dt
import re
from base64 import urlsafe_b64decode

import pytest
import time_machine

from core.visitors.links import LinkError
from core.visitors.sealed import seal, unseal

HOUR = dt.timedelta(hours=1)
CONTENT = {"address": "m…@example.org", "state": "waiting"}


def refused(token: str, purpose: str = "a") -> str:
    with pytest.raises(LinkError) as caught:
        unseal(purpose, token, HOUR)
    return caught.value.code


def test_only_the_server_can_read_it():
    token = seal("a", CONTENT)
    assert re.fullmatch(r"[\w-]+", token)
    assert b"example" not in urlsafe_b64decode(token + "==")
    assert unseal("a", token, HOUR) == CONTENT


def test_two_tokens_of_the_same_are_not_alike():
    assert seal("a", CONTENT) != seal("a", CONTENT)
    assert len(seal("a", CONTENT)) == len(seal("a", CONTENT))


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: token + "A", lambda _token: "", lambda _t: "ß"]
)
def test_what_was_changed_is_refused(change):
    assert refused(change(seal("a", CONTENT))) == "invalid"


def test_for_something_else_it_is_refused():
    assert refused(seal("b", CONTENT)) == "invalid"


def test_its_time_ends():
    with time_machine.travel("2026-10-01 10:00+02:00", tick=False) as clock:
        token = seal("a", CONTENT)
        clock.shift(HOUR)
        assert unseal("a", token, HOUR) == CONTENT
        clock.shift(1)
        assert refused(token) == "invalid"


def test_it_outlives_a_new_secret_key_while_the_old_one_is_kept(settings):
    token = seal("a", CONTENT)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 8
    assert unseal("a", token, HOUR) == CONTENT
    settings.SECRET_KEY_FALLBACKS = []
    assert refused(token) == "invalid"
