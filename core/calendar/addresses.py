"""Whole addresses, as calendars and mails need them."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from wagtail.models import Site


def absolute(site: Site, path: str) -> str:
    """Return an address of the site with scheme and host: `BASE_URL` for the default site, its own root for others."""
    if not path.startswith("/"):
        return path
    return (settings.BASE_URL if site.is_default_site else site.root_url) + path


def feed_path(kind: str, key: str = "", language: str = settings.LANGUAGE_CODE) -> str:
    """Return the permanent address of a feed on its site."""
    path = reverse(f"feeds:{kind}", kwargs={"key": key} if key else {})
    return path if language == settings.LANGUAGE_CODE else f"{path}?sprache={language}"


def webcal(url: str) -> str:
    """Return an address that opens the calendar program instead of downloading a file."""
    return "webcal:" + url.partition(":")[2]
