"""Planned meetings as `plan_rows` has them -> the file that the planner or the case system takes over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse

from lighed.web import queries
from lighed.web.frame.csv_file import csv_file


def meeting_file(
    request: HttpRequest, name: str, rows: Iterable[Mapping[str, str | int | None]], **said: str
) -> HttpResponse:
    """One row for each meeting, as CSV, or as JSON where the address asks for it; there `said` stands beside them."""
    if request.GET.get("format") == "json":
        response: HttpResponse = JsonResponse({**said, "meetings": list(rows)})
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    columns = queries.PLAN_COLUMNS
    return csv_file(f"{name}.csv", [list(columns), *([row[column] for column in columns] for row in rows)])
