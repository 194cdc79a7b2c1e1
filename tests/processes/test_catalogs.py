"""Translations are compiled without a system package."""

import gettext
import os
from pathlib import Path

import pytest

from allmende.catalogs import catalogs, compile_catalog, find_problems, is_outdated

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def po(tmp_path) -> Path:
    file = tmp_path / "core/locale/en/LC_MESSAGES/django.po"
    file.parent.mkdir(parents=True)
    file.write_text(HEADER + 'msgid "Haus"\nmsgstr "house"\n\n#, fuzzy\nmsgid "Baum"\nmsgstr "beam"\n')
    return file


def test_a_catalog_is_compiled_when_it_is_newer(tmp_path, po):
    assert list(catalogs(tmp_path)) == [po]
    assert is_outdated(po)

    compile_catalog(po)
    assert not is_outdated(po)
    with po.with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("Haus") == "house"
    assert words.gettext("Baum") == "Baum"

    later = po.with_suffix(".mo").stat().st_mtime + 1
    os.utime(po, (later, later))
    assert is_outdated(po)


def test_catalogs_of_installed_packages_are_left_alone(tmp_path):
    other = tmp_path / ".venv/lib/somebody/locale/en/LC_MESSAGES/django.po"
    other.parent.mkdir(parents=True)
    other.write_text(HEADER)

    assert list(catalogs(tmp_path)) == []


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ('#, python-format\nmsgid "%(name)s da"\nmsgstr "%(nam)s there"\n', "unknown named placeholder 'nam'"),
        ('msgid "<b>%s</b> da"\nmsgstr "%s there"\n', "tags or fields differ"),
        ('msgid "{day} frei"\nmsgstr "free on {tag}"\n', "tags or fields differ"),
        ('msgid "ohne Antwort"\nmsgid "noch eine"\nmsgstr ""\n', "missing msgstr"),
    ],
)
def test_what_would_go_wrong_is_named(po, message, problem):
    po.write_text(HEADER + message)

    [found] = find_problems(po)

    assert problem in found


def test_a_good_catalog_has_no_problems(po):
    assert list(find_problems(po)) == []
