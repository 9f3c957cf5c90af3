"""Contact courses and benefit cases -> how long each lasted, and whether it has ended: what the estimates are about."""

from __future__ import annotations

from datetime import date

import polars as pl

from lighed.elements.joined_courses import GAP_DAYS, number_joined_courses
from lighed.elements.known import Tables

_DAGPENGE = "dagpenge"


def course_outcomes(tables: Tables, *, extracted_on: date, gap_days: int = GAP_DAYS) -> pl.DataFrame:
    """Find the duration of each contact course and of its dagpenge case, as known on the day of extraction.

    Courses of one person with gaps of at most `gap_days` are one course: it carries the first part's ``course_id`` and
    ``registered_on``, and the later parts are no cases of their own. What still runs counts as lasting until
    `extracted_on`, and as not ended.

    Returns
    -------
    One row per joined course, ordered by ``course_id``: ``course_id``, ``person_id``, ``registered_on``,
    ``handed_over_on`` (of the first part), ``contact_weeks`` (days / 7), ``contact_ended``, ``benefit_weeks`` and
    ``benefit_ended`` (null without a dagpenge case; several cases count from the first start to the last end).
    """
    parts = number_joined_courses(
        _in_force(tables["contact_courses"], extracted_on).filter(pl.col("registered_on") <= extracted_on),
        by=["person_id"],
        gap_days=gap_days,
    ).with_columns(_ended("ended_on", extracted_on))
    first_part = pl.col("course_id", "handed_over_on").sort_by(
        "registered_on", "ended_on", "course_id", nulls_last=True
    )
    courses = parts.group_by("person_id", "joined").agg(
        first_part.first(), pl.col("registered_on").min(), *_duration("contact", "registered_on", extracted_on)
    )
    benefits = (
        _in_force(tables["benefit_cases"], extracted_on)
        .filter(pl.col("benefit") == _DAGPENGE, pl.col("started_on") <= extracted_on)
        .with_columns(_ended("ended_on", extracted_on))
        .join(parts.select("course_id", "person_id", "joined"), on="course_id")
        .group_by("person_id", "joined")
        .agg(*_duration("benefit", "started_on", extracted_on))
    )
    return (
        courses.join(benefits, on=["person_id", "joined"], how="left")
        .select(
            "course_id", "person_id", "registered_on", "handed_over_on",
            "contact_weeks", "contact_ended", "benefit_weeks", "benefit_ended",
        )
        .sort("course_id")
        .collect()
    )  # fmt: skip


def _in_force(rows: pl.LazyFrame | pl.DataFrame, day: date) -> pl.LazyFrame:
    """Rows as they stand in an extraction made at the end of `day`."""
    still_true = pl.col("superseded_on").is_null() | (pl.col("superseded_on") > day)
    return rows.lazy().filter(pl.col("recorded_on") <= day, still_true)


def _ended(column: str, extracted_on: date) -> pl.Expr:
    """An end that lies after the extraction is a plan, not an end."""
    return pl.when(pl.col(column) <= extracted_on).then(pl.col(column)).alias(column)


def _duration(name: str, start: str, extracted_on: date) -> tuple[pl.Expr, pl.Expr]:
    """Weeks from the first start to the last end, and whether all parts have ended."""
    has_ended = pl.col("ended_on").is_not_null().all()
    end = pl.when(has_ended).then(pl.col("ended_on").max()).otherwise(pl.lit(extracted_on))
    weeks = (end - pl.col(start).min()).dt.total_days() / 7
    return weeks.alias(f"{name}_weeks"), has_ended.alias(f"{name}_ended")
