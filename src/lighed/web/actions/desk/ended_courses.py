"""A course that has ended -> nothing more to do about it: its tasks and questions closed, its meetings to come gone.

What the person has asked for, and waits for, is done all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lighed.governance import AuditEvent
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import ContactCourse, CourseState, Plan, Question, Task

ABOUT_COURSE = [kind for kind in Task.Kind if not kind.outlives_course]
"""The kinds of tasks that are over when the course is."""


def close_what_waits(courses: Sequence[UUID], *, by: str, at: datetime) -> None:
    """Close it for courses that have ended, within the transaction that holds and records them."""
    mine = {"course__in": courses}
    Task.objects.filter(**mine, kind__in=ABOUT_COURSE, done_at=None).update(
        done_at=at, done_by=by[:120], ended_with_course=True
    )
    Question.objects.filter(**mine, answered_at=None, closed_at=None).update(closed_at=at, ended_with_course=True)
    Plan.objects.filter(**mine, state=Plan.State.IN_FORCE).update(
        state=Plan.State.FELL_AWAY, ended_at=at, ended_by=by[:120]
    )


def close_ended_courses(municipality: str, *, audit: AuditEvent) -> int:
    """Close what waits in courses that ended before this was done as they end. Returns in how many."""
    waiting = ContactCourse.objects.filter(
        Q(Exists(Task.objects.filter(course=OuterRef("pk"), kind__in=ABOUT_COURSE, done_at=None)))
        | Q(Exists(Question.objects.filter(course=OuterRef("pk"), answered_at=None, closed_at=None)))
        | Q(Exists(Plan.objects.filter(course=OuterRef("pk"), state=Plan.State.IN_FORCE))),
        municipality=municipality,
        state=CourseState.ENDED,
    )
    return sum(_close(course, audit=audit) for course in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _close(key: UUID, *, audit: AuditEvent) -> bool:
    locked = ContactCourse.objects.select_for_update(of=("self",), no_key=True).filter(pk=key, state=CourseState.ENDED)
    ended = locked.only("pk", "municipality", "person").first()
    if ended is None:
        return False
    close_what_waits([key], by=audit.actor, at=audit.at)
    record(audit=about(audit, municipality=ended.municipality_id, subject=str(ended.person_id)))
    return True
