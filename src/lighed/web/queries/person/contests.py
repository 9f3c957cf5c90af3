"""A course -> what the person contests about its estimate, for everyone who sees one: until when it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

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
    found = list(RightsRequest.objects.filter(_CONTESTS, person=course.person_id).order_by("due_on", "id"))
    if not found:
        return None
    return Contest(
        review=next((one for one in found if one.kind == RequestKind.REVIEW.value), None),
        corrections=tuple(one for one in found if one.kind == RequestKind.CORRECTION.value),
    )


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
