"""Case bases of one or more municipalities -> the earlier courses of one scoring moment, with values and outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl

from lighed.anonymisation import Cases, Field, Limits
from lighed.elements import REGISTER, Lookups, check_values, course_outcomes, element_values, learn_lookups
from lighed.governance import Moment
from lighed.records import CaseBase

WARM_UP_SHARE = 0.1
"""The oldest courses are no cases: lookups are learned from what was known before the first case, and whoever comes
first has no earlier course on record."""


class TooFewCases(ValueError):
    """There are not enough earlier courses for what was asked."""


def learn_before(case_bases: Sequence[CaseBase], limits: Limits) -> tuple[Lookups, date]:
    """The lookups, and the first day of registration of a case: what was learned comes from before it."""
    registered = pl.concat([base.tables["contact_courses"].select("registered_on") for base in case_bases]).collect()
    if registered.is_empty():
        raise TooFewCases("The case bases hold no contact course. Import a case export that has some.")
    first_case_on = registered["registered_on"].sort()[int(WARM_UP_SHARE * registered.height)]
    learned = learn_lookups([base.tables for base in case_bases], before=first_case_on, min_people=limits.k)
    # Rounded before they are used, so that the cases' values are found with the very table that crosses.
    rounded = learned.rows.with_columns(
        pl.col("share").round(3), people=(5 * (pl.col("people") / 5).round()).cast(pl.Int64)
    )
    return Lookups.from_rows(rounded), first_case_on


def gather_cases(
    case_bases: Sequence[CaseBase], *, moment: Moment, lookups: Lookups, first_case_on: date, limits: Limits
) -> Cases:
    """Find the values of all elements as known at `moment`, beside how long each course lasted.

    Only courses of recipients of the benefit are cases, registered on `first_case_on` or later. At the hand-over, a
    course that is already past the threshold is no case: it is known to be long.
    """
    frames = [
        _of_one(base, moment=moment, lookups=lookups, first_case_on=first_case_on, limits=limits) for base in case_bases
    ]
    whole = pl.concat(frames)
    elements = REGISTER.for_moment(moment)
    values = whole.select(element.code for element in elements)
    check_values(values, moment=moment)
    return Cases(
        fields=tuple(
            Field(
                element.code,
                "number" if element.kind == "number" else "category",
                element.step,
                is_absence_told=element.absence is not None,
            )
            for element in elements
        ),
        values=values,
        people=whole["person"],
        keys=whole["key"],
        registered_on=whole["registered_on"],
        weeks=np.stack([whole[f"{name}_weeks"].to_numpy() for name in ("contact", "benefit")]),
        ended=np.stack([whole[f"{name}_ended"].to_numpy() for name in ("contact", "benefit")]),
    ).in_canonical_order()


def _of_one(base: CaseBase, *, moment: Moment, lookups: Lookups, first_case_on: date, limits: Limits) -> pl.DataFrame:
    outcomes = course_outcomes(base.tables, extracted_on=base.extracted_on).filter(
        pl.col("registered_on") >= first_case_on, pl.col("benefit_weeks").is_not_null()
    )
    values = element_values(base.tables, moment=moment, lookups=lookups, courses=outcomes.select("course_id").lazy())
    limit = timedelta(weeks=limits.threshold_weeks)
    return (
        values.join(outcomes.drop("person_id"), on="course_id")
        .filter(pl.col("scored_on") - pl.col("registered_on") < limit)
        .with_columns(
            person=pl.lit(f"{base.municipality}:") + pl.col("person_id"),
            key=pl.lit(f"{base.municipality}:") + pl.col("course_id"),
        )
    )
