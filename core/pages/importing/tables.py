"""Reading a spreadsheet that somebody uploads: XLSX or CSV, as Excel, LibreOffice and mailing lists write them.

What comes out is text only, so nothing of a workbook is ever run. Workbooks are zip archives: what they claim to hold
is looked at before anything is unpacked (and Python unpacks no more than is claimed).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 1000
MAX_ROWS = 2000
MAX_COLUMNS = 60
MAX_TEXT = 5000
DELIMITERS = ";,\t"


class TableError(Exception):
    """A file that cannot be taken. `code` says why, `message` tells what to do about it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """What to tell the person, as whole sentences."""
        return {
            "too_large": _("Die Datei ist zu groß. Höchstens 5 MB; teilen Sie sie, oder entfernen Sie Bilder."),
            "too_many_rows": _("Die Tabelle hat mehr als %(n)d Zeilen. Bitte teilen Sie sie.") % {"n": MAX_ROWS},
            "too_many_columns": _("Die Tabelle hat mehr als %(n)d Spalten.") % {"n": MAX_COLUMNS},
            "too_long": _("Eine Zelle hat mehr als %(n)d Zeichen.") % {"n": MAX_TEXT},
            "unreadable": _("Diese Datei lässt sich nicht lesen. Speichern Sie sie als XLSX oder CSV, ohne Passwort."),
            "old_excel": _("Das ist eine alte Excel-Datei (XLS). Bitte speichern Sie sie als XLSX."),
            "empty": _("In der Tabelle steht nichts. Die erste Zeile muss die Überschriften enthalten."),
        }[self.code]


@dataclass(frozen=True)
class Table:
    """Headings, and rows of text of the same length; `numbers` says which rows of the file they are, from 1."""

    headings: list[str]
    rows: list[list[str]]
    numbers: list[int]


def read(content: bytes) -> Table:
    """Return the table in a file, whatever its name says. Raises TableError."""
    if len(content) > MAX_BYTES:
        raise TableError("too_large")
    if content.startswith(b"PK"):
        return _table(_workbook_rows(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError("old_excel")
    return _table(_csv_rows(content))


def _table(rows: Iterator[list[str]]) -> Table:
    filled = ((number, row) for number, row in enumerate(rows, start=1) if any(row))
    _number, headings = next(filled, (0, []))
    if not headings:
        raise TableError("empty")
    width = max(index for index, text in enumerate(headings, start=1) if text)
    if width > MAX_COLUMNS:
        raise TableError("too_many_columns")
    found: list[tuple[int, list[str]]] = []
    for number, row in filled:
        if len(found) == MAX_ROWS:
            raise TableError("too_many_rows")
        if any(len(text) > MAX_TEXT for text in row):
            raise TableError("too_long")
        found.append((number, (row + [""] * width)[:width]))
    if not found:
        raise TableError("empty")
    return Table(headings[:width], [row for _number, row in found], [number for number, _row in found])


# -- workbooks ---------------------------------------------------------------------------------------------------------


def _workbook_rows(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise TableError("too_large")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            yield from _sheet_rows(book)
        finally:
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, ParseError) as error:
        raise TableError("unreadable") from error


def _sheet_rows(book: Any) -> Iterator[list[str]]:
    """Yield the rows of the first sheet; its claim how large it is is not believed."""
    sheet = next(iter(book.worksheets), None)
    if sheet is None:
        raise TableError("empty")
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True):
        yield [text_of(value) for value in row]


def text_of(value: Any) -> str:
    """Return what a person sees in a cell: 2014 and not 2014.0, a date as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value))


def tidy(text: str) -> str:
    """Return text without spaces at its ends, control characters and hard spaces; lines stay lines."""
    lines = text.replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    clean = (" ".join("".join(sign for sign in line if sign.isprintable() or sign == "\t").split()) for line in lines)
    return "\n".join(clean).strip()


# -- CSV ---------------------------------------------------------------------------------------------------------------


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise TableError("unreadable")
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            is_hint = reader.line_num == 1 and "".join(row).lower().startswith("sep=")
            yield [] if is_hint else [tidy(cell) for cell in row]
    except csv.Error as error:
        raise TableError("unreadable") from error


def _decoded(content: bytes) -> str:
    """Return the text: UTF-8 or UTF-16 if it is, else what Excel writes on a German Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: Iterable[str] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("unreadable")


def _delimiter(text: str) -> str:
    """Return what separates the headings; Excel may say so in a line of its own."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.lower().startswith("sep=") and first[4:5] and first[4] in DELIMITERS:
        return first[4]
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)
