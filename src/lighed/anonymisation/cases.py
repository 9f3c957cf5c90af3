"""Values and durations of earlier courses -> cases in one canonical order, split by date, at most one per person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Outcome(StrEnum):
    """What is counted by period. The order is the order of the first axis of all counts."""

    CONTACT_COURSE = "contact_course"
    BENEFIT_CASE = "benefit_case"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of values: numbers with the unit they are rounded to, or categories."""

    code: str
    kind: Literal["number", "category"]
    step: float | None = None


@dataclass(frozen=True, slots=True)
class Cases:
    """Earlier courses at one scoring moment.

    Attributes
    ----------
    fields : tuple of Field
    values : DataFrame, n rows, one column per field (Float64 or String, null = missing)
    people : Series of str, n; who the course belongs to, municipality included
    keys : Series of str, n; unique, gives the canonical order
    registered_on : Series of date, n
    weeks : array (n_outcomes, n); follow-up in weeks
    ended : array of bool (n_outcomes, n); False = still ran when last seen
    """

    fields: tuple[Field, ...]
    values: pl.DataFrame
    people: pl.Series
    keys: pl.Series
    registered_on: pl.Series
    weeks: Floats
    ended: Bools

    def __len__(self) -> int:
        return self.values.height

    def take(self, rows: Ints) -> Cases:
        """The cases at `rows`, in that order."""
        return Cases(
            self.fields,
            self.values[rows],
            self.people[rows],
            self.keys[rows],
            self.registered_on[rows],
            self.weeks[:, rows],
            self.ended[:, rows],
        )

    def in_canonical_order(self) -> Cases:
        """The same cases sorted by key, so that the order of rows in a file changes nothing."""
        return self.take(self.keys.arg_sort().to_numpy().astype(np.int64))


@dataclass(frozen=True, slots=True)
class Split:
    """Row numbers of the three parts, and the days that divide them.

    `build` and `evaluation` hold at most one course per person, and different people; `untouched` is every course
    registered on or after `untouched_from`.
    """

    build: Ints
    evaluation: Ints
    untouched: Ints
    evaluation_from: date
    untouched_from: date


def split_by_date(cases: Cases, *, shares: Sequence[float] = (0.6, 0.2)) -> Split:
    """Oldest cases to build, then those to evaluate inside the release, the newest untouched.

    Of each person at most one course goes into `build` or `evaluation` together, the latest one there: noise is
    measured per person, so a person may be counted once. Whoever is in `untouched` may be in the older parts with an
    earlier course, since nothing of `untouched` leaves but the figures of the report.
    """
    days = cases.registered_on.to_physical().to_numpy().astype(np.int64)
    ordered = np.sort(days)
    cut_1, cut_2 = (int(ordered[min(int(len(days) * share), len(days) - 1)]) for share in np.cumsum(shares))
    released = np.flatnonzero(days < cut_2)
    latest = _latest_per_person(cases.people[released], days[released])
    released = released[latest]
    return Split(
        build=released[days[released] < cut_1],
        evaluation=released[days[released] >= cut_1],
        untouched=np.flatnonzero(days >= cut_2),
        evaluation_from=_day(cut_1),
        untouched_from=_day(cut_2),
    )


def _latest_per_person(people: pl.Series, days: Ints) -> Ints:
    frame = pl.DataFrame({"person": people, "day": days, "row": np.arange(len(days), dtype=np.int64)})
    latest = frame.sort("day", "row").group_by("person", maintain_order=True).last()
    return np.sort(latest["row"].to_numpy())


def _day(number: int) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + number)
