"""A course and what its reader may see -> everything that the estimate card shows, in each of its states.

The one component of a page, a printed sheet and another system's frame: who shows the card needs nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import ValidationError

from lighed.estimates.estimate import Assessed, Basis, CannotBeAssessed, MissingValue
from lighed.governance import Sight, Text
from lighed.web import stored_result, stored_values
from lighed.web.models import ContactCourse, EstimateState, FormerEstimate
from lighed.web.queries.approved_alternatives import approved_alternatives
from lighed.web.queries.person.contests import Contest, contest_of, former_estimate
from lighed.web.queries.person.estimate_card import EstimateCard, estimate_card
from lighed.web.queries.profiling import ProfilingStatus
from lighed.workflow import ShownValue

UNREADABLE = "unreadable"
"""A stored estimate that cannot be read: the page says so, and the caseworker plans without it."""
OTHER = "other"
"""Where a value that was missing belongs when the person's values do not tell."""
FAMILIES = ("cv", "job_log", "earlier_course", "master_data")


@dataclass(frozen=True, slots=True)
class MissingGroup:
    """What was missing, or out of date, in one part of the case system, where the course cannot be assessed."""

    family: str
    never_recorded: tuple[MissingValue, ...]
    stale: tuple[MissingValue, ...]


@dataclass(frozen=True, slots=True)
class StaleGroup:
    """Values of one part of the case system that were recorded on the same day, too long ago."""

    family: str
    recorded_on: date | None
    values: tuple[ShownValue, ...]


@dataclass(frozen=True, slots=True)
class CardShown:
    """`card` is there only when `state` is ready, `abstention` only when it cannot be assessed.

    `former` is the estimate of a course that has become long since: it does not apply any more.
    """

    course: ContactCourse
    organisation: str
    profiling: ProfilingStatus
    state: str
    card: EstimateCard | None
    former: EstimateCard | None
    abstention: CannotBeAssessed | None
    missing: tuple[MissingGroup, ...]
    basis: Basis | None
    made_at: datetime | None
    refusals: tuple[Text, ...]
    n_values: int
    stale: tuple[ShownValue, ...]
    """Values older than their limit, with the day they were recorded."""

    @property
    def stale_groups(self) -> tuple[StaleGroup, ...]:
        """`stale` by part of the case system and day, so that a whole CV of one day is one line."""
        found: dict[tuple[str, date | None], list[ShownValue]] = {}
        for one in self.stale:
            found.setdefault((one.family, one.recorded_on), []).append(one)
        return tuple(StaleGroup(family, day, tuple(values)) for (family, day), values in found.items())

    @property
    def has_estimate(self) -> bool:
        """Whether an estimate stands on the page; it need not apply any more."""
        return self.card is not None or self.former is not None

    @property
    def is_for_planners(self) -> bool:
        """Whether it is hidden for good from this reader, and not only for now."""
        return self.state == EstimateState.HIDDEN and self.profiling.sight_on(self.course) is Sight.NEVER

    @property
    def can_open(self) -> bool:
        """Whether it is there, and opens with the reader's own assessment."""
        return self.state == EstimateState.HIDDEN and self.profiling.sight_on(self.course) is Sight.AFTER_OWN

    @property
    def contest(self) -> Contest | None:
        """What the person contests about the estimate, where this reader is told that there is one."""
        is_told = self.state not in (EstimateState.NOT_PROFILED, EstimateState.NOT_PERMITTED)
        return contest_of(self.course) if is_told else None

    @property
    def corrected_from(self) -> FormerEstimate | None:
        """What was estimated before the data were corrected, where what is estimated now stands on the page."""
        return former_estimate(self.course) if self.card is not None or self.abstention is not None else None

    @property
    def token(self) -> str:
        """What a form says of the estimate that stood above it, so that it is known which one was seen; "" for none."""
        return self.made_at.isoformat() if self.card is not None and self.made_at is not None else ""

    @property
    def is_of_former_basis(self) -> bool:
        """Whether there is an estimate of a moment that is covered, made under a basis no longer in force."""
        stored, moments = self.course.current_estimate, {moment.value for moment in self.profiling.moments}
        return (
            stored is not None
            and self.course.reached in moments
            and stored.legal_basis_id not in self.profiling.entries
        )

    @property
    def is_of_former_version(self) -> bool:
        """Whether there is an estimate of the moment that was reached, by a version no longer in operation."""
        return self.course.estimates.filter(moment=self.course.reached).exists()


def card_shown(course: ContactCourse, *, profiling: ProfilingStatus, today: date) -> CardShown:
    """What may stand on the reader's page. `course` comes from `scope.courses_of`, which knows what was revealed."""
    state, result = _shown_estimate(course, profiling, today=today)
    made_at = course.current_estimate.made_at if result is not None and course.current_estimate else None
    is_already_long = state == EstimateState.ALREADY_LONG
    made = None
    if isinstance(result, Assessed) and made_at is not None:
        approved = frozenset() if is_already_long else _approved(course, result)
        made = estimate_card(result, made_at=made_at, approved=approved)
    abstention = result if isinstance(result, CannotBeAssessed) else None
    values = stored_values.from_json(course.values)
    return CardShown(
        course=course,
        organisation=str(course.municipality),
        profiling=profiling,
        state=state,
        card=None if is_already_long else made,
        former=made if is_already_long else None,
        abstention=abstention,
        missing=_missing(abstention, values) if abstention else (),
        basis=result.basis if result is not None else None,
        made_at=made_at,
        refusals=tuple(Text(da=reason["da"], en=reason["en"]) for reason in course.refusals),
        n_values=sum(value.value is not None for value in values),
        stale=tuple(value for value in values if value.is_stale),
    )


def _approved(course: ContactCourse, estimate: Assessed) -> frozenset[str]:
    """The elements of which other values may be told now: none while somebody looks at the estimate anew, and none that
    the person says is wrong."""
    approved = approved_alternatives(course.municipality_id) if estimate.if_different else frozenset()
    contest = contest_of(course) if approved else None
    if contest is None:
        return approved
    return frozenset() if contest.review else approved - {one.element for one in contest.corrections}


def _shown_estimate(
    course: ContactCourse, profiling: ProfilingStatus, *, today: date
) -> tuple[str, Assessed | CannotBeAssessed | None]:
    if not profiling.may_show(course):
        return profiling.shown_state(course, today), None
    if course.current_estimate is None:
        return course.estimate_state, None
    try:
        return course.shown_estimate_state(today), stored_result.from_json(course.current_estimate.result)
    except (ValidationError, KeyError):
        # The message would quote the person's values, so only the fact is told.
        return UNREADABLE, None


def _missing(abstention: CannotBeAssessed, values: tuple[ShownValue, ...]) -> tuple[MissingGroup, ...]:
    family_of = {value.element: value.family for value in values}
    by_family: dict[str, list[MissingValue]] = {family: [] for family in (*FAMILIES, OTHER)}
    for one in abstention.missing:
        by_family.setdefault(family_of.get(one.element, OTHER), []).append(one)
    return tuple(
        MissingGroup(
            family=family,
            never_recorded=tuple(one for one in missing if not one.is_stale),
            stale=tuple(one for one in missing if one.is_stale),
        )
        for family, missing in by_family.items()
        if missing
    )
