"""A user and a course's key -> everything that the page of one person shows, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from lighed.elements import REGISTER
from lighed.governance import Text
from lighed.web import stored_values
from lighed.web.models import ContactCourse, Person, User
from lighed.web.queries.person.assessments import AssessmentsShown, assessments_shown
from lighed.web.queries.person.card_shown import FAMILIES, CardShown, card_shown
from lighed.web.queries.person.ended import ClosedWithCourse, closed_with
from lighed.web.queries.person.estimate_card import EstimateCard, ShownEffect
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.protected_people import as_seen
from lighed.web.queries.protection import protection_of
from lighed.web.queries.scope import courses_of
from lighed.web.queries.worklist.rows import DEADLINE_NAMES
from lighed.workflow import ShownValue


@dataclass(frozen=True, slots=True)
class DataRow:
    """One data element of the person, as it is known now and as the estimate that is shown knew it.

    `shown_effect` is of the value that the estimate was made with; None where it was made without one.
    """

    value: ShownValue
    shown_effect: ShownEffect | None
    protection: str
    came_later: bool
    """Whether the value was not known yet when the estimate was made."""

    @property
    def used(self) -> Text | None:
        """The value that the estimate was made with; it need not be the one that is known now."""
        return None if self.shown_effect is None else self.shown_effect.effect.value

    @property
    def is_used(self) -> bool:
        return self.used is not None and self.used == self.value.value


@dataclass(frozen=True, slots=True)
class DataGroup:
    family: str
    rows: tuple[DataRow, ...]

    @property
    def elements(self) -> tuple[str, ...]:
        return tuple(row.value.element for row in self.rows)

    @property
    def n_missing(self) -> int:
        return sum(row.value.value is None for row in self.rows)

    @property
    def n_stale(self) -> int:
        return sum(row.value.is_stale for row in self.rows)


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`shown` is what the estimate card says to this reader, and `assessments` what the reader may read of them."""

    course: ContactCourse
    person: Person
    organisation: str
    days: int
    days_to_deadline: int | None
    shown: CardShown
    assessments: AssessmentsShown
    data: tuple[DataGroup, ...]
    closed: ClosedWithCourse | None
    """What the end of the course left undone."""

    @property
    def deadline_name(self) -> str:
        """What the contact rules ask for by the next deadline."""
        return str(DEADLINE_NAMES.get(self.course.deadline_kind, ""))

    @property
    def has_estimate(self) -> bool:
        return self.shown.has_estimate


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
    shown = card_shown(course, profiling=profiling, today=today)
    return PersonPage(
        course=course,
        person=course.person,
        organisation=str(course.municipality),
        days=course.days_since_registration(today),
        days_to_deadline=(course.deadline_on - today).days if course.deadline_on else None,
        shown=shown,
        assessments=assessments_shown(course, user, profiling=profiling),
        data=data_groups(stored_values.from_json(course.values), estimate=shown.card or shown.former),
        closed=closed_with(course),
    )


def data_groups(values: tuple[ShownValue, ...], *, estimate: EstimateCard | None) -> tuple[DataGroup, ...]:
    """The values by where they come from, each beside what the estimate that is shown was made with."""
    families = [*FAMILIES, *sorted({value.family for value in values} - set(FAMILIES))]
    rows = [_row(value, estimate) for value in values]
    groups = (DataGroup(family, tuple(row for row in rows if row.value.family == family)) for family in families)
    return tuple(group for group in groups if group.rows)


def _row(value: ShownValue, estimate: EstimateCard | None) -> DataRow:
    shown_effect = None if estimate is None else estimate.effects.get(value.element)
    if value.value is None and shown_effect is not None and shown_effect.effect.value == _absence(value.element):
        # That there is none counts as a value of its own, also among the card's reasons.
        value = replace(value, value=shown_effect.effect.value)
    return DataRow(
        value=value,
        shown_effect=shown_effect,
        protection=protection_of(value.element, is_protected=value.is_protected),
        came_later=estimate is not None and shown_effect is None and _came_later(value, estimate),
    )


def _absence(element: str) -> Text | None:
    return REGISTER[element].absence if element in REGISTER else None


def _came_later(value: ShownValue, estimate: EstimateCard) -> bool:
    """Whether it is known now and was not when the estimate was made; the card lists some of those as missing."""
    if value.value is None:
        return False
    was_missing = any(one.element == value.element for one in estimate.never_recorded)
    return was_missing or (value.recorded_on is not None and value.recorded_on >= estimate.data_as_of)
