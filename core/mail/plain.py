"""Plain text as mail programs show it best: lines of at most 72 characters, addresses whole, facts in columns."""

from __future__ import annotations

import re
import textwrap

WIDTH = 72
BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")
#: A fact of templates/mail/facts.txt: its label, padded, and the column where its value begins; or an item of a list.
COLUMN = re.compile(r"^(?:\S.{0,20}:\s{2,}|- )(?=\S)")


def laid_out(text: str) -> str:
    """Return the text with lines of at most 72 characters (RFC 5322 §2.1.1 asks for 78); links are never broken."""
    lines = [line for written in text.splitlines() for line in _lines(written)]
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip() + "\n"


def _lines(line: str) -> list[str]:
    if len(line) <= WIDTH:
        return [line]
    column = COLUMN.match(line)
    indent = " " * column.end() if column else ""
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
