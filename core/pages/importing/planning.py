"""From rows of text to what will happen: new, changed, the same, or an error in a sentence. Planning changes nothing.

Applying plans again, in one transaction: what was decided meanwhile counts, and running twice changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.calendar.indexer import gathered
from core.directory.partial_dates import parse

from .columns import Column, cells
from .tables import Table


class State(TextChoices):
    """What will happen to a row."""

    ERROR = "error", gettext_lazy("Fehler")
    NEW = "new", gettext_lazy("neu")
    CHANGED = "changed", gettext_lazy("geändert")
    SAME = "same", gettext_lazy("unverändert")


@dataclass(frozen=True)
class Change:
    """One value that will be another; `before` is empty where there was none."""

    label: str
    before: str
    after: str


@dataclass
class Plan:
    """What will happen to one row; `apply` does it."""

    number: int
    title: str
    state: State = State.SAME
    changes: list[Change] = field(default_factory=list)
    #: Whole sentences: what is wrong, or what to know.
    notes: list[str] = field(default_factory=list)
    apply: Callable[[], None] | None = None


class RowError(Exception):
    """A row that cannot be taken; the message is a whole sentence."""


class Importer(Protocol):
    """One kind of row: its columns, and how a row becomes a plan. Made anew for every run, with what is stored now."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """What it knows about a row."""

    @property
    def at_once(self) -> int:
        """So many rows are written in one transaction: on SQLite everybody else who writes waits for it."""

    def plan(self, values: dict[str, str], number: int) -> Plan:
        """Return what will happen to one row. Raises RowError."""


def plan_all(importer: Importer, table: Table, mapping: dict[str, int]) -> list[Plan]:
    """Return a plan for each row, in the order of the file."""
    return [
        _plan_row(importer, cells(row, mapping), number) for row, number in zip(table.rows, table.numbers, strict=True)
    ]


def _plan_row(importer: Importer, values: dict[str, str], number: int) -> Plan:
    try:
        for column in importer.columns:
            if column.is_required and not values.get(column.key):
                raise RowError(_("Es fehlt: %(what)s") % {"what": column.label})
        return importer.plan(values, number)
    except RowError as error:
        title = next((text for text in values.values() if text), "")
        return Plan(number, values.get("name", title), State.ERROR, notes=[str(error)])


def counts(plans: Iterable[Plan]) -> dict[str, int]:
    """Return how many rows are in which state."""
    found = Counter(plan.state for plan in plans)
    return {state.value: found[state] for state in State}


def fingerprint(plans: Sequence[Plan]) -> str:
    """Return what names these plans: another one means that something changed since somebody looked."""
    rows = [[plan.number, plan.state.value, [[c.label, c.before, c.after] for c in plan.changes]] for plan in plans]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


class OutdatedError(Exception):
    """What would happen is not what was shown."""


def work_of(plans: Iterable[Plan]) -> list[Plan]:
    """Return the plans that would change something."""
    return [plan for plan in plans if plan.apply and plan.state in {State.NEW, State.CHANGED}]


@gathered()
def apply_all(make: Callable[[], Importer], table: Table, mapping: dict[str, int], seen: str) -> tuple[list[Plan], int]:
    """Do what was shown, in one transaction, so all of it or nothing; rows with errors are left out.

    Of more rows than the importer takes at once, the first. Returns the plans without those that wait for the next
    time, and the number of these. Raises OutdatedError where what would happen now is not what `seen` names.
    """
    importer = make()
    plans = plan_all(importer, table, mapping)
    if fingerprint(plans) != seen:
        raise OutdatedError
    work = work_of(plans)
    now, later = work[: importer.at_once], work[importer.at_once :]
    for plan in now:
        if plan.apply:
            plan.apply()
    waiting = {plan.number for plan in later}
    return [plan for plan in plans if plan.number not in waiting], len(later)


# -- what importers share ----------------------------------------------------------------------------------------------

#: Excel counts days from 1900; five figures are a day between 1927 and 2173.
SERIAL = range(10000, 100000)


def partial_date(text: str) -> str:
    """Return a date as it is stored, also from the number that Excel shows where a cell lost its format.

    Raises ValidationError.
    """
    from openpyxl.utils.datetime import from_excel

    if text.isdecimal() and int(text) in SERIAL:
        return from_excel(int(text)).date().isoformat()
    return parse(text) if text else ""


def postal_code(text: str) -> tuple[str, bool]:
    """Return a German postal code, and whether the zero that spreadsheets eat was put back."""
    lost_a_zero = text.isdecimal() and len(text) == 4
    return (f"0{text}", True) if lost_a_zero else (text, False)


def website(text: str) -> str:
    """Return a web address with its scheme."""
    return text if not text or "://" in text else f"https://{text}"


def folded(text: str) -> str:
    """Return text as names are compared: no case, no doubled spaces."""
    return " ".join(text.split()).casefold()


def differing(row: Any, values: dict[str, Any], names: Iterable[str]) -> list[Change]:
    """Return what would change of a stored row; empty cells change nothing."""
    found = []
    for name in names:
        before, after = getattr(row, name) or "", values.get(name) or ""
        if after and before != after:
            found.append(Change(str(row._meta.get_field(name).verbose_name), _shown(before), _shown(after)))
    return found


def _shown(value: Any) -> str:
    return str(getattr(value, "address", value))


def too_long(model: type, values: dict[str, Any]) -> None:
    """Raise RowError for a text that its field cannot hold."""
    for name, value in values.items():
        limit = getattr(model._meta.get_field(name), "max_length", None)  # type: ignore[attr-defined]
        if limit and isinstance(value, str) and len(value) > limit:
            label = model._meta.get_field(name).verbose_name  # type: ignore[attr-defined]
            raise RowError(_("%(what)s: höchstens %(n)d Zeichen.") % {"what": label, "n": limit})
