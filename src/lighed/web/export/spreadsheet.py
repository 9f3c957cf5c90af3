"""A head and rows of cells -> a spreadsheet in which every text is a text, as CSV or XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO

import xlsxwriter
from django.http import HttpResponse

from lighed.web.frame.csv_file import csv_file
from lighed.web.queries import Cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 40


def spreadsheet(
    kind: str, name: str, *, head: Sequence[tuple[str, str]], titles: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> HttpResponse:
    """A download called `name`: what the file is, an empty line, the columns' titles, and the rows."""
    if kind == "xlsx":
        return _xlsx(f"{name}.xlsx", head=head, titles=titles, rows=rows)
    return csv_file(f"{name}.csv", [*head, (), titles, *rows])


def _xlsx(
    name: str, *, head: Sequence[tuple[str, str]], titles: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> HttpResponse:
    written = BytesIO()
    # In memory, because a library that writes to the disk in between would leave people's data there if it failed.
    book = xlsxwriter.Workbook(
        written,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "remove_timezone": True,
        },
    )
    sheet = book.add_worksheet("Lighed")
    strong, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for number, (what, value) in enumerate(head):
        sheet.write_string(number, 0, what, strong)
        sheet.write_string(number, 1, value)
    first = len(head) + 1
    for column, title in enumerate(titles):
        sheet.write_string(first, column, title, strong)
        widest = max((len(str(row[column])) for row in rows if row[column] is not None), default=0)
        sheet.set_column(column, column, min(max(len(title), widest) + 2, _WIDEST))
    for number, row in enumerate(rows, start=first + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime.combine(cell, time()), day)
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell:
                sheet.write_string(number, column, cell)
    sheet.freeze_panes(first + 1, 1)
    if rows:
        sheet.autofilter(first, 0, first + len(rows), len(titles) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first)
    book.close()
    response = HttpResponse(written.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
