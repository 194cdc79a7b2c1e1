"""Pictures over HTTP: drawn once, kept compressed, cached by browsers for a year."""

from __future__ import annotations

import gzip
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.pictures.palette import KINDS
from core.pictures.sheet import draw

#: (width, height) that the design uses: card, head, strip, start page, portrait, edge of the foot.
SIZES = frozenset({(800, 500), (900, 800), (900, 700), (1800, 900), (400, 500), (1600, 90)})
YEAR = 365 * 24 * 60 * 60


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
def picture(request: HttpRequest, kind: str, seed: str, width: int, height: int) -> HttpResponse:
    """The generated picture of a thing; 404 for an unknown kind or a size the design does not use."""
    if kind not in KINDS or (width, height) not in SIZES:
        raise Http404
    body = _compressed(kind, seed, width, height)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(body, content_type="image/svg+xml", headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(gzip.decompress(body), content_type="image/svg+xml")
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@lru_cache(maxsize=512)
def _compressed(kind: str, seed: str, width: int, height: int) -> bytes:
    return gzip.compress(draw(kind, seed, width, height).encode(), compresslevel=6, mtime=0)
