"""Is a page usable by everybody? What a browser, axe and the Nu HTML checker find against it, as readable lines.

Each function takes a Playwright page that is loaded (or HTML text) and returns a list of findings; a test compares with
`[]`. docs/testing.md shows how to use them for a page of one's own.
"""

from .axe import axe_findings
from .documents import html_findings
from .keyboard import keyboard_findings
from .layout import layout_findings, overflow_findings, sense_findings
from .privacy import Watch
from .tools import NEEDS, fail_on

__all__ = [
    "NEEDS",
    "Watch",
    "axe_findings",
    "fail_on",
    "html_findings",
    "keyboard_findings",
    "layout_findings",
    "overflow_findings",
    "sense_findings",
]
