"""A page on small screens, with large or wide type, in forced colours, without motion (WCAG 1.4.4, 1.4.10, 1.4.12)."""

from __future__ import annotations

from playwright.sync_api import Page

from .tools import script

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


def overflow_findings(page: Page, where: str) -> list[str]:
    """Return what makes the page wider than its window, and where text is cut off, as it stands now."""
    page.evaluate(script("layout"))
    return [f"{where}: {finding}" for finding in page.evaluate("() => allmendeLayout.findings()")]


def layout_findings(page: Page) -> list[str]:
    """Return what breaks at 320 px, with the text spacing of WCAG 1.4.12, and with text of 200 %."""
    before = page.viewport_size
    page.set_viewport_size(NARROW)
    found = overflow_findings(page, "at 320 px")
    page.evaluate("() => allmendeLayout.space(true)")
    found += overflow_findings(page, "with wide text spacing")
    page.evaluate("() => allmendeLayout.space(false)")
    page.set_viewport_size(WIDE)
    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    found += overflow_findings(page, "with text of 200 %")
    page.evaluate("() => { document.documentElement.style.fontSize = '' }")
    if before:
        page.set_viewport_size(before)
    return found


def sense_findings(page: Page) -> list[str]:
    """Return controls that vanish in forced colours, and what still moves though the reader wants no motion."""
    page.emulate_media(reduced_motion="reduce")
    page.emulate_media(forced_colors="active")
    page.evaluate(script("layout"))
    found = page.evaluate("() => allmendeLayout.senses()")
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    return list(found)
