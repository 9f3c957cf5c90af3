"""A course -> what the person contests about its estimate, for everyone who sees one: until when it is answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from lighed.governance import RequestKind
from lighed.web.models import ContactCourse, FormerEstimate, RequestState, RightsRequest, User
from lighed.web.queries.oversight.requests import requests_of

_CONTESTS = Q(state=RequestState.OPEN.value) & (
    Q(kind=RequestKind.REVIEW.value) | (Q(kind=RequestKind.CORRECTION.value) & ~Q(element=""))
)
"""An objection is not among them: from it on there is no estimate, and nobody is told why."""


@dataclass(frozen=True, slots=True)
class Contest:
    """What waits for an answer.

    Attributes
    ----------
    review : the request for a new assessment; its words are read by whoever answers, and on no caseworker's page
    corrections : requests to have one value put right, the one that is due first at the top
    """

    review: RightsRequest | None
    corrections: tuple[RightsRequest, ...]

    @property
    def due_on(self) -> date:
        """The day by which all of it is answered."""
        waiting = [*self.corrections, *([self.review] if self.review is not None else [])]
        return max(one.due_on for one in waiting)


def contest_of(course: ContactCourse) -> Contest | None:
    """What the person contests; None where nothing waits for an answer."""
    return contests_of([course]).get(course.person_id)


def contests_of(courses: Iterable[ContactCourse]) -> dict[UUID, Contest]:
    """What the people of these courses contest, by person; who contests nothing is left out. One query."""
    people = {course.person_id for course in courses}
    found: dict[UUID, list[RightsRequest]] = {}
    for one in RightsRequest.objects.filter(_CONTESTS, person__in=people).order_by("due_on", "id"):
        found.setdefault(one.person_id, []).append(one)
    return {
        person: Contest(
            review=next((one for one in waiting if one.kind == RequestKind.REVIEW.value), None),
            corrections=tuple(one for one in waiting if one.kind == RequestKind.CORRECTION.value),
        )
        for person, waiting in found.items()
    }


def contests_in(municipality: str) -> QuerySet[RightsRequest]:
    """What is contested and waits for an answer, to find the people by."""
    return RightsRequest.objects.filter(_CONTESTS, municipality=municipality)


def is_contested() -> Exists:
    """Of a course: whether the person contests what the estimate says, or a value that it rests on."""
    return Exists(RightsRequest.objects.filter(_CONTESTS, person=OuterRef("person")))


def review_by(user: User, course: ContactCourse) -> RightsRequest | None:
    """The request for a new assessment of the course's person that the user is named to answer."""
    mine = requests_of(user).filter(
        person=course.person_id, kind=RequestKind.REVIEW.value, state=RequestState.OPEN, assigned_to=user.username
    )
    return mine.order_by("due_on", "id").first()


def former_estimate(course: ContactCourse) -> FormerEstimate | None:
    """What was estimated at the moment that the course has reached, before the data were corrected last."""
    return course.former_estimates.filter(moment=course.reached).order_by("-replaced_at", "-pk").first()
