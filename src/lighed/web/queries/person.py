"""A user and a course's key -> everything that the page of one person shows, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pydantic import ValidationError

from lighed.estimates.estimate import Assessed, Basis, CannotBeAssessed, MissingValue
from lighed.governance import Text
from lighed.web import stored_result, stored_values
from lighed.web.models import ContactCourse, EstimateState, Person, User
from lighed.web.queries.estimate_card import EstimateCard, ShownEffect, estimate_card
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.protected_people import as_seen
from lighed.web.queries.protection import protection_of
from lighed.web.queries.scope import courses_of
from lighed.workflow import ShownValue

UNREADABLE = "unreadable"
"""A stored estimate that cannot be read: the page says so, and the caseworker plans without it."""
OTHER = "other"
"""Where a value that was missing belongs when the person's values do not tell."""
FAMILIES = ("cv", "job_log", "earlier_course", "master_data")


@dataclass(frozen=True, slots=True)
class DataRow:
    """One data element of the person; `shown_effect` only where an estimate is shown that has it."""

    value: ShownValue
    shown_effect: ShownEffect | None
    protection: str


@dataclass(frozen=True, slots=True)
class DataGroup:
    family: str
    rows: tuple[DataRow, ...]


@dataclass(frozen=True, slots=True)
class MissingGroup:
    """What was missing, or out of date, in one part of the case system, where the course cannot be assessed."""

    family: str
    never_recorded: tuple[MissingValue, ...]
    stale: tuple[MissingValue, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`card` is there only when `estimate_state` is ready, `abstention` only when it cannot be assessed.

    `former` is the estimate of a course that has become long since: it does not apply any more.
    """

    course: ContactCourse
    person: Person
    organisation: str
    days: int
    estimate_state: str
    card: EstimateCard | None
    former: EstimateCard | None
    abstention: CannotBeAssessed | None
    missing: tuple[MissingGroup, ...]
    basis: Basis | None
    made_at: datetime | None
    refusals: tuple[Text, ...]
    profiling: ProfilingStatus
    data: tuple[DataGroup, ...]
    n_values: int
    stale: tuple[DataRow, ...]
    """Values older than their limit, with the day they were recorded."""

    @property
    def has_estimate(self) -> bool:
        """Whether there is one to say of each value that it was used; it need not apply any more."""
        return self.card is not None or self.former is not None

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


def course_of(user: User, key: UUID) -> ContactCourse | None:
    """The course `key`, where `user` may see it."""
    course = courses_of(user).select_related("person", "municipality").filter(key=key).first()
    return None if course is None else as_seen(course, user)


def person_page(user: User, key: UUID, *, profiling: ProfilingStatus, today: date) -> PersonPage | None:
    """Find the course `key` among those that `user` may see. To this user, another municipality's does not exist."""
    course = courses_of(user).select_related("person", "municipality", "current_estimate").filter(key=key).first()
    if course is None:
        return None
    course = as_seen(course, user)
    state, result = _shown_estimate(course, profiling, today=today)
    made = None
    if isinstance(result, Assessed) and course.current_estimate is not None:
        made = estimate_card(result, made_at=course.current_estimate.made_at)
    is_already_long = state == EstimateState.ALREADY_LONG
    card, former = (None, made) if is_already_long else (made, None)
    abstention = result if isinstance(result, CannotBeAssessed) else None
    values = stored_values.from_json(course.values)
    data = _grouped(values, effects=card.effects if card else {})
    return PersonPage(
        course=course,
        person=course.person,
        organisation=str(course.municipality),
        days=course.days_since_registration(today),
        estimate_state=state,
        card=card,
        former=former,
        abstention=abstention,
        missing=_missing(abstention, values) if abstention else (),
        basis=result.basis if result is not None else None,
        made_at=course.current_estimate.made_at if result is not None and course.current_estimate else None,
        refusals=tuple(Text(da=reason["da"], en=reason["en"]) for reason in course.refusals),
        profiling=profiling,
        data=data,
        stale=tuple(row for group in data for row in group.rows if row.value.is_stale),
        n_values=sum(value.value is not None for value in values),
    )


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


def _grouped(values: tuple[ShownValue, ...], *, effects: dict[str, ShownEffect]) -> tuple[DataGroup, ...]:
    families = [*FAMILIES, *sorted({value.family for value in values} - set(FAMILIES))]
    groups = (
        DataGroup(
            family=family,
            rows=tuple(
                DataRow(
                    value=value,
                    shown_effect=effects.get(value.element),
                    protection=protection_of(value.element, is_protected=value.is_protected),
                )
                for value in values
                if value.family == family
            ),
        )
        for family in families
    )
    return tuple(group for group in groups if group.rows)


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
