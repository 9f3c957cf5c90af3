"""A municipality -> how people with and without an estimate were met over the last year, in figures of no one person.

A no must have no bad effect. Whether it has one cannot be promised, only counted: here it is counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, Subquery

from lighed.governance import Choice
from lighed.governance.small_numbers import Measured, measured, shown_counts
from lighed.web import stored_documents
from lighed.web.models import ContactCourse, ParticipationChoice

LAST_YEAR = timedelta(days=365)


class MetAs(StrEnum):
    """The groups that are compared; nobody is in two of them."""

    PROFILED = "profiled"
    OPTED_OUT = "opted_out"
    HELD_OUT = "held_out"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class MetGroup:
    """One group. `n_people` is None where it is not told: they are so few, or the number would tell how few another
    group is. In that case the medians stand without numbers of people, and tell nothing of anybody."""

    met_as: MetAs
    n_people: int | None
    days_to_hand_over: Measured
    meetings: Measured
    days_to_first_meeting: Measured


@dataclass(frozen=True, slots=True)
class EffectReport:
    first_day: date
    last_day: date
    groups: tuple[MetGroup, ...]


@dataclass(frozen=True, slots=True)
class _Course:
    met_as: MetAs
    days_to_hand_over: int | None
    n_meetings: int
    days_to_first_meeting: int | None


def effect_report(municipality: str, *, today: date) -> EffectReport:
    """Compare the people who registered over the last year, each by their latest course.

    Meetings are those held as far as the event received last tells. Whoever has had none yet has a count of none, and
    no waiting time.
    """
    first_day = today - LAST_YEAR
    newest = ParticipationChoice.objects.filter(person=OuterRef("person")).order_by("-made_at", "-id")
    courses = (
        ContactCourse.objects.filter(municipality=municipality, registered_on__gte=first_day, registered_on__lte=today)
        .annotate(newest_choice=Subquery(newest.values("choice")[:1]))
        .defer("values", "refusals")
        .order_by("person", "registered_on", "course_id")
    )
    latest = {course.person_id: _counted(course, course.newest_choice) for course in courses.iterator(chunk_size=200)}
    of_group = {met_as: [one for one in latest.values() if one.met_as is met_as] for met_as in MetAs}
    n_shown = shown_counts([len(found) for found in of_group.values()])
    return EffectReport(
        first_day=first_day,
        last_day=today,
        groups=tuple(_group(met_as, found, n) for (met_as, found), n in zip(of_group.items(), n_shown, strict=True)),
    )


def _counted(course: ContactCourse, newest_choice: str | None) -> _Course:
    held = sorted(_held(course))
    return _Course(
        met_as=_met_as(course, newest_choice),
        days_to_hand_over=_days(course.registered_on, course.handed_over_on),
        n_meetings=len(held),
        days_to_first_meeting=_days(course.registered_on, held[0]) if held else None,
    )


def _met_as(course: ContactCourse, newest_choice: str | None) -> MetAs:
    if newest_choice == Choice.NO.value:
        return MetAs.OPTED_OUT
    if course.is_held_out:
        return MetAs.HELD_OUT
    return MetAs.OTHER if course.current_estimate_id is None else MetAs.PROFILED


def _held(course: ContactCourse) -> Iterable[date]:
    """The days of the course's meetings that were held, as the rows in force have them."""
    if course.document is None:
        return []
    rows: list[dict[str, Any]] = stored_documents.from_bytes(course.document).get("tables", {}).get("meetings", [])
    return [
        date.fromisoformat(row["held_on"])
        for row in rows
        if row.get("course_id") == course.course_id
        and row.get("outcome") == "held"
        and row.get("held_on")
        and not row.get("superseded_on")
    ]


def _days(start: date, end: date | None) -> int | None:
    return None if end is None else (end - start).days


def _group(met_as: MetAs, courses: list[_Course], n_people: int | None) -> MetGroup:
    figures = [
        measured([one.days_to_hand_over for one in courses if one.days_to_hand_over is not None]),
        measured([one.n_meetings for one in courses]),
        measured([one.days_to_first_meeting for one in courses if one.days_to_first_meeting is not None]),
    ]
    if n_people is None:
        figures = [replace(one, n=None) for one in figures]
    return MetGroup(met_as, n_people, *figures)
