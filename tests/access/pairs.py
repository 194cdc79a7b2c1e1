"""Few combinations that hold every pair of values: two things that go wrong only together are found all the same."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any


def all_pairs(values: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Return combinations in which every value meets every value of every other name; the same ones each time.

    Greedy: each combination starts from a pair that is still missing and takes, name by name, what adds most pairs.
    """
    names = list(values)
    missing = {
        ((one, a), (other, b))
        for one, other in itertools.combinations(names, 2)
        for a in values[one]
        for b in values[other]
    }
    ordered = sorted(missing, key=repr)
    rows = []
    for pair in ordered:
        if pair not in missing:
            continue
        row: dict[str, Any] = dict(pair)
        for name in names:
            if name not in row:
                row[name] = max(values[name], key=lambda value: _gain(missing, names, {**row, name: value}, name))
        rows.append({name: row[name] for name in names})
        missing -= set(_pairs(names, row))
    return rows


def _pairs(names: Sequence[str], row: Mapping[str, Any]) -> list[tuple[tuple[str, Any], tuple[str, Any]]]:
    return [
        ((one, row[one]), (other, row[other]))
        for one, other in itertools.combinations(names, 2)
        if one in row and other in row
    ]


def _gain(missing: set[Any], names: Sequence[str], row: Mapping[str, Any], name: str) -> int:
    return sum(1 for pair in _pairs(names, row) if pair in missing and name in dict(pair))
