"""What staff write about a course -> written only on top of what they saw, and counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lighed.governance import AuditEvent
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import ContactCourse, CourseState, Task, User


class ChangedMeanwhile(Exception):
    """Somebody else has written about the course since the page was shown; nothing was done.

    Attributes
    ----------
    by, at : who, by name, and when
    """

    def __init__(self, *, by: str, at: datetime | None) -> None:
        super().__init__("the course has been changed since the page was shown")
        self.by = by
        self.at = at


def locked_course(course: ContactCourse, *, seen: int | None) -> ContactCourse:
    """The course as it now stands, kept for whoever asked until their transaction ends.

    Parameters
    ----------
    seen : the `revision` that the page showed; None where what is written is no matter of what was seen

    Raises
    ------
    ChangedMeanwhile
        If it is another one by now.
    """
    # The course alone, and so that rows which point to it can still be added: what arrives from the case system holds
    # the person first, and nobody else in the municipality is to wait.
    found = ContactCourse.objects.filter(municipality=course.municipality_id).select_related("person", "municipality")
    now = found.select_for_update(of=("self",), no_key=True).get(pk=course.pk)
    if seen is not None and now.revision != seen:
        raise ChangedMeanwhile(by=now.changed_by, at=now.changed_at)
    return now


def count_change(course: ContactCourse, *, by: User, at: datetime, **changes: object) -> None:
    """Write `changes` into the course's own columns and count it up, within the transaction that locked it."""
    for field, value in changes.items():
        setattr(course, field, value)
    course.revision += 1
    course.changed_by, course.changed_at = by.name, at
    course.save(update_fields=[*changes, "revision", "changed_by", "changed_at"])


def add_task(
    course: ContactCourse,
    kind: Task.Kind,
    *,
    at: datetime,
    of: User | None = None,
    elements: Sequence[str] = (),
    **links: object,
) -> None:
    """Put a task before the course's caseworker, or before one user; one that is open already is not doubled.

    A course that has ended gets none but what outlives it.

    Call it within the action that makes the task, which is the one to be recorded.

    Parameters
    ----------
    elements : the codes of the values that have changed, where the task is about that
    """
    if course.state == CourseState.ENDED and not kind.outlives_course:
        return
    whose = {"course": course, "kind": kind, "of": of, **links}
    waiting = Task.objects.filter(municipality=course.municipality_id, **whose, done_at=None)
    if kind.is_only_seen:
        # What has not been seen yet stands in a new task: whoever has a page with the old one did not see this.
        elements = [*dict.fromkeys([*elements, *(code for one in waiting for code in one.elements)])]
        waiting.delete()
    if not waiting.exists():
        Task.objects.create(municipality_id=course.municipality_id, made_at=at, elements=list(elements), **whose)


def end_task(course: ContactCourse, kind: Task.Kind, *, by: str, at: datetime) -> None:
    """Close the course's open tasks of that kind, within the action that has left nothing to do about them."""
    waiting = Task.objects.filter(municipality=course.municipality_id, course=course, kind=kind, done_at=None)
    waiting.update(done_at=at, done_by=by[:120])


@transaction.atomic
def finish_task(task: Task, *, by: User, audit: AuditEvent) -> None:
    """Say that a task is done. One that was done before stays as it was."""
    open_tasks = Task.objects.filter(municipality=task.municipality_id, done_at=None)
    open_tasks.filter(pk=task.pk).update(done_at=audit.at, done_by=by.name)
    record(audit=about(audit, municipality=task.municipality_id, subject=str(task.course.person_id)))
