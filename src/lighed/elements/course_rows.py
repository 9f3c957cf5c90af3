"""What was known at the moment -> rows of contact courses, their meetings and caseworkers: `EARLIER` and `CURRENT`."""

from __future__ import annotations

import polars as pl

from lighed.elements.element import View
from lighed.elements.joined_courses import number_joined_courses
from lighed.elements.known import Known, stacked
from lighed.elements.meeting_rules import asked_meetings, first_half_year_end

LOOK_BACK = "5y"
"""How far back earlier courses and their job log are used. What is older says little and is left in peace."""


def earlier_parts(known: Known) -> pl.LazyFrame:
    """Earlier courses of the last years as known, with ``until`` (the end, or where it was still running: the new
    registration) and the number of the ``joined`` course that each is part of."""
    began = known.courses.select("case", pl.col("course_id").alias("scored_course"), began_on="registered_on")
    parts = (
        known.of_person("contact_courses")
        .join(began, on="case")
        .filter(pl.col("course_id") != pl.col("scored_course"), pl.col("registered_on") < pl.col("began_on"))
        .with_columns(pl.when(pl.col("ended_on") < pl.col("scored_on")).then("ended_on").alias("ended_on"))
        .with_columns(until=pl.min_horizontal("ended_on", "began_on"))
        .filter(pl.col("until") >= pl.col("began_on").dt.offset_by("-" + LOOK_BACK))
    )
    return number_joined_courses(parts, by=["case"])


def _earlier(known: Known) -> pl.LazyFrame:
    """Earlier contact courses (parts joined), their meetings and their assignments of caseworkers.

    Columns: ``started_on, until, weeks, end_reason, asked, since_weeks`` · ``outcome, is_counted_by_rules`` ·
    ``is_change``.
    """
    parts = earlier_parts(known)
    courses = joined_courses(parts)
    of_part = parts.select("case", "scored_on", "course_id", "joined").join(
        courses.select("case", "joined", "started_on"), on=["case", "joined"]
    )
    return stacked(
        courses.with_columns(asked=asked_meetings(pl.col("started_on"), pl.col("until"))).drop("joined"),
        _meetings(known, of_part),
        _assignments(known, of_part.drop("started_on")),
    )


def joined_courses(parts: pl.LazyFrame) -> pl.LazyFrame:
    """One row per joined course of each case: ``started_on, until, weeks, end_reason`` and the weeks since then."""
    last = pl.col("end_reason").sort_by("until", "registered_on", "end_reason").last()
    return (
        parts.group_by("case", "joined")
        .agg(
            pl.col("scored_on").first(),
            pl.col("recorded_on").max(),
            pl.col("began_on").first(),
            pl.col("registered_on").min().alias("started_on"),
            pl.col("until").max(),
            last,
        )
        .with_columns(
            weeks=(pl.col("until") - pl.col("started_on")).dt.total_days() / 7,
            since_weeks=(pl.col("began_on") - pl.col("until")).dt.total_days() / 7,
        )
        .drop("began_on")
    )


def _meetings(known: Known, courses: pl.LazyFrame) -> pl.LazyFrame:
    """Meetings of `courses` whose day had come, and which of them the rules of the first six months count."""
    return (
        known.of_course("meetings", courses)
        .filter(pl.col("planned_on") < pl.col("scored_on"))
        .select(
            "case",
            "scored_on",
            "recorded_on",
            "outcome",
            is_counted_by_rules=(pl.col("outcome") == "held")
            & (pl.coalesce("held_on", "planned_on") < first_half_year_end(pl.col("started_on"))),
        )
    )


def _assignments(known: Known, courses: pl.LazyFrame) -> pl.LazyFrame:
    """Assignments of caseworkers in `courses` and whether each is a change: somebody else than before, same course."""
    order = ("from_on", "caseworker_id")
    previous = pl.col("caseworker_id").shift(1).over("case", "course_id")
    return (
        known.of_course("caseworker_assignments", courses)
        .filter(pl.col("from_on") < pl.col("scored_on"))
        .sort("case", "course_id", *order)
        .select("case", "scored_on", "recorded_on", is_change=(pl.col("caseworker_id") != previous).fill_null(False))
    )


def _current(known: Known) -> pl.LazyFrame:
    """The scored course itself until the moment: its weeks, meetings and assignments of caseworkers.

    Columns: ``weeks, asked`` · ``outcome, is_counted_by_rules`` · ``is_change``.
    """
    course = known.courses.select("case", "scored_on", "course_id", started_on="registered_on")
    itself = known.courses.select(
        "case",
        "scored_on",
        pl.col("course_recorded_on").alias("recorded_on"),
        weeks=(pl.col("scored_on") - pl.col("registered_on")).dt.total_days() / 7,
        asked=asked_meetings(pl.col("registered_on"), pl.col("scored_on")),
    )
    return stacked(itself, _meetings(known, course), _assignments(known, course.drop("started_on")))


EARLIER = View("earlier", _earlier)
CURRENT = View("current", _current)
