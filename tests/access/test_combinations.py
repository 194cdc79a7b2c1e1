"""The other languages, schemes and widths.

Every pair of their values, dealt out over the pages: each page is seen once more, and each pair on a dozen of them.
With TEST_FULL=1 every page in every combination.
"""

from __future__ import annotations

import itertools
import os

import pytest
from playwright.sync_api import Browser

from tests.access.pairs import all_pairs
from tests.access.states import COMPONENTS, LANGUAGES, STATES
from tests.access.test_states import unfold
from tests.access.visiting import visit
from tests.support.accessibility import Watch, axe_findings, fail_on, overflow_findings

SCHEMES, WIDTHS = ("light", "dark"), (320, 768, 1280)
PAGES = [name for name in STATES if name not in COMPONENTS]


def combinations() -> list[tuple[str, str, str, int]]:
    """State, language, scheme and width."""
    if os.environ.get("TEST_FULL"):
        every = itertools.product(STATES, LANGUAGES, SCHEMES, WIDTHS)
        return [(name, language, scheme, width) for name, language, scheme, width in every if possible(name, language)]
    rows = itertools.cycle(all_pairs({"language": LANGUAGES, "scheme": SCHEMES, "width": WIDTHS}))
    return [
        (name, row["language"] if possible(name, row["language"]) else "de", row["scheme"], row["width"])
        for name, row in zip(PAGES, rows, strict=False)
    ]


def possible(name: str, language: str) -> bool:
    """Whether the page is there in this language; those for editors are in German only."""
    return language in STATES[name].languages


def test_all_pairs_are_there():
    values = {"a": [1, 2, 3], "b": ["x", "y"], "c": [True, False], "d": [10, 20, 30]}
    rows = all_pairs(values)
    for one, other in itertools.combinations(values, 2):
        assert {(row[one], row[other]) for row in rows} == set(itertools.product(values[one], values[other]))
    assert len(rows) < 3 * 2 * 2 * 3 / 3
    assert rows == all_pairs(values)


@pytest.mark.browser
@pytest.mark.axe
@pytest.mark.filterwarnings("ignore:[Uu]nclosed file:ResourceWarning")
@pytest.mark.parametrize(("name", "language", "scheme", "width"), combinations())
def test_every_pair_is_right(browser: Browser, address, shown, name, language, scheme, width):
    state = STATES[name]
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE", timezone_id="Europe/Berlin"
    )
    try:
        page = context.new_page()
        watch = Watch(page)
        assert visit(page, address, shown, state, language) == state.status
        unfold(page)
        found = watch.findings(cookies=state.cookies) + axe_findings(page)
        fail_on(found + overflow_findings(page, f"at {width} px"))
    finally:
        context.close()
