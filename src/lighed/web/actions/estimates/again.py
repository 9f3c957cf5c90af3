"""Courses -> their estimates made again, one transaction each, and how many were, were not and are left."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from lighed.governance import AuditEvent, AuditKind, LegalBasisError
from lighed.web import queries
from lighed.web.actions.estimates.kept import estimate_again
from lighed.web.actions.experts.version_steps import count_again
from lighed.web.models import ContactCourse
from lighed.workflow import RegistrationRefused, VersionError

_LOG = logging.getLogger(__name__)
AT_ONCE = 25
"""So many are made while somebody waits for the page; the rest by `lighed estimate-again`."""


@dataclass(frozen=True, slots=True)
class EstimatedAgain:
    """What came of making estimates again.

    Attributes
    ----------
    n_made : courses that have an estimate by the law and the version as they now are
    n_without : courses that may not have one, or are drawn to be without
    n_unreadable : courses left as they were, because what was received of them cannot be read any longer
    n_gone : courses of people who were erased meanwhile
    n_left : courses that it did not come to
    error : why it ended before its time: the version in operation or the law on record cannot be used
    """

    n_made: int = 0
    n_without: int = 0
    n_unreadable: int = 0
    n_gone: int = 0
    n_left: int = 0
    error: VersionError | LegalBasisError | None = None


def estimate_courses(
    keys: Iterable[UUID], *, at_most: int | None = None, is_of_version: bool = False, audit: AuditEvent
) -> EstimatedAgain:
    """Make the estimates of these courses again. One that cannot be made keeps none of the others from it.

    Parameters
    ----------
    at_most : so many are estimated; None means all
    is_of_version : whether to count, for the version in operation, what it estimates again and otherwise than before
    """
    waiting, event = list(keys), replace(audit, kind=AuditKind.ESTIMATE)
    n_made = n_without = n_unreadable = n_gone = 0
    error: VersionError | LegalBasisError | None = None
    for key in waiting:
        if at_most is not None and n_made + n_without >= at_most:
            break
        try:
            course = _estimated(key, is_of_version=is_of_version, audit=event)
        except RegistrationRefused as refused:
            # The kind of error only: a message about a document could quote it.
            _LOG.error("No estimate could be made again: %s", type(refused).__name__)
            n_unreadable += 1
        except (VersionError, LegalBasisError) as unusable:
            # Both messages name a file and a rule, never a person.
            _LOG.error("No estimate can be made again: %s", unusable)
            error = unusable
            break
        else:
            n_gone += course is None
            n_made += course is not None and course.current_estimate is not None
            n_without += course is not None and course.current_estimate is None
    n_left = len(waiting) - n_made - n_without - n_unreadable - n_gone
    return EstimatedAgain(n_made, n_without, n_unreadable, n_gone, n_left, error)


def estimate_outdated(
    municipality: str, *, at_most: int | None = None, every_course: bool = False, audit: AuditEvent
) -> EstimatedAgain:
    """Make again what another version than the one in operation estimated.

    Parameters
    ----------
    at_most : so many courses; None means all that are left
    every_course : also those that have no estimate, such as people who registered before there was a version
    """
    courses = queries.courses_to_estimate(municipality, every_course=every_course)
    return estimate_courses(courses.values_list("pk", flat=True), at_most=at_most, is_of_version=True, audit=audit)


def _estimated(key: UUID, *, is_of_version: bool, audit: AuditEvent) -> ContactCourse | None:
    course = ContactCourse.objects.filter(pk=key).first()
    if course is None:
        return None
    before = queries.last_band(course)
    after = estimate_again(course, audit=audit)
    if is_of_version and after is not None and before is not None:
        count_again(after.municipality_id, is_changed=queries.last_band(after) != before)
    return after
