"""A course that has ended -> how much of what waited was closed with it, and the meetings that were still to come."""

from __future__ import annotations

from dataclasses import dataclass

from lighed.web.models import ContactCourse, CourseState, Plan, PlannedMeeting


@dataclass(frozen=True, slots=True)
class ClosedWithCourse:
    """What nobody did, answered or held, because the course ended first."""

    n_tasks: int
    n_questions: int
    n_meetings: int

    @property
    def is_anything(self) -> bool:
        return bool(self.n_tasks or self.n_questions or self.n_meetings)


def closed_with(course: ContactCourse) -> ClosedWithCourse | None:
    """What was closed; None where the course runs, or nothing waited.

    The task of a question that was closed is not told of twice.
    """
    if course.state != CourseState.ENDED:
        return None
    meetings = PlannedMeeting.objects.filter(plan__course=course, plan__state=Plan.State.FELL_AWAY)
    if course.ended_on is not None:
        meetings = meetings.filter(on__gt=course.ended_on)
    closed = ClosedWithCourse(
        n_tasks=course.tasks.filter(ended_with_course=True).exclude(question__ended_with_course=True).count(),
        n_questions=course.questions.filter(ended_with_course=True).count(),
        n_meetings=meetings.count(),
    )
    return closed if closed.is_anything else None
