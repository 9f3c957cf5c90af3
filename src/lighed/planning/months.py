"""A day and a number of months -> the same day of that month, or its last day where it has no such day."""

from __future__ import annotations

import calendar
from datetime import date


def months_after(day: date, n: int) -> date:
    month = day.month - 1 + n
    year, month = day.year + month // 12, month % 12 + 1
    if day.day <= 28:
        return date(year, month, day.day)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
