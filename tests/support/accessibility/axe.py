"""axe-core in the page: all rules of WCAG 2.2 A and AA, and its advice about landmarks and headings."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from .tools import AXE, AXE_GERMAN

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    # The one rule of WCAG 2.2 AA is off unless it is asked for.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # A frame is a page of its own, and looked at as such.
    "iframes": False,
}
RUN = """async options => (await axe.run(document, options)).violations.flatMap(rule =>
  rule.nodes.map(node => [rule.id, node.target.join(' '), node.failureSummary.split('\\n').slice(1).join('; ')]))"""


@cache
def _axe() -> str:
    """The script and its German words. Evaluated in the page: a script element would be stopped by our policy."""
    return f"{AXE.read_text('utf-8')}; axe.configure({{locale: {AXE_GERMAN.read_text('utf-8')}}})"


def axe_findings(page: Page, **rules: Any) -> list[str]:
    """Return what axe finds, one line for each place: rule, selector, what to change.

    `rules` are settings of axe for single rules; give the reason where you switch one off.
    """
    page.evaluate(_axe())
    found = page.evaluate(RUN, {**OPTIONS, "rules": {**OPTIONS["rules"], **rules}})
    return [f"axe {rule}: {target}: {summary.strip()}" for rule, target, summary in found]
