"""Tables and a moment -> the courses that reached it, and the rows that were known of each at that moment.

Known then means: recorded before the day of the moment, and in force on the day before it. What was recorded, corrected
or decided on that day or later does not exist. The only exception is the row that makes the moment: the registration,
or the hand-over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import polars as pl

from lighed.elements.lookups import Lookups
from lighed.governance import Moment

Tables: TypeAlias = Mapping[str, pl.LazyFrame | pl.DataFrame]
"""The case export's tables by name, each with its whole schema: lazy for a case base, eager for one person."""

_READ_NEVER = frozenset({"contacts", "staff"})


def scored_courses(tables: Tables, *, moment: Moment, courses: pl.LazyFrame | None = None) -> pl.DataFrame:
    """Find the courses that reached `moment`, each with the row of the course that tells it.

    That row is the first one recorded that was not taken back before the day itself: a hand-over that was planned and
    then moved counts on the day to which it was moved, and a later correction of the course changes nothing.

    Parameters
    ----------
    courses : frame with a column ``course_id``, to find only these.

    Returns
    -------
    One row per course, ordered by ``course_id``: ``case`` (0, 1, ...), ``course_id``, ``person_id``, ``scored_on``,
    ``registered_on``, ``unemployment_fund``, ``course_recorded_on``.
    """
    scored_on = pl.col("registered_on" if moment is Moment.REGISTRATION else "handed_over_on")
    rows = tables["contact_courses"].lazy()
    if courses is not None:
        rows = rows.join(courses.lazy().select("course_id"), on="course_id", how="semi")
    order = ("recorded_on", "superseded_on", "registered_on", "handed_over_on", "unemployment_fund", "person_id")
    return (
        rows.with_columns(scored_on=scored_on)
        .filter(pl.col("scored_on").is_not_null(), _still_in_force_at("scored_on"))
        .sort("course_id", *order, nulls_last=True)
        .unique("course_id", keep="first", maintain_order=True)
        .select(
            "course_id",
            "person_id",
            "scored_on",
            "registered_on",
            "unemployment_fund",
            pl.col("recorded_on").alias("course_recorded_on"),
        )
        .with_row_index("case")
        .collect()
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of each course of `courses` (see `scored_courses`) at its scoring moment."""

    tables: Tables
    courses: pl.LazyFrame
    moment: Moment
    lookups: Lookups

    def of_person(self, table: str, cases: pl.LazyFrame | None = None) -> pl.LazyFrame:
        """Rows of a table of persons, once per course of the person, as they stood when that course was scored.

        `cases` (``case``, ``scored_on``, ``person_id`` and more) brings further columns along.
        """
        if cases is None:
            cases = self.courses.select("case", "person_id", "scored_on")
        return self._as_known_then(self._table(table).join(cases, on="person_id", how="inner"))

    def of_course(self, table: str, courses: pl.LazyFrame) -> pl.LazyFrame:
        """Rows of a table of courses, for `courses`: a frame with ``case``, ``scored_on`` and ``course_id``."""
        return self._as_known_then(self._table(table).join(courses, on="course_id", how="inner"))

    def _table(self, name: str) -> pl.LazyFrame:
        if name in _READ_NEVER:
            raise PermissionError(f"{name} holds names and addresses: no data element reads it.")
        return self.tables[name].lazy()

    @staticmethod
    def _as_known_then(rows: pl.LazyFrame) -> pl.LazyFrame:
        return rows.filter(pl.col("recorded_on") < pl.col("scored_on"), _still_in_force_at("scored_on"))


def stacked(*rows: pl.LazyFrame) -> pl.LazyFrame:
    """Rows of different tables under each other, each with its own columns filled."""
    return pl.concat(rows, how="diagonal")


def _still_in_force_at(day: str) -> pl.Expr:
    """Not superseded before `day`. A row superseded on the day itself was still what one knew when the day began."""
    return pl.col("superseded_on").is_null() | (pl.col("superseded_on") >= pl.col(day))
