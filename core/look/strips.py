"""Places, steps and hours as strips, sown and open."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

#: Up to so many places each has its own strip; above, a strip stands for several.
STRIPS = 40


def strips(total: int, taken: int, label: str = "") -> SafeString:
    """Draw `taken` of `total` as strips. One that is left is never hidden by rounding, nor one that is taken.

    Without a label it is decoration beside words that say the same.
    """
    count = min(total, STRIPS)
    if count < 1:
        return SafeString("")
    sown = _sown(total, taken, count)
    width = 100 / count
    drawn = format_html_join(
        "",
        '<rect class="{}" x="{}%" y="1" width="{}%" height="26"/>',
        (
            ("taken" if i < sown else "open", f"{i * width + 0.15:.2f}", f"{width - min(0.6, width / 4):.2f}")
            for i in range(count)
        ),
    )
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="places" {} width="100%" height="28">{}</svg>', said, drawn)


def hours(spans: Iterable[tuple[float, float, str, str]], first: float, last: float) -> SafeString:
    """Draw a day from hour `first` to `last`: what is taken fills the bar, what is asked for half of it.

    Decoration: the words beside it say the same.
    """
    length = (last - first) or 1
    drawn = format_html_join(
        "",
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}"/>',
        (
            (
                state,
                f"{(max(start, first) - first) / length * 100:.2f}",
                *(("6", f"{(min(end, last) - max(start, first)) / length * 100:.2f}", "12") if state == "asked"
                  else ("0", f"{(min(end, last) - max(start, first)) / length * 100:.2f}", "24")),
            )
            for start, end, state, _words in spans
            if min(end, last) > max(start, first)
        ),
    )  # fmt: skip
    ground = SafeString('<rect class="open" width="100%" height="24"/>')
    return format_html('<svg class="bar" aria-hidden="true" width="100%" height="24">{}{}</svg>', ground, drawn)


def _sown(total: int, taken: int, count: int) -> int:
    sown = round(count * taken / total)
    if taken < total:
        sown = min(sown, count - 1)
    return max(sown, 1) if taken > 0 else max(sown, 0)
