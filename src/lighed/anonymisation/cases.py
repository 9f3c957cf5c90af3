"""Values and durations of earlier courses -> cases in one canonical order, split by date, at most one per person."""

from __future__ import annotations

import hashlib
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
    """A column of values: numbers with the unit they are rounded to, or categories.

    `is_absence_told` says that a missing value is a fact which the experts have approved as such; elsewhere it counts
    for nothing.
    """

    code: str
    kind: Literal["number", "category"]
    step: float | None = None
    is_absence_told: bool = False


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
        """The same cases sorted by key, so that the order of rows in a file changes nothing.

        Raises
        ------
        ValueError
            If a key stands twice: the case would be counted twice.
        """
        if self.keys.n_unique() < len(self.keys):
            raise ValueError("a case stands twice")
        return self.take(self.keys.arg_sort().to_numpy().astype(np.int64))


@dataclass(frozen=True, slots=True)
class Split:
    """Row numbers of the parts, and the days that divide them.

    Attributes
    ----------
    build : every course registered before `evaluation_from`; points are fitted on them
    counted : those of `build` that are counted in groups, one per person
    later : every course registered from `evaluation_from` until `untouched_from`; the calibration is fitted on them
    evaluation : those of `later` that are counted in groups, one course each of people who are not in `build`
    untouched : every course registered on or after `untouched_from`; nothing of them leaves but the report's figures
    """

    build: Ints
    counted: Ints
    later: Ints
    evaluation: Ints
    untouched: Ints
    evaluation_from: date
    untouched_from: date


def split_by_date(cases: Cases, *, shares: Sequence[float] = (0.6, 0.2)) -> Split:
    """Oldest cases to build, then those of other people to evaluate inside the release, the newest untouched.

    Noise is measured per person, so a person is counted once: with the first course registered on or after a day that
    is drawn for that person. The draw knows nothing of how long a course lasted. The latest course would: whoever was
    out soon has had time to come back, and long courses would be counted too often.
    """
    days = cases.registered_on.to_physical().to_numpy().astype(np.int64)
    ordered = np.sort(days)
    cut_1, cut_2 = (int(ordered[min(int(len(days) * share), len(days) - 1)]) for share in np.cumsum(shares))
    build = np.flatnonzero(days < cut_1)
    later = np.flatnonzero((days >= cut_1) & (days < cut_2))
    others = later[~cases.people[later].is_in(cases.people[build].unique().implode()).to_numpy()]
    return Split(
        build=build,
        counted=build[_one_per_person(cases.people[build], days[build])],
        later=later,
        evaluation=others[_first_per_person(cases.people[others], days[others])],
        untouched=np.flatnonzero(days >= cut_2),
        evaluation_from=_day(cut_1),
        untouched_from=_day(cut_2),
    )


def _one_per_person(people: pl.Series, days: Ints) -> Ints:
    """Positions of the first course of each person on or after the person's drawn day; not everyone has one.

    Drawn days lean towards the start, so that most people are counted, and reach to the end, so that people are also
    counted who had earlier courses by then.
    """
    if len(days) == 0:
        return np.zeros(0, np.int64)
    first, span = int(days.min()), int(days.max() - days.min())
    drawn = {person: first + span * _draw(person) ** 2 for person in people.unique()}
    eligible = np.flatnonzero(days >= np.array([drawn[person] for person in people]))
    return eligible[_first_per_person(people[eligible], days[eligible])]


def _draw(person: str) -> float:
    """A number in [0, 1) that is the person's own, the same in every run."""
    return int.from_bytes(hashlib.blake2b(person.encode(), digest_size=8).digest(), "big") / 2**64


def _first_per_person(people: pl.Series, days: Ints) -> Ints:
    frame = pl.DataFrame({"person": people, "day": days, "row": np.arange(len(days), dtype=np.int64)})
    first = frame.sort("day", "row").unique("person", keep="first")
    return np.sort(first["row"].to_numpy())


def _day(number: int) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + number)
