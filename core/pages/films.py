"""Serving uploaded films in parts: players ask for ranges of bytes (RFC 9110 §14), and some play nothing else."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse

FILMS = {"mp4": "video/mp4", "webm": "video/webm"}
SUBTITLES = {"vtt": "text/vtt"}
RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
#: A player that asks for all gets so much and asks again (RFC 9110 §15.3.7 allows less than asked).
MOST = 2 * 1024 * 1024


def serve_part(document: Any, request: HttpRequest) -> HttpResponse | None:
    """`before_serve_document`, after Wagtail has asked for rights: answer with the part that a player asks for.

    None for other documents and for requests without a range, which Wagtail answers with the whole file.
    """
    kind, asked = FILMS.get(document.file_extension), request.headers.get("Range", "")
    if not kind or not asked:
        return None
    size = document.get_file_size()
    part = wanted(asked, size)
    if part is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = part
    response = HttpResponse(read(document, first, last), status=206, content_type=kind)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte of a single range in a file of `size` bytes; None where there is no such part."""
    found = RANGE.match(header)
    if not found or not any(found.groups()):
        return None
    start, end = found.groups()
    if not start:
        first, last = max(size - int(end), 0), size - 1
    else:
        first, last = int(start), min(int(end or size - 1), size - 1)
    return (first, min(last, first + MOST - 1)) if first <= last else None


def read(document: Any, first: int, last: int) -> bytes:
    """Return the bytes from `first` to `last`, both included."""
    with document.file.storage.open(document.file.name, "rb") as file:
        file.seek(first)
        return file.read(last - first + 1)
