"""A user and a course's key -> everything that the page of one person shows, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lighed.web import stored_values
from lighed.web.models import ContactCourse, Person, User
from lighed.web.queries.person.assessments import AssessmentsShown, assessments_shown
from lighed.web.queries.person.card_shown import FAMILIES, CardShown, card_shown
from lighed.web.queries.person.ended import ClosedWithCourse, closed_with
from lighed.web.queries.person.estimate_card import ShownEffect
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.protected_people import as_seen
from lighed.web.queries.protection import protection_of
from lighed.web.queries.scope import courses_of
from lighed.web.queries.worklist.rows import DEADLINE_NAMES
from lighed.workflow import ShownValue


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
        data=data_groups(stored_values.from_json(course.values), effects=shown.card.effects if shown.card else {}),
        closed=closed_with(course),
    )


def data_groups(values: tuple[ShownValue, ...], *, effects: dict[str, ShownEffect]) -> tuple[DataGroup, ...]:
    """The values by where they come from, each with its effect where an estimate that has it is shown."""
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
