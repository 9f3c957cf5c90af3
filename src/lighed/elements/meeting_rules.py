"""A stretch of a contact course -> how many meetings the rules of those days asked for, so that courses of different
years can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lighed.governance import Text

FIRST_WEEKS = 26
"""The rules count the meetings of the first six months."""


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """From a day on: how many meetings in the first six months, municipality and fund together."""

    valid_from: date
    n_meetings: int
    meaning: Text


MEETING_RULES = (
    MeetingRule(
        date(1900, 1, 1),
        9,
        Text(
            da="Før 1. januar 2024: ni samtaler i de første seks måneder.",
            en="Before 1 January 2024: nine meetings in the first six months.",
        ),
    ),
    MeetingRule(
        date(2024, 1, 1),
        6,
        Text(
            da="Fra 1. januar 2024: seks samtaler, tre hos a-kassen og tre hos kommunen.",
            en="From 1 January 2024: six meetings, three with the fund and three with the municipality.",
        ),
    ),
    MeetingRule(
        date(2026, 7, 1),
        4,
        Text(
            da="Fra 1. juli 2026: mindst fire samtaler, to hos a-kassen og to hos kommunen.",
            en="From 1 July 2026: at least four meetings, two with the fund and two with the municipality.",
        ),
    ),
)


def first_half_year_end(start: pl.Expr) -> pl.Expr:
    """The day on which the first six months of a course are over."""
    return start + timedelta(weeks=FIRST_WEEKS)


def asked_meetings(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """How many meetings the rules asked for from `start` to `end` (dates) of a course that began on `start`.

    Each day of the first six months counts with the rule in force on that day, spread evenly: a course that ran through
    half of the six months under the rule of nine was asked for four and a half.
    """
    last = pl.min_horizontal(end, first_half_year_end(start))
    asked: pl.Expr = pl.lit(0.0)
    followers = [rule.valid_from for rule in MEETING_RULES[1:]] + [date(9999, 12, 31)]
    for rule, next_from in zip(MEETING_RULES, followers, strict=True):
        begins = pl.max_horizontal(start, pl.lit(rule.valid_from))
        stops = pl.min_horizontal(last, pl.lit(next_from))
        n_days = (stops - begins).dt.total_days().clip(lower_bound=0)
        asked = asked + n_days * (rule.n_meetings / (7 * FIRST_WEEKS))
    return asked
