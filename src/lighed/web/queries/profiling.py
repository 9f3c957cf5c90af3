"""A municipality and a day -> whether estimates may be shown there, and which: without a legal basis in force, none."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from lighed.governance import LegalBasisError, Moment, Purpose
from lighed.web.models import BasisState, ContactCourse, EmergencyStop, LegalBasisEntry, User
from lighed.web.queries.legal_register import entries_in_force, legal_basis_of
from lighed.web.queries.users import may_see_estimates

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProfilingStatus:
    """What may be shown in one municipality today.

    Attributes
    ----------
    entries : the legal-basis entries in force, by key; an estimate made under another one is not shown
    moments : the scoring moments that they cover
    off_since : the first day without a basis, where one has run out; None where there never was one
    stopped_since : the day on which the emergency stop in force was pressed
    stopped_at : the moment of it
    needs_introduction : that nothing is shown to this user, who has not taken the introduction or no longer counts
    """

    entries: frozenset[int]
    moments: frozenset[Moment]
    off_since: date | None
    stopped_since: date | None = None
    stopped_at: datetime | None = None
    needs_introduction: bool = False

    @property
    def is_on(self) -> bool:
        return bool(self.moments)

    def may_show(self, course: ContactCourse) -> bool:
        """Whether what was estimated of the course may be shown. Of a course without an estimate there is its state."""
        if course.reached not in {moment.value for moment in self.moments}:
            return False
        return course.current_estimate is None or course.current_estimate.legal_basis_id in self.entries


def profiling_status(municipality: str, *, today: date) -> ProfilingStatus:
    """What the municipality may use today. It is asked on every page, so that a change is in force at once."""
    stop = EmergencyStop.objects.filter(municipality=municipality, ended_at=None).first()
    if stop is not None:
        since = timezone.localdate(stop.begun_at)
        return ProfilingStatus(frozenset(), frozenset(), None, stopped_since=since, stopped_at=stop.begun_at)
    try:
        entries = entries_in_force(municipality, purpose=Purpose.OPERATION, today=today)
        moments = frozenset(moment for entry in entries for moment in legal_basis_of(entry).moments)
    except LegalBasisError as error:
        # An entry that cannot be read permits nothing, and planning goes on without estimates.
        _LOG.error("%s", error)
        return ProfilingStatus(frozenset(), frozenset(), None)
    off_since = None if entries else _off_since(municipality, today)
    return ProfilingStatus(frozenset(entry.pk for entry in entries), moments, off_since)


def profiling_for(user: User, *, today: date) -> ProfilingStatus:
    """What may be shown to one user: what the municipality may use, unless the introduction must be taken first."""
    status = profiling_status(user.municipality_id, today=today)
    if not status.is_on or may_see_estimates(user, today=today):
        return status
    return replace(status, entries=frozenset(), moments=frozenset(), needs_introduction=True)


def _off_since(municipality: str, today: date) -> date | None:
    """The day after the last one on which a basis was in force."""
    known = LegalBasisEntry.objects.filter(municipality=municipality, purpose=Purpose.OPERATION.value)
    ended = [
        entry.valid_to + timedelta(days=1)
        for entry in known.filter(state=BasisState.APPROVED, valid_to__lt=today)
        if entry.valid_to
    ]
    suspended = known.filter(state=BasisState.SUSPENDED, suspended_at__isnull=False)
    ended += [timezone.localdate(at) for at in suspended.values_list("suspended_at", flat=True) if at]
    return max(ended, default=None)
