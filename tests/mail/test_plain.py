"""How plain text is laid out."""

import re

from core.mail.plain import laid_out

LINK = "https://allmende.example.org/" + "a" * 90


def test_links_are_never_broken():
    assert laid_out(f"Hier ist es: {LINK}\n") == f"Hier ist es:\n{LINK}\n"


def test_facts_keep_their_column():
    lines = laid_out("Wo:         " + "Bürgertreff im Rathaus, " * 5).splitlines()
    assert lines[0].startswith("Wo:         Bürgertreff")
    assert len(lines) > 1
    assert all(re.match(r" {12}\S", line) for line in lines[1:])


def test_the_mark_of_a_signature_keeps_its_space():
    assert "\n-- \n" in laid_out("Text\n\n\n\n-- \nAllmende")


def test_long_words_are_left_alone():
    assert laid_out("x" * 100) == "x" * 100 + "\n"
