"""Every state in German, in light and on a phone: axe, keyboard, width, type, colours, privacy, all of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.access.states import COMPONENTS, STATES
from tests.access.visiting import content_without_script, visit
from tests.support.accessibility import (
    Watch,
    axe_findings,
    fail_on,
    keyboard_findings,
    layout_findings,
    sense_findings,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.axe,
    # Wagtail leaves the files of new renditions open.
    pytest.mark.filterwarnings("ignore:[Uu]nclosed file:ResourceWarning"),
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": PHONE, "color_scheme": "light"}


@pytest.mark.parametrize("name", STATES)
def test_everybody_can_use_it(page: Page, browser: Browser, address, shown, name):
    state, watch = STATES[name], Watch(page)
    assert visit(page, address, shown, state) == state.status
    found = watch.findings(cookies=state.cookies)
    if name not in COMPONENTS:  # the ways through the page are those of the pages that the parts make up
        found += keyboard_findings(page) + sense_findings(page)
    unfold(page)
    # A page of the parts shows the same landmark once for each state of it.
    rules = {"landmark-unique": {"enabled": False}} if name in COMPONENTS else {}
    found += [*axe_findings(page, **rules), *layout_findings(page)]
    fail_on(found)
    if page.locator("script").count() and not state.varies:
        assert page.locator("main").text_content() == content_without_script(browser, address, shown, state)


def unfold(page: Page) -> None:
    """Open what is folded, so that it is looked at too; menus stay closed, since they lie over the page."""
    page.evaluate("() => document.querySelectorAll('main details').forEach(details => { details.open = true })")
