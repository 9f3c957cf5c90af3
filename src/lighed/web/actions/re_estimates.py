"""A municipality whose version has changed -> its estimates made again, a few at once or all of them by a command."""

from __future__ import annotations

from dataclasses import replace

from lighed.governance import AuditEvent, AuditKind
from lighed.web import queries
from lighed.web.actions.estimates import estimate_again
from lighed.web.actions.version_steps import count_again
from lighed.web.models import ContactCourse

AT_ONCE = 25
"""So many are made again while somebody waits for the page; the rest by `lighed re-estimate`."""


def re_estimate(municipality: str, *, at_most: int | None = None, every_course: bool = False, audit: AuditEvent) -> int:
    """Make again what another version than the one in operation estimated. Each course is a transaction of its own.

    Parameters
    ----------
    at_most : so many courses; None means all that are left
    every_course : also those that have no estimate, such as people who registered before there was a version

    Returns
    -------
    int
        How many courses were estimated again.

    Raises
    ------
    VersionError
        If the version in operation cannot be used. What was made again before stays.
    """
    courses = queries.courses_to_estimate(municipality, every_course=every_course)
    keys = list(courses.values_list("pk", flat=True)[:at_most])
    for key in keys:
        course = ContactCourse.objects.get(pk=key)
        before = queries.last_band(course)
        estimate_again(course, audit=replace(audit, kind=AuditKind.ESTIMATE))
        course.refresh_from_db()
        if before is not None:
            count_again(municipality, is_changed=queries.last_band(course) != before)
    return len(keys)
