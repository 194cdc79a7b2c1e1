"""A page by keyboard alone: everything reached in the order of the document, always seen, never covered, no trap."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from .tools import script

#: Date fields and frames have several stops of their own.
MORE_STOPS = 25
INSIDE_OF_A_SHADOW_TREE = -2


def keyboard_findings(page: Page) -> list[str]:
    """Walk through the page by Tab, then try the skip link and every disclosure; return what went wrong."""
    page.evaluate(script("keyboard"))
    names: list[str] = page.evaluate("() => allmendeKeyboard.collect()")
    visited, found = _walk(page, len(names))
    order = [stop["index"] for stop in visited]
    found += [f"not reached by Tab: {name}" for index, name in enumerate(names) if index not in order]
    if order != sorted(order):
        found.append(f"Tab leaves the order of the document: {[names[index] for index in order if index >= 0]}")
    for stop in visited:
        found += [f"{problem}: {stop['name']}" for problem in stop["problems"]]
    return found + _skip_link(page) + _disclosures(page)


def _walk(page: Page, expected: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Press Tab until the focus leaves the page; return each element once, in the order of the first visit."""
    visited: list[dict[str, Any]] = []
    for _press in range(expected + MORE_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate("() => allmendeKeyboard.stop()")
        if stop is None:
            return visited, []
        if stop["index"] == INSIDE_OF_A_SHADOW_TREE:
            continue
        if stop["index"] == -1 or stop["index"] not in [known["index"] for known in visited]:
            visited.append(stop)
    return visited, ["Tab does not leave the page again"]


def _skip_link(page: Page) -> list[str]:
    """The first stop leads past what every page repeats."""
    if page.locator("header nav").count() == 0:
        return []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    focused = page.evaluate("() => document.activeElement.closest('main') !== null")
    return [] if focused else ["the first link does not skip to the content"]


def _disclosures(page: Page) -> list[str]:
    found = []
    for summary in page.locator("summary:visible").all():
        states = [summary.evaluate("summary => summary.parentElement.open")]
        for _twice in range(2):
            summary.press("Enter")
            states.append(summary.evaluate("summary => summary.parentElement.open"))
        if states[0] == states[1] or states[0] != states[2]:
            found.append(f"Enter does not open and close: {summary.inner_text()}")
    return found
