"""Number of people and a random generator -> made-up people: master data and the day each first registers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lighed.synthetic.arrays import (
    NEVER,
    UNKNOWN,
    Flags,
    Floats,
    Ints,
    draw_codes,
    draw_codes_by_row,
    next_weekday,
    years_and_months,
)
from lighed.synthetic.names import FUNDS
from lighed.synthetic.occupations import FIELDS, LEVELS

CAREER_START_AGE: Ints = np.array([18, 20, 21, 24, 25, 24, 27, 30], dtype=np.int32)
"""Usual age at the end of each level of `LEVELS`."""

_LEVEL_WEIGHTS = [0.21, 0.08, 0.33, 0.07, 0.16, 0.03, 0.115, 0.005]
_GRADUATE_LEVEL_WEIGHTS = [0.0, 0.0, 0.27, 0.09, 0.32, 0.05, 0.255, 0.015]
_FIELD_WEIGHTS = np.array(
    [
        [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0.04, 0.03, 0, 0.28, 0, 0.04, 0.31, 0.04, 0.16, 0.10],
        [0, 0, 0.08, 0, 0.36, 0.06, 0.17, 0.18, 0.05, 0, 0.10],
        [0, 0.22, 0.07, 0.12, 0.14, 0.01, 0.06, 0.11, 0, 0.27, 0],
        [0, 0, 0.24, 0.24, 0.22, 0.10, 0.08, 0.08, 0.01, 0.03, 0],
        [0, 0, 0.21, 0.22, 0.20, 0.11, 0.08, 0.10, 0.02, 0.06, 0],
        [0, 0, 0.12, 0.12, 0.06, 0.40, 0.05, 0.15, 0.02, 0.08, 0],
    ]
)
# First registrations by month: graduates come when the programmes end, others mostly around the turn of the year.
_GRADUATE_MONTHS = [0.7, 0.9, 0.3, 0.2, 0.2, 0.8, 3.2, 2.4, 2.1, 0.6, 0.4, 0.2]
_OTHER_MONTHS = [1.35, 1.1, 1.0, 0.95, 0.85, 0.9, 0.8, 0.95, 1.0, 1.0, 1.1, 1.15]
_GRADUATE_SHARE = 0.20


@dataclass(frozen=True, slots=True)
class People:
    """Master data of `n` people, and what is true of them but stands in no table (`mobility`, `no_show_rate`).

    Days are day numbers; `level` and `field` index `LEVELS` and `FIELDS`; `danish` is 0 basic … 3 native; `sex` is 0
    female, 1 male, -1 not stated.
    """

    birth_year: Ints
    sex: Ints
    interpreter_need: Flags
    need_recorded_on: Ints
    is_protected: Flags
    fund: Ints
    first_registered_on: Ints
    recorded_on: Ints
    is_graduate: Flags
    level: Ints
    field: Ints
    danish: Ints
    mobility: Floats
    no_show_rate: Floats

    def __len__(self) -> int:
        return len(self.birth_year)


def draw_people(rng: np.random.Generator, *, n: int, first_day: int, last_day: int, foreign_share: float) -> People:
    """Draw people whose first registration falls between two days.

    Parameters
    ----------
    n
        Number of people.
    first_day, last_day
        Day numbers; the last one is not included.
    foreign_share
        Share of people who did not grow up with Danish.
    """
    is_graduate = rng.random(n) < _GRADUATE_SHARE
    level = np.where(
        is_graduate, draw_codes(rng, _GRADUATE_LEVEL_WEIGHTS, n), draw_codes(rng, _LEVEL_WEIGHTS, n)
    ).astype(np.int32)
    field = draw_codes_by_row(rng, _FIELD_WEIGHTS[level])
    registered = _first_registrations(rng, is_graduate=is_graduate, first_day=first_day, last_day=last_day)
    age = _ages(rng, level=level, is_graduate=is_graduate)
    is_foreign = rng.random(n) < foreign_share * np.where(level >= 6, 1.3, 1.0)
    danish = np.where(is_foreign, draw_codes(rng, [0.27, 0.38, 0.35], n), 3).astype(np.int32)
    need = rng.random(n) < np.select([danish == 0, danish == 1], [0.42, 0.06], 0.002)
    # A need that only shows at the first meeting is recorded weeks after registration.
    need_late = need & (rng.random(n) < 0.3)
    recorded_on = registered - rng.integers(1, 8, n)
    return People(
        birth_year=(years_and_months(registered)[0] - age).astype(np.int32),
        sex=np.where(rng.random(n) < 0.004, UNKNOWN, rng.random(n) < _male_share(level, field)).astype(np.int32),
        interpreter_need=need,
        need_recorded_on=np.where(
            need, np.where(need_late, registered + rng.integers(8, 70, n), recorded_on), NEVER
        ).astype(np.int32),
        is_protected=rng.random(n) < 0.008,
        fund=_funds(rng, level=level, field=field),
        first_registered_on=registered,
        recorded_on=recorded_on.astype(np.int32),
        is_graduate=is_graduate,
        level=level,
        field=field,
        danish=danish,
        mobility=rng.beta(1.1, 6.0, n),
        no_show_rate=rng.beta(0.9, 10.5, n),
    )


def _first_registrations(rng: np.random.Generator, *, is_graduate: Flags, first_day: int, last_day: int) -> Ints:
    days = np.arange(first_day, last_day)
    _, months = years_and_months(days)
    # More and more of those who register have been there before, so first registrations grow rarer.
    known_already = np.interp(days - first_day, [0, 1200, 2000], [1.0, 0.62, 0.52])
    on_weekday = np.where((days + 3) % 7 < 5, 1.0, 0.0)
    drawn = [
        days[draw_codes(rng, np.array(weights)[months - 1] * known_already * on_weekday, len(is_graduate))]
        for weights in (_GRADUATE_MONTHS, _OTHER_MONTHS)
    ]
    return next_weekday(np.where(is_graduate, drawn[0], drawn[1]))


def _ages(rng: np.random.Generator, *, level: Ints, is_graduate: Flags) -> Ints:
    n = len(level)
    graduate = CAREER_START_AGE[level] + rng.poisson(2.2, n)
    earliest = CAREER_START_AGE[level]
    other = earliest + (64.0 - earliest) * rng.beta(0.95, 1.35, n)
    ages: Ints = np.clip(np.where(is_graduate, graduate, other), 18, 64).astype(np.int32)
    return ages


def _male_share(level: Ints, field: Ints) -> Floats:
    by_field = np.array([0.53, 0.24, 0.38, 0.40, 0.43, 0.45, 0.82, 0.84, 0.66, 0.14, 0.47])
    shares: Floats = by_field[field]
    return shares


def _funds(rng: np.random.Generator, *, level: Ints, field: Ints) -> Ints:
    weights = np.ones((len(level), len(FUNDS)))
    weights[:, 1] += 6 * (FIELDS.index("07") == field)
    weights[:, 2] += 5 * (FIELDS.index("04") == field)
    weights[:, 3] += 6 * (FIELDS.index("09") == field)
    weights[:, 4] += 9 * (level >= LEVELS.index("60"))
    weights[:, 5] += 4 * ((FIELDS.index("07") == field) & (level == LEVELS.index("30")))
    weights[:, 6] = 0.4
    weights[:, 7] += 5 * (FIELDS.index("01") == field)
    weights[:, 0] += 2.0
    return draw_codes_by_row(rng, weights)
