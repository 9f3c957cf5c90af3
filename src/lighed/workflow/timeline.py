"""One registration's tables -> what has happened in the course so far, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from lighed.records import Registration


class TimelineKind(StrEnum):
    REGISTERED = "registered"
    HANDED_OVER = "handed_over"
    MEETING_HELD = "meeting_held"
    MEETING_PLANNED = "meeting_planned"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    CASEWORKER = "caseworker"
    ENDED = "ended"


_OUTCOMES = {
    "held": TimelineKind.MEETING_HELD,
    "planned": TimelineKind.MEETING_PLANNED,
    "no_show": TimelineKind.NO_SHOW,
    "cancelled": TimelineKind.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One thing that happened, or is planned, on one day.

    Attributes
    ----------
    meeting_kind, form, minutes : of a meeting, as the case export has them
    name : whose a change of caseworker was to, where the case system tells
    """

    on: date
    kind: TimelineKind
    meeting_kind: str | None = None
    form: str | None = None
    minutes: int | None = None
    name: str | None = None


def timeline_of(registration: Registration) -> tuple[TimelineEntry, ...]:
    """What the case system knows of the course that the registration is about."""
    tables, course_id = registration.tables, registration.course_id
    (course,) = _in_force(tables["contact_courses"], course_id).head(1).rows(named=True)
    found = [
        TimelineEntry(on=course[column], kind=kind)
        for column, kind in (
            ("registered_on", TimelineKind.REGISTERED),
            ("handed_over_on", TimelineKind.HANDED_OVER),
            ("ended_on", TimelineKind.ENDED),
        )
        if course[column] is not None
    ]
    for meeting in _in_force(tables["meetings"], course_id).rows(named=True):
        found.append(
            TimelineEntry(
                on=meeting["held_on"] or meeting["planned_on"],
                kind=_OUTCOMES[meeting["outcome"]],
                meeting_kind=meeting["kind"],
                form=meeting["form"],
                minutes=meeting["minutes"],
            )
        )
    names = dict(tables["staff"].select("caseworker_id", "display_name").iter_rows())
    for assigned in _in_force(tables["caseworker_assignments"], course_id).rows(named=True):
        name = names.get(assigned["caseworker_id"])
        found.append(TimelineEntry(on=assigned["from_on"], kind=TimelineKind.CASEWORKER, name=name))
    order = list(TimelineKind)
    return tuple(sorted(found, key=lambda one: (one.on, order.index(one.kind))))


def _in_force(rows: pl.DataFrame, course_id: str) -> pl.DataFrame:
    return rows.filter(pl.col("course_id") == course_id, pl.col("superseded_on").is_null())
