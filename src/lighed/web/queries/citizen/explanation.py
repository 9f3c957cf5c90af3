"""A person's own case -> what the tool has made of it, with the very figures that staff see, and what comes next.

How the municipality shows estimates to its staff changes nothing here: a person sees at least what a caseworker does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lighed.governance import Text
from lighed.web import stored_values
from lighed.web.models import Callback, CallTime, ContactCourse, EstimateState, Person, PlannedMeeting, Task
from lighed.web.queries.citizen.words import running_course
from lighed.web.queries.legal_register import legal_basis_of
from lighed.web.queries.person.card_shown import UNREADABLE, CardShown, card_shown
from lighed.web.queries.person.estimate_card import EstimateCard
from lighed.web.queries.person.page import DataGroup, data_groups
from lighed.web.queries.planning.plans import plan_in_force
from lighed.web.queries.profiling import profiling_status

CALL_TIMES = tuple(CallTime.choices)


@dataclass(frozen=True, slots=True)
class OwnExplanation:
    """What was made of the person's running course.

    Attributes
    ----------
    shown : what stands on a caseworker's card once it is open
    data : every value, whether or not there is an estimate
    legal_basis : the provision under which the estimate was made
    """

    course: ContactCourse
    shown: CardShown
    data: tuple[DataGroup, ...]
    legal_basis: Text | None

    @property
    def card(self) -> EstimateCard | None:
        """The estimate, also one that no longer applies: `shown.state` tells the two apart."""
        return self.shown.card or self.shown.former

    @property
    def is_former(self) -> bool:
        return self.shown.card is None and self.shown.former is not None

    @property
    def is_unreadable(self) -> bool:
        return self.shown.state == UNREADABLE

    @property
    def is_being_made_again(self) -> bool:
        return self.shown.state == EstimateState.OUT_OF_DATE


def own_explanation(person: Person, *, today: date) -> OwnExplanation | None:
    """What was made of the course that the person is in; None where they are in none."""
    course = running_course(person)
    if course is None:
        return None
    shown = card_shown(course, profiling=profiling_status(person.municipality_id, today=today), today=today)
    card = shown.card or shown.former
    entry = course.current_estimate.legal_basis if card is not None and course.current_estimate else None
    return OwnExplanation(
        course=course,
        shown=shown,
        data=data_groups(stored_values.from_json(course.values), estimate=card),
        legal_basis=legal_basis_of(entry).citation if entry else None,
    )


def next_meeting(course: ContactCourse | None, *, today: date) -> PlannedMeeting | None:
    """The next meeting of the plan in force."""
    plan = plan_in_force(course) if course is not None else None
    return None if plan is None else plan.meetings.filter(on__gte=today).order_by("on", "number").first()


def open_callback(course: ContactCourse | None) -> Callback | None:
    """The wish to be called that waits."""
    if course is None:
        return None
    task = Task.objects.filter(course=course, kind=Task.Kind.CALLBACK, done_at=None).select_related("callback").first()
    return None if task is None else task.callback
