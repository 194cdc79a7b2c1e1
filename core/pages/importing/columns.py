"""The columns that a kind of row knows, and by which headings they are recognised."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NOT_A_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One thing to know about a row. `names` are headings that mean it, beside the label; German and English."""

    key: str
    label: Any
    names: tuple[str, ...] = ()
    is_required: bool = False
    #: For the example rows of the template.
    examples: tuple[str, str] = ("", "")


def plain(text: str) -> str:
    """Return a heading as it is compared: no case, no spaces, no signs. „E-Mail-Adresse *“ becomes „emailadresse“."""
    return NOT_A_LETTER.sub("", text).casefold()


def guess(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Return which column of the file means what: {key: index}; each is taken once, the exact names first."""
    known = [plain(heading) for heading in headings]
    found: dict[str, int] = {}
    for column in columns:
        for name in (str(column.label), column.key, *column.names):
            index = next((at for at, text in enumerate(known) if text == plain(name)), None)
            if index is not None and index not in found.values():
                found[column.key] = index
                break
    return found


def chosen(given: Mapping[str, str], columns: Sequence[Column], width: int) -> dict[str, int]:
    """Return the same as somebody chose it in a form: fields `c-<key>`, empty for „nicht übernehmen“."""
    found = {}
    for column in columns:
        value = given.get(f"c-{column.key}", "")
        if value.isdecimal() and int(value) < width:
            found[column.key] = int(value)
    return found


def cells(row: Sequence[str], mapping: Mapping[str, int]) -> dict[str, str]:
    """Return the row's texts by the columns' keys."""
    return {key: row[index] for key, index in mapping.items()}
