"""A user -> the requests under the law that this user may see, and who can answer each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from lighed.governance import ABOUT_THE_ESTIMATE, Handling, RequestKind, RequestResult, Right, Role, can_handle
from lighed.web.models import (
    REQUEST_KINDS,
    Assessment,
    Channel,
    ContactCourse,
    EstimateView,
    Person,
    RequestState,
    RightsRequest,
    User,
)
from lighed.web.queries.protected_people import person_as_seen
from lighed.web.queries.scope import courses_of

ASSIGNED_TO = ("me", "nobody")
CHANNELS = Channel.choices
"""How something comes to or from a person."""
REQUEST_STATES = RequestState.choices


@dataclass(frozen=True, slots=True)
class RequestChoices:
    """What the queue is narrowed to; nothing of it is about a person."""

    kind: str = ""
    state: str = RequestState.OPEN.value
    assigned: str = ""
    is_overdue: bool = False

    @classmethod
    def read(cls, parameters: dict[str, str]) -> RequestChoices:
        """Read a URL's parameters; what is not known counts as not chosen."""
        kind, state, assigned = (parameters.get(name, "") for name in ("kind", "state", "assigned"))
        return cls(
            kind=kind if kind in dict(REQUEST_KINDS) else "",
            state=state if state in {*RequestState.values, "all"} else RequestState.OPEN.value,
            assigned=assigned if assigned in ASSIGNED_TO else "",
            is_overdue=parameters.get("overdue") == "yes",
        )


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in the queue; `days_over` only where it is open and late."""

    request: RightsRequest
    received_on: date
    days_over: int
    assigned_name: str


def channel(name: str) -> Channel:
    """The channel of that name."""
    return Channel(name)


def requests_of(user: User) -> QuerySet[RightsRequest]:
    """Those that the user assigns or answers. Whoever assigns sees the municipality's, others their own tasks.

    What contests an estimate is not seen by the person's own caseworker, who would learn from it what the person chose.
    """
    if Right.SEE_REQUESTS not in user.rights:
        return RightsRequest.objects.none()
    found = RightsRequest.objects.filter(municipality_id=user.municipality_id).select_related("person", "municipality")
    if Right.ASSIGN_REQUESTS not in user.rights:
        found = found.filter(assigned_to=user.username)
    if user.caseworker_id:
        own = ContactCourse.objects.filter(municipality_id=user.municipality_id, caseworker_id=user.caseworker_id)
        found = found.exclude(kind__in=[kind.value for kind in ABOUT_THE_ESTIMATE], person__courses__in=own)
    return found


def request_queue(user: User, *, choices: RequestChoices, today: date) -> list[RequestRow]:
    """The requests that fit, the one that is due first at the top."""
    found = requests_of(user)
    if choices.state != "all":
        found = found.filter(state=choices.state)
    if choices.kind:
        found = found.filter(kind=choices.kind)
    if choices.assigned:
        found = found.filter(assigned_to=user.username if choices.assigned == "me" else "")
    if choices.is_overdue:
        found = found.filter(state=RequestState.OPEN, due_on__lt=today)
    requests = list(found.order_by("due_on", "id"))
    for one in requests:
        person_as_seen(one.person, user)
    named = dict(
        User.objects.filter(username__in={one.assigned_to for one in requests}).values_list("username", "name")
    )
    return [_row(one, named, today=today) for one in requests]


def n_to_answer(user: User) -> int:
    """How many open requests wait for the user's own answer."""
    return requests_of(user).filter(state=RequestState.OPEN, assigned_to=user.username).count()


def request_row(user: User, number: int, *, today: date) -> RequestRow | None:
    """One request, where the user may see it."""
    request = requests_of(user).filter(pk=number).first()
    if request is None:
        return None
    person_as_seen(request.person, user)
    named = dict(User.objects.filter(username=request.assigned_to).values_list("username", "name"))
    return _row(request, named, today=today)


def who_can_answer(request: RightsRequest) -> list[User]:
    """Those in the municipality who may be named; first those who have not been shown the estimate."""
    staff = User.objects.filter(municipality_id=request.municipality_id, is_active=True, person=None)
    seen = have_seen(request)
    found = [
        user
        for user in staff.order_by("name", "username")
        if Right.SEE_REQUESTS in user.rights and can_handle(handling(request, by=user))
    ]
    return sorted(found, key=lambda user: user.pk in seen)


def have_seen(request: RightsRequest) -> frozenset[int]:
    """Who has been shown the estimate on a page about the person: what they assess anew they assess with it in mind.

    It is asked of a new assessment only.
    """
    if request.kind != RequestKind.REVIEW.value:
        return frozenset()
    views = EstimateView.objects.filter(course__person=request.person_id)
    if request.assessment_id is not None:
        views = views.exclude(user__username=request.assigned_to)
    return frozenset(views.values_list("user_id", flat=True))


def handling(request: RightsRequest, *, by: User) -> Handling:
    """What decides whether `by` may answer."""
    before = Assessment.objects.filter(course__person=request.person_id, made_by=by)
    if request.assigned_to == by.username and request.assigned_at is not None:
        before = before.filter(made_at__lt=request.assigned_at)
    return Handling(
        kind=RequestKind(request.kind),
        own_caseworkers=own_caseworkers(request.person),
        caseworker_id=by.caseworker_id,
        is_officer=Role.DPO in by.roles,
        may_assess=Right.ASSESS in by.rights,
        has_assessed=request.kind == RequestKind.REVIEW.value and before.exists(),
    )


def own_caseworkers(person: Person) -> frozenset[str]:
    """The case system's ids of those whom the person's courses name."""
    return frozenset(person.courses.exclude(caseworker_id="").values_list("caseworker_id", flat=True))


def requests_by(person: Person) -> list[RightsRequest]:
    """What the person has asked for, newest first."""
    return list(RightsRequest.objects.filter(person=person).order_by("-received_at", "-id"))


def open_request(person: Person, kind: RequestKind, *, element: str = "") -> RightsRequest | None:
    """The person's request of that kind that waits for its answer; a correction, of that element."""
    waiting = RightsRequest.objects.filter(person=person, kind=kind.value, state=RequestState.OPEN, element=element)
    return waiting.order_by("-received_at", "-id").first()


def can_be_withdrawn(request: RightsRequest) -> bool:
    """Whether there is something left to take back."""
    is_upheld_objection = request.kind == RequestKind.OBJECTION and request.result == RequestResult.UPHELD
    return request.state == RequestState.OPEN or (request.state == RequestState.ANSWERED and is_upheld_objection)


def latest_course(user: User, person: Person) -> ContactCourse | None:
    """The person's newest course, for who may see people."""
    return courses_of(user).filter(person=person).order_by("registered_on", "course_id").last()


def _row(request: RightsRequest, named: dict[str, str], *, today: date) -> RequestRow:
    is_open = request.state == RequestState.OPEN
    return RequestRow(
        request=request,
        received_on=timezone.localdate(request.received_at),
        days_over=max((today - request.due_on).days, 0) if is_open else 0,
        assigned_name=named.get(request.assigned_to, request.assigned_to),
    )
