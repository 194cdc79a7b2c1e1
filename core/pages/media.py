"""Uploaded pictures, served so that none of them can act as a page of this site."""

from __future__ import annotations

import posixpath
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

#: Where Wagtail keeps originals and renditions; documents have their own view, which asks for rights.
FOLDERS = ("images", "original_images")
TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
HARMLESS = {
    "Cache-Control": "public, max-age=604800",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with an uploaded picture. Only pictures, only from the folders of pictures; 404 for everything else."""
    file = find(path)
    modified = int(file.stat().st_mtime)
    if not was_modified_since(request.headers.get("If-Modified-Since"), modified):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = FileResponse(file.open("rb"), content_type=TYPES[file.suffix.lower()])
    response.headers["Last-Modified"] = http_date(modified)
    for name, value in HARMLESS.items():
        response.headers[name] = value
    return response


def find(path: str) -> Path:
    """Return the file behind an address; raises `Http404` unless it is a picture in one of the folders."""
    if "\0" in path:
        raise Http404("no file has such a name")
    name = posixpath.normpath(path)
    root = Path(settings.MEDIA_ROOT).resolve()
    file = (root / name).resolve()
    allowed = any(file.is_relative_to(root / folder) for folder in FOLDERS)
    if not allowed or file.suffix.lower() not in TYPES or not file.is_file():
        raise Http404(f"no picture at {path}")
    return file
