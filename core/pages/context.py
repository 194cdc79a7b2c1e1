"""What every public template may use without asking: the frame of the page."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .navigation import frame_of

NAMES = (
    "site_name",
    "home_url",
    "main_menu",
    "language_links",
    "footer",
    "legal_links",
    "demo_notice",
    "contact",
    "responsible",
    "operator",
    "imprint_url",
    "privacy_url",
    "canonical_url",
    "alternates",
)
ADMIN = ("/admin/", "/django-admin/")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor; nothing is computed before a template uses it, nothing at all in the admin."""
    if request.path.startswith(ADMIN):
        return {}
    return {name: SimpleLazyObject(partial(_part, request, name)) for name in NAMES}


def _part(request: HttpRequest, name: str) -> Any:
    return getattr(frame_of(request), name)
