"""Papers made about people -> written down for each of them, with whether an estimate stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from lighed.governance import AuditEvent, DisplayMode
from lighed.web.actions.audit.chain import append, record
from lighed.web.actions.estimates.views import note_view
from lighed.web.models import ContactCourse, User


@transaction.atomic
def record_papers(
    papers: Sequence[tuple[ContactCourse, bool]], *, by: User, mode: DisplayMode, audit: AuditEvent
) -> None:
    """Write down whom papers were made about. On those marked an estimate stands, which `by` is shown with it."""
    for course, is_shown in papers:
        if is_shown:
            note_view(course, by=by, mode=mode, at=audit.at)
    *before, last = [_told(audit, course, is_shown, mode) for course, is_shown in papers]
    for one in before:
        append(audit=one)
    record(audit=last)


def _told(audit: AuditEvent, course: ContactCourse, is_shown: bool, mode: DisplayMode) -> AuditEvent:
    told = f"{audit.criterion}, mode={mode.value}, estimate={'shown' if is_shown else 'not_shown'}"
    return replace(audit, subject=str(course.person_id), criterion=told)
