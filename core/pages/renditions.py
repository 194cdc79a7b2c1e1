"""The sizes in which uploaded pictures are shown, and the markup that lets the browser choose among them."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

#: In running text: a phone, a column, the whole sheet on a sharp screen. Never larger than the original.
PHOTO = ("width-480|format-webp", "width-960|format-webp", "width-1600|format-webp")
#: Marks of partners, in one line.
LOGO = ("max-320x160|format-webp",)
#: People, upright.
PORTRAIT = ("fill-400x500",)

WHOLE_COLUMN = "(min-width: 60rem) 52rem, 92vw"
THIRD = "(min-width: 60rem) 26rem, (min-width: 40rem) 46vw, 92vw"


def photo(image: Any, alt: str, sizes: str = WHOLE_COLUMN, specs: tuple[str, ...] = PHOTO) -> SafeString:
    """Return an `img` whose widths are told to the browser. Without prefetched renditions it asks the database once."""
    by_width = {found.width: found for found in image.get_renditions(*specs).values()}
    widths = sorted(by_width)
    largest = by_width[widths[-1]]
    source = by_width[next((width for width in widths if width >= 900), widths[-1])]
    choice = ", ".join(f"{by_width[width].url} {width}w" for width in widths) if len(widths) > 1 else ""
    return format_html(
        '<img src="{}"{} alt="{}" width="{}" height="{}" loading="lazy" decoding="async">',
        source.url,
        format_html(' srcset="{}" sizes="{}"', choice, sizes) if choice else "",
        alt,
        largest.width,
        largest.height,
    )


def address(image: Any) -> str:
    """Return the address of a picture in the width of a column."""
    return str(image.get_renditions(*PHOTO)[PHOTO[1]].url)
