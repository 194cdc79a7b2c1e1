"""Tables for spreadsheet programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

#: With these a cell becomes a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> str:
    """Return a cell's text so that no spreadsheet program takes it for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_response(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return a table as a file that Excel opens rightly in German and everything else reads, too."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerows([[harmless(cell) for cell in row] for row in (headings, *rows)])
    return response
