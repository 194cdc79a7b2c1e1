"""The workbook to download: our headings, two rows that show how it is meant."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .columns import Column


def workbook(columns: Sequence[Column]) -> bytes:
    """Return an XLSX file with the columns. All cells are text, so that postal codes keep their zeros."""
    book = Workbook()
    sheet = book.active
    sheet.append([str(column.label) for column in columns])
    for example in (0, 1):
        sheet.append([column.examples[example] for column in columns])
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = max(len(str(column.label)), 18) + 2
    for row in sheet.iter_rows(max_row=200, max_col=len(columns)):
        for cell in row:
            cell.number_format = "@"
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
