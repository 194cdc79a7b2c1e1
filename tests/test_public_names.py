"""What plugins may import is written down, all of it, and every name that is promised is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import allmende.api
import allmende.plugin

GUIDE = (Path(__file__).resolve().parent.parent / "docs" / "plugins.md").read_text(encoding="utf-8")
TABLES = dict(re.findall(r"`allmende\.(plugin|api)`[^|]*?:\n\n((?:\|.*\n)+)", GUIDE))


@pytest.mark.parametrize("module", [allmende.plugin, allmende.api], ids=["plugin", "api"])
def test_the_guide_names_exactly_what_is_public(module):
    named = re.findall(r"`(\w+)`", TABLES[module.__name__.partition(".")[2]])

    assert sorted(named) == sorted(module.__all__)


@pytest.mark.parametrize("name", allmende.api.__all__)
def test_every_public_name_can_be_imported(name):
    assert getattr(allmende.api, name) is not None
