"""Estimates made under an entry that is no longer in force -> made again under the law as it now is."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from django.utils import timezone

from lighed.governance import AuditEvent, AuditKind, NotAllowed, Purpose, Text
from lighed.web import queries
from lighed.web.actions.estimates import estimate_again
from lighed.web.models import ContactCourse, LegalBasisEntry
from lighed.workflow import RegistrationRefused

_LOG = logging.getLogger(__name__)
AT_ONCE = 100
"""How many are made again in one request of the page; the command makes all."""


@dataclass(frozen=True, slots=True)
class MadeAgain:
    """`n_made` have an estimate under the law now in force, `n_without` are without one, `n_left` still wait."""

    n_made: int
    n_without: int
    n_left: int


def estimate_affected(entry: LegalBasisEntry, *, at_most: int | None = AT_ONCE, audit: AuditEvent) -> MadeAgain:
    """Make the estimates again that were made under an entry which no longer permits them.

    Each in a transaction of its own, so that what is done stays done. Whoever may not be estimated under the law now in
    force is without an estimate afterwards.

    Raises
    ------
    NotAllowed
        If nothing is in force that would permit them, or the entry itself still is.
    VersionError
        If the version in operation cannot be used.
    """
    profiling = queries.profiling_status(entry.municipality_id, today=timezone.localdate(audit.at))
    if not profiling.is_on:
        raise NotAllowed(
            Text(
                da="Profilering er slået fra. Skøn kan først laves igen, når en hjemmel er i kraft.",
                en="Profiling is switched off. Estimates can be made again once a legal basis is in force.",
            )
        )
    if entry.pk in profiling.entries:
        raise NotAllowed(
            Text(
                da="Hjemlen er i kraft. Skønnene vises og skal ikke laves igen.",
                en="The legal basis is in force. The estimates are shown and need not be made again.",
            )
        )
    waiting = queries.courses_to_estimate_again(entry)
    event = replace(
        audit, kind=AuditKind.ESTIMATE, purpose=Purpose.OPERATION, criterion=f"legal_basis={entry.code}", reason=""
    )
    n_made = n_without = 0
    for course in waiting[:at_most] if at_most is not None else waiting:
        if _is_made(course, event):
            n_made += 1
        else:
            n_without += 1
    return MadeAgain(n_made, n_without, queries.courses_to_estimate_again(entry).count())


def _is_made(course: ContactCourse, event: AuditEvent) -> bool:
    try:
        estimate_again(course, audit=event)
    except RegistrationRefused as error:
        # The kind of error only: a message about a document could quote it.
        _LOG.error("No estimate could be made again: %s", type(error).__name__)
        return False
    return course.current_estimate is not None
