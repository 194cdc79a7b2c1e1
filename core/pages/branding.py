"""The editors' pages in our colours."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def colours() -> SafeString:
    """`insert_global_admin_css`"""
    return format_html('<link rel="stylesheet" href="{}">', static("core/admin/colours.css"))
