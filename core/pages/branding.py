"""The editors' pages in our colours, and what their first page needs."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString


def colours() -> SafeString:
    """`insert_global_admin_css`"""
    sheets = [[static(f"core/admin/{name}.css")] for name in ("colours", "dashboard")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)
