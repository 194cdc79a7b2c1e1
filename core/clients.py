"""Where a request comes from, as far as that can be known and may be used. Nothing here is ever stored."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

IPV6_HOUSEHOLD = 64
"""Bits of an IPv6 address that name one connection to the net; the rest changes with every device and every day."""


def is_loopback(host: str) -> bool:
    """Say whether `host`, a name or an address, means this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    address = _parse(host)
    return address is not None and address.is_loopback


def is_local_site() -> bool:
    """Say whether the site is meant for this machine only, as after `make run`."""
    return is_loopback(urlsplit(settings.BASE_URL).hostname or "")


def comes_from_here(request: HttpRequest) -> bool:
    """Say whether the request was made on this machine, and not handed on by a proxy that runs here."""
    return "HTTP_X_FORWARDED_FOR" not in request.META and is_loopback(request.META.get("REMOTE_ADDR", ""))


def network(request: HttpRequest) -> str:
    """Return the visitor's IPv4 address or IPv6 network, or "" for this machine itself.

    Behind a proxy it is the last entry of `X-Forwarded-For`, the one that our own proxy has added; the header is
    believed only with `TRUSTED_PROXY`, or when the proxy runs on this machine.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXY or not peer or is_loopback(peer):
        peer = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or peer
    address = _parse(peer)
    if address is None or address.is_loopback:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((address, IPV6_HOUSEHOLD), strict=False))
    return str(address)


def _parse(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
