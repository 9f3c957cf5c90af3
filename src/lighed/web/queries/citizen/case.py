"""Someone who is bound to a person -> what that person's own page says of the choice, the estimate and the requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from lighed.governance import (
    ActsOn,
    Choice,
    LegalBasis,
    Participation,
    RequestKind,
    Role,
    Text,
    can_object,
    participation_in_force,
)
from lighed.web.models import (
    CourseState,
    Municipality,
    ParticipationChoice,
    Person,
    RequestState,
    RightsRequest,
    StoredEstimate,
    User,
)
from lighed.web.queries.access import name_in_log
from lighed.web.queries.legal_register import bases_in_force, standing_of
from lighed.web.queries.oversight.requests import requests_by
from lighed.web.queries.profiling import ProfilingStatus, profiling_status


class OwnEstimate(StrEnum):
    """Whether there is an estimate, and if not, why: the person is told what staff are not."""

    MADE = "made"
    HIDDEN = "hidden"
    OBJECTED = "objected"
    UPHELD = "upheld"
    SAID_NO = "said_no"
    NOT_CHOSEN = "not_chosen"
    NOT_INFORMED = "not_informed"
    DRAWN = "drawn"
    OFF = "off"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OwnCase:
    """`acts_on` is what the reader may do; a representative's may be less than the person's own.

    `is_off`: that the municipality shows no estimates now. `is_erased`: that an estimate would have been deleted,
    because the person has said no or objected; whether there was one is kept nowhere. `writes_as`: by which word what
    the reader writes is marked as theirs; empty where others write by it too, so that nobody can tell whose it was.
    """

    person: Person
    municipality: Municipality
    estimate: OwnEstimate
    is_off: bool
    is_erased: bool
    participation: Participation | None
    provisions: tuple[Text, ...]
    choice: Choice | None
    acts_on: frozenset[ActsOn]
    is_representative: bool
    represents_until: date | None
    requests: tuple[RightsRequest, ...]
    writes_as: str

    @property
    def may_see(self) -> bool:
        """Whether what is kept about the person may be read."""
        return ActsOn.SEE in self.acts_on

    def may_read(self, written_by: str) -> bool:
        """Whether what is marked as written by that word may be read: what the reader wrote needs no authority."""
        return self.may_see or (bool(written_by) and written_by == self.writes_as)

    @property
    def may_choose(self) -> bool:
        return ActsOn.CHOICE in self.acts_on and self.participation is not Participation.NOT_OPTIONAL

    @property
    def may_ask(self) -> bool:
        return ActsOn.REQUESTS in self.acts_on

    @property
    def has_open_objection(self) -> bool:
        return any(one.kind == RequestKind.OBJECTION and one.state == RequestState.OPEN for one in self.requests)

    @property
    def has_open_review(self) -> bool:
        return any(one.kind == RequestKind.REVIEW and one.state == RequestState.OPEN for one in self.requests)

    @property
    def may_object(self) -> bool:
        return self.may_ask and can_object(has_open=self.has_open_objection)


def person_of_case_system(municipality: str, person_id: str) -> Person | None:
    """The municipality's person with that id in the case system."""
    return Person.objects.filter(municipality=municipality, person_id=person_id).first()


def own_case(user: User, *, today: date) -> OwnCase | None:
    """The case of the person that the user is bound to; None for everyone who is not bound to one."""
    if user.person_id is None:
        return None
    # Asked for by both, because a database that keeps municipalities apart does not find another one's person at all.
    person = Person.objects.filter(key=user.person_id, municipality_id=user.municipality_id).first()
    if person is None:
        return None
    bases = bases_in_force(person.municipality_id, today=today)
    participation = participation_in_force(bases)
    acts_on, until = _acts_on(user, today=today)
    profiling = profiling_status(person.municipality_id, today=today)
    requests = tuple(requests_by(person))
    return OwnCase(
        person=person,
        municipality=user.municipality,
        estimate=_estimate(person, bases, profiling),
        is_off=not profiling.is_on,
        is_erased=any(one.kind == RequestKind.OBJECTION for one in requests)
        or ParticipationChoice.objects.filter(person=person, choice=Choice.NO.value).exists(),
        participation=participation,
        provisions=tuple(basis.citation for basis in bases),
        choice=standing_of(person.municipality_id, person.person_id).choice,
        acts_on=acts_on,
        is_representative=Role.CITIZEN not in user.roles,
        represents_until=until,
        requests=requests,
        writes_as=_writes_as(user, person),
    )


def _acts_on(user: User, *, today: date) -> tuple[frozenset[ActsOn], date | None]:
    """Everything for the person; for who represents the person, what the assignments in force name."""
    if Role.CITIZEN in user.roles:
        return frozenset(ActsOn), None
    given = user.role_assignments.filter(
        Q(valid_to__gte=today), role=Role.REPRESENTATIVE.value, ended_at=None, valid_from__lte=today
    ).exclude(confirmed_at=None)
    named = {name for scope in given.values_list("scope", flat=True) for name in scope}
    until = given.order_by("valid_to").values_list("valid_to", flat=True).last()
    return frozenset(one for one in ActsOn if one.value in named), until


def _writes_as(user: User, person: Person) -> str:
    """The word for the reader, unless another one has acted for the person, also one who does so no more."""
    word = name_in_log(user)
    others = User.objects.filter(person=person).exclude(pk=user.pk)
    return "" if any(name_in_log(other) == word for other in others) else word


def _estimate(person: Person, bases: list[LegalBasis], profiling: ProfilingStatus) -> OwnEstimate:
    """What is true of the person's running course, said in the order in which one reason makes the next idle."""
    courses = person.courses.exclude(state=CourseState.ENDED).select_related("current_estimate")
    if any(course.current_estimate is not None and profiling.may_show(course) for course in courses):
        return OwnEstimate.MADE
    if StoredEstimate.objects.filter(course__in=courses).exists():
        return OwnEstimate.HIDDEN
    if not profiling.is_on:
        return OwnEstimate.OFF
    standing, participation = standing_of(person.municipality_id, person.person_id), participation_in_force(bases)
    must_be_informed = all(basis.conditions.is_information_first for basis in bases)
    reasons = (
        (standing.has_open_objection, OwnEstimate.OBJECTED),
        (standing.has_upheld_objection, OwnEstimate.UPHELD),
        (participation is not Participation.NOT_OPTIONAL and standing.choice is Choice.NO, OwnEstimate.SAID_NO),
        (participation is Participation.OPT_IN and standing.choice is None, OwnEstimate.NOT_CHOSEN),
        (any(course.is_held_out for course in courses), OwnEstimate.DRAWN),
        (must_be_informed and not standing.is_informed, OwnEstimate.NOT_INFORMED),
    )
    return next((reason for is_so, reason in reasons if is_so), OwnEstimate.NONE)
