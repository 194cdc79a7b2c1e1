"""Tags of the components that show figures: tables, charts, weeks, strips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.look import strips as drawn

register = template.Library()

#: What is laid over the colours of the series, so that they differ without colour too. The first is plain.
PATTERNS = (
    "",
    '<path class="mark" d="M-2 2 2-2M0 8 8 0M6 10 10 6"/>',
    '<circle class="mark-light" cx="4" cy="4" r="1.4"/>',
    '<path class="mark" d="M0 4H8"/>',
    '<path class="mark-light" d="M4 0V8"/>',
    '<path class="mark" d="M0 0 8 8M0 8 8 0"/>',
)


@register.simple_tag
def strips(total: int, done: int, label: str = "") -> SafeString:
    """``{% strips 8 3 %}``: eight strips, three of them sown."""
    return drawn.strips(total, done, label)


@register.simple_tag
def week_bar(spans: Iterable[tuple[float, float, str, str]], from_hour: float, to_hour: float) -> SafeString:
    """``{% week_bar cell.spans 8 22 %}``: a day of a room as a bar."""
    return drawn.hours(spans or (), from_hour, to_hour)


@register.simple_tag
def week_swatch(state: str) -> SafeString:
    """``{% week_swatch "asked" %}``: how a state looks in the bars."""
    spans = () if state == "open" else ((0.0, 1.0, state, ""),)
    return format_html('<span class="swatch">{}</span>', drawn.hours(spans, 0, 1))


@register.simple_tag
def chart_patterns(name: str) -> SafeString:
    """``{% chart_patterns id %}``: the patterns of one chart; ids must differ on a page."""
    patterns = "".join(
        f'<pattern id="{{0}}-p{number}" width="8" height="8" patternUnits="userSpaceOnUse">{marks}</pattern>'
        for number, marks in enumerate(PATTERNS, 1)
    )
    return format_html(f"<defs>{patterns}</defs>", name)


@register.simple_tag
def chart_swatch(name: str, series: int) -> SafeString:
    """``{% chart_swatch id 2 %}``: colour and pattern of a series, for the legend."""
    return format_html(
        '<svg class="chart swatch" width="30" height="18"><rect class="s{1}" width="30" height="18"/>'
        '<rect class="over" fill="url(#{0}-p{1})" width="30" height="18"/></svg>',
        name,
        series,
    )


@register.simple_tag
def table_rows(columns: Sequence[Any], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """``{% table_rows columns rows as table %}``: cells that know their heading, for a table that folds into a list."""
    heads = [
        {"label": column, "num": False} if isinstance(column, str) else {"label": column[0], "num": column[1] == "num"}
        for column in columns
    ]
    cells = [[{"value": value, **head} for value, head in zip(row, heads, strict=False)] for row in rows]
    return {"columns": heads, "rows": cells}
