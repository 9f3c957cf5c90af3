"""A day -> the working day nearest to it: neither a weekend nor a day on which Danish public offices are closed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_FIXED = ((1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31))
"""New Year's Day, Constitution Day, Christmas Eve, Christmas Day, the day after, New Year's Eve."""
_AFTER_EASTER = (-3, -2, 0, 1, 39, 49, 50)
"""Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday and Monday."""
_GREAT_PRAYER_DAY, _LAST_WITH_IT = 26, 2023
"""Abolished from 2024."""


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in closed_days(day.year)


def working_day_before(day: date) -> date:
    """`day` itself, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_day_after(day: date) -> date:
    """`day` itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@cache
def closed_days(year: int) -> frozenset[date]:
    """The days of a year on which offices are closed besides weekends."""
    easter = easter_sunday(year)
    moving = _AFTER_EASTER if year > _LAST_WITH_IT else (*_AFTER_EASTER, _GREAT_PRAYER_DAY)
    return frozenset(date(year, *one) for one in _FIXED) | {easter + timedelta(days=n) for n in moving}


def easter_sunday(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, by the method of Gauss with the corrections of 1816 and later."""
    century = year // 100
    shift = (13 + 8 * century) // 25
    moon = (15 - shift + century - century // 4) % 30
    sunday = (4 + century - century // 4) % 7
    d = (19 * (year % 19) + moon) % 30
    if d == 29 or (d == 28 and year % 19 > 10):
        d -= 1
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + sunday) % 7
    return date(year, 3, 22) + timedelta(days=d + e)
