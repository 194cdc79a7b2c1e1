"""Charts as numbers: what to draw where, so that `components/chart.html` needs no script and no scaling.

Widths are shares of the window, heights and text are fixed: a chart gets narrower, its words never smaller. Series
differ by pattern as well as by colour, and those that touch differ in lightness at 3 : 1 or more (WCAG 2.2, 1.4.11).
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _

#: The colours of the series in their order, as names of tokens; "text" and "area" are those of the kind around.
SERIES = ("text", "area", "ink", "hollow", "text", "area")
NARROW = 28
"""Letters of a label that fit on the narrowest window."""
BAR, LINE, GAP = 26, 20, 22
FIELD = 76.0
"""Share of the width that bars may take, in per cent; the rest is for their values."""
COLUMNS_HEIGHT, HEADROOM, FOOTROOM = 200, 26, 28
FEW_COLUMNS = 8


@dataclass(frozen=True)
class Datum:
    """One figure: its label, a number, and the share that the number stands for, in per cent, if it stands for one."""

    label: str
    value: float
    share: float | None = None

    @property
    def weight(self) -> float:
        """What is drawn."""
        return self.value if self.share is None else self.share

    @property
    def words(self) -> str:
        """What is written beside it."""
        return number(self.value) if self.share is None else _("%(share)s %%") % {"share": number(self.share)}


@dataclass(frozen=True)
class Shape:
    """A rectangle; `look` is its class, `pattern` what is laid over it."""

    look: str
    x: str
    y: str
    width: str
    height: str
    pattern: str = ""


@dataclass(frozen=True)
class Text:
    """Words in the chart."""

    words: str
    x: str
    y: str
    look: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Line:
    """A thin line."""

    x1: str
    x2: str
    y1: str
    y2: str
    look: str = "axis"


@dataclass(frozen=True)
class Key:
    """A line of the legend: the series by its number, what it stands for, its value."""

    series: int
    label: str
    value: str


@dataclass(frozen=True)
class Chart:
    """What `components/chart.html` draws, with the same figures as a table."""

    title: str
    unit: str
    description: str
    height: int
    columns: list[object]
    rows: list[list[str]]
    shapes: list[Shape] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    legend: list[Key] = field(default_factory=list)


def bars(
    title: str, data: Sequence[Datum], *, names: Sequence[str], unit: str = "", whole: float | None = None
) -> Chart:
    """Compare figures, each with its label above its bar. `whole` is what a full bar stands for; the largest, if None.

    `names` are the headings of the table: of the labels, the numbers and, where there are any, the shares.
    """
    top = whole or max((datum.weight for datum in data), default=0) or 1
    shapes, texts, y = [], [], 0
    for datum in data:
        wrapped = textwrap.wrap(datum.label, NARROW) or [""]
        texts += [Text(line, "0", str(y + 15 + n * LINE), "narrow") for n, line in enumerate(wrapped)]
        y += len(wrapped) * LINE
        texts.append(Text(datum.label, "0", str(y - 5), "whole"))
        width = min(datum.weight / top, 1) * FIELD
        shapes.append(Shape("ground", "0", str(y), percent(FIELD), str(BAR)))
        if width:
            shapes.append(Shape("s1", "0", str(y), percent(width), str(BAR), "p1"))
        texts.append(Text(datum.words, "100%", str(y + 20), "value", "end"))
        y += BAR + GAP
    return _chart(title, unit, data, names, height=max(y - GAP, 0), shapes=shapes, texts=texts)


def parts(title: str, data: Sequence[Datum], *, names: Sequence[str], unit: str = "") -> Chart:
    """Divide a whole into at most six parts, side by side in one bar; the legend says which is which.

    Raises ValueError for more parts: put the small ones together as „anderes“.
    """
    if len(data) > len(SERIES):
        raise ValueError(f"{len(data)} parts cannot be told apart; put small ones together")
    total = sum(datum.weight for datum in data) or 1
    shapes, x = [], 0.0
    for series, datum in enumerate(data, 1):
        width = datum.weight / total * 100
        if width:
            shapes.append(Shape(f"s{series}", percent(x), "1", percent(width), str(2 * BAR), f"p{series}"))
        x += width
    legend = [Key(series, datum.label, datum.words) for series, datum in enumerate(data, 1)]
    return _chart(title, unit, data, names, height=2 * BAR + 2, shapes=shapes, legend=legend)


def columns(title: str, data: Sequence[Datum], *, names: Sequence[str], unit: str = "") -> Chart:
    """Follow figures through time. With more than eight columns only the highest carries its value."""
    top = max((datum.weight for datum in data), default=0) or 1
    step = 100 / max(len(data), 1)
    base = HEADROOM + COLUMNS_HEIGHT
    crowded = len(data) > FEW_COLUMNS
    shapes, texts = [], []
    highest = max(range(len(data)), key=lambda n: data[n].weight, default=0)
    for n, datum in enumerate(data):
        height = round(datum.weight / top * COLUMNS_HEIGHT)
        middle = percent((n + 0.5) * step)
        if height:
            x, width = percent((n + 0.14) * step), percent(step * 0.72)
            shapes.append(Shape("s1", x, str(base - height), width, str(height), "p1"))
        if not crowded or n == highest:
            texts.append(Text(datum.words, middle, str(base - height - 8), "value", "middle"))
        if not crowded or n % 2 == 0:
            texts.append(Text(datum.label, middle, str(base + 22), "", "middle"))
    axis = [Line("0", "100%", str(base), str(base))]
    return _chart(title, unit, data, names, height=base + FOOTROOM, shapes=shapes, texts=texts, lines=axis)


def _chart(title: str, unit: str, data: Sequence[Datum], names: Sequence[str], **drawn: object) -> Chart:
    said = "; ".join(f"{datum.label}: {datum.words}" for datum in data)
    with_shares = any(datum.share is not None for datum in data)
    rows = [
        [datum.label, number(datum.value), *([datum.words if datum.share is not None else "–"] if with_shares else [])]
        for datum in data
    ]
    headings: list[object] = [names[0], *((name, "num") for name in names[1:])]
    return Chart(title, unit, said, columns=headings, rows=rows, **drawn)  # type: ignore[arg-type]


def number(value: float) -> str:
    """A number as the reader's language writes it, with one decimal where there is a fraction."""
    return number_format(value, decimal_pos=0 if float(value).is_integer() else 1, use_l10n=True, force_grouping=True)


def percent(share: float) -> str:
    """A length in per cent, as SVG wants it."""
    return f"{share:.2f}%"
