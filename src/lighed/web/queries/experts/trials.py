"""A version and a person of whom an estimate is asked for and not kept -> whether it may be made and told."""

from __future__ import annotations

from django.conf import settings

from lighed.web.models import CourseState, Person
from lighed.web.queries.experts.versions_in_operation import version_in_operation
from lighed.workflow import Version


def may_be_tried(version: Version, municipality: str) -> bool:
    """Whether real people of the municipality may be estimated with the version: only with the one in operation."""
    if settings.LIGHED_DEMO:
        return True
    in_operation = version_in_operation(municipality)
    return in_operation is not None and in_operation.sha256 == version.sha256


def is_held_out(person: Person, course_id: str) -> bool:
    """Whether the course, or another of the person's that is running, was drawn to be without an estimate."""
    drawn = person.courses.filter(is_held_out=True)
    return drawn.filter(course_id=course_id).exists() or drawn.exclude(state=CourseState.ENDED).exists()
