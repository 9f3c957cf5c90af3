"""A municipality, a day and a reader -> which estimates may be shown: without a legal basis in force, none."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from lighed.governance import DisplayMode, LegalBasisError, Moment, Purpose, Sight, sight_of
from lighed.web.models import BasisState, ContactCourse, EmergencyStop, EstimateState, LegalBasisEntry, User
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
    mode : how the municipality shows estimates
    sight : what the one who asked sees under that mode; who asks for the municipality itself sees all
    """

    entries: frozenset[int]
    moments: frozenset[Moment]
    off_since: date | None
    stopped_since: date | None = None
    stopped_at: datetime | None = None
    needs_introduction: bool = False
    mode: DisplayMode = DisplayMode.OPEN
    sight: Sight = Sight.AT_ONCE

    @property
    def is_on(self) -> bool:
        return bool(self.moments)

    @property
    def shows_bands_in_lists(self) -> bool:
        """Whether a list may be filtered and sorted by what was estimated: a filter on what is hidden shows it."""
        return self.is_on and self.sight is Sight.AT_ONCE

    def sight_on(self, course: ContactCourse) -> Sight:
        """What the one who asked sees of this course: whoever is to assess the person anew assesses first."""
        return Sight.AFTER_OWN if course.is_for_review else self.sight

    def is_permitted(self, course: ContactCourse) -> bool:
        """Whether the law lets what was estimated of the course be shown. Without an estimate there is its state."""
        if course.reached not in {moment.value for moment in self.moments}:
            return False
        return course.current_estimate is None or course.current_estimate.legal_basis_id in self.entries

    def is_hidden(self, course: ContactCourse) -> bool:
        """Whether there is an estimate that this reader does not see, or not yet, because of the display mode."""
        if course.current_estimate is None or not course.current_estimate.band:
            # That the tool cannot assess is told at once: there is nothing to lean on.
            return False
        sight = self.sight_on(course)
        return sight is Sight.NEVER or (sight is Sight.AFTER_OWN and not course.is_revealed)

    def may_show(self, course: ContactCourse) -> bool:
        """Whether the estimate itself, where there is one, may stand on this reader's page."""
        return self.is_permitted(course) and not self.is_hidden(course)

    def shown_state(self, course: ContactCourse, today: date) -> str:
        """The `EstimateState` that this reader is told."""
        if not self.is_permitted(course):
            return EstimateState.NOT_PERMITTED.value
        return EstimateState.HIDDEN.value if self.is_hidden(course) else course.shown_estimate_state(today)


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
    mode = DisplayMode(user.municipality.display_mode)
    status = replace(profiling_status(user.municipality_id, today=today), mode=mode, sight=sight_of(user.roles, mode))
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
