"""What the catalogues of all apps say together: Django merges them, and the first app in the settings wins."""

from __future__ import annotations

from django.utils.translation import gettext, override, pgettext

from allmende.catalogs import find_disagreements, find_missing
from allmende.messages import apps, messages_of


def shown_in_german() -> list[tuple[str, str]]:
    with override("de"):
        return [
            (text, pgettext(context, text) if context else gettext(text))
            for app in apps()
            for context, text in messages_of(app)
        ]


def test_german_shows_what_stands_in_the_source():
    """A package's own German must not take over one of our words: „Tag“ would be a keyword."""
    assert [(text, shown) for text, shown in shown_in_german() if text != shown] == []


def test_no_two_catalogues_say_the_same_sentence_differently():
    assert list(find_disagreements()) == []


def test_english_is_complete_and_easy_german_on_the_citizens_path():
    assert list(find_missing()) == []
