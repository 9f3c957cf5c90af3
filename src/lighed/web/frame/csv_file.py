"""A name and rows -> a file that a spreadsheet opens as it is meant: letters, columns, and no formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from django.http import HttpResponse

_FORMULA = frozenset({"=", "+", "-", "@", "\t", "\r"})


def csv_file(name: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    """The rows as a download called `name`; None is an empty cell."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    # The mark at the beginning tells a spreadsheet that the letters are UTF-8.
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _plain(cell: object) -> object:
    """A text that no spreadsheet takes for a formula. A number stays one, also a negative one."""
    if cell is None or isinstance(cell, int | float):
        return cell
    text = str(cell)
    return f"'{text}" if text[:1] in _FORMULA else text
