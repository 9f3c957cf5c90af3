"""A course -> what the person has written or said about what they want and need, newest first, and who wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lighed.governance import Role
from lighed.web.models import OWN_QUESTIONS, ContactCourse, CourseState, Person, PersonWords
from lighed.web.queries.user_names import staff_names


class WrittenBy(StrEnum):
    PERSON = "person"
    REPRESENTATIVE = "representative"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWords:
    """One time that the person wrote or was heard.

    Attributes
    ----------
    answers : the questions that were answered, each with its answer
    written_by, name : whose hand it was; a name only of staff, who wrote down what was said
    """

    answers: tuple[tuple[str, str], ...]
    words: str
    wants_help_with: str
    written_by: WrittenBy
    name: str
    at: datetime


def words_shown(course: ContactCourse) -> tuple[ShownWords, ...]:
    """The person's own words, the newest first."""
    rows = list(PersonWords.objects.filter(course=course).order_by("-recorded_at", "-id"))
    names = {} if all(one.is_from_person for one in rows) else staff_names(course.municipality_id)
    return tuple(_shown(rows, names))


def words_counting(course: ContactCourse) -> PersonWords | None:
    """The newest row, which counts."""
    return PersonWords.objects.filter(course=course).order_by("-recorded_at", "-id").first()


def told_at(person: Person) -> datetime | None:
    """When the person wrote last, or was heard by a member of staff who wrote it down."""
    newest = PersonWords.objects.filter(course__person=person).order_by("-recorded_at").first()
    return None if newest is None else newest.recorded_at


def running_course(person: Person) -> ContactCourse | None:
    """The course that the person is in now, the newest if there are several; what they write is about that one."""
    running = person.courses.exclude(state=CourseState.ENDED).select_related("person", "municipality")
    return running.order_by("registered_on", "course_id").last()


def _shown(rows: Iterable[PersonWords], names: dict[str, str]) -> Iterable[ShownWords]:
    for one in rows:
        by = WrittenBy.STAFF
        if one.is_from_person:
            is_representative = one.recorded_by == Role.REPRESENTATIVE.value
            by = WrittenBy.REPRESENTATIVE if is_representative else WrittenBy.PERSON
        yield ShownWords(
            answers=tuple((str(name), one.answers[key]) for key, name in OWN_QUESTIONS if one.answers.get(key)),
            words=one.words,
            wants_help_with=one.wants_help_with,
            written_by=by,
            name=names.get(one.recorded_by, one.recorded_by) if by is WrittenBy.STAFF else "",
            at=one.recorded_at,
        )
