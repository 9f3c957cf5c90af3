"""A user -> what has changed for them and waits: tasks, and the requests that they are named to answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.text import Truncator

from lighed.elements import REGISTER
from lighed.governance import Right, Text
from lighed.web.models import (
    OWN_QUESTIONS,
    ContactCourse,
    EstimateState,
    PersonWords,
    RequestState,
    RightsRequest,
    Task,
    User,
)
from lighed.web.queries.oversight.requests import requests_of
from lighed.web.queries.profiling import ProfilingStatus, profiling_for
from lighed.web.queries.protected_people import as_seen, person_as_seen
from lighed.web.queries.scope import courses_of

WHOSE = ("mine", "team", "nobody")
"""One's own tasks, those of one's team's other people, and those of people who have no caseworker."""
_ABOUT_ESTIMATES = (Task.Kind.OUT_OF_DATE, Task.Kind.ESTIMATED_AGAIN)
_PLACES = {
    Task.Kind.QUESTION: "#questions",
    Task.Kind.ANSWER: "#questions",
    Task.Kind.OWN_WORDS: "#step-2",
    Task.Kind.DATA_CHANGED: "#data",
    Task.Kind.DATA_CORRECTED: "#data",
}
_WORDS_SHOWN = 12
_NAMES_SHOWN = 3
_WITHOUT_ESTIMATE = frozenset({EstimateState.NOT_PROFILED, EstimateState.NOT_PERMITTED})


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task, with its course as the user may see it."""

    task: Task
    course: ContactCourse
    begins: str = ""
    """How what the person wrote begins, where the task is about that."""

    @property
    def place(self) -> str:
        """Where on the person's page it is about."""
        if self.task.kind == Task.Kind.FLAG_ANSWERED and self.task.flag is not None:
            return f"#flag-{self.task.flag.element}"
        return _PLACES.get(Task.Kind(self.task.kind), "")

    @property
    def changed(self) -> tuple[Text, ...]:
        """The first few of what has changed, by name, the latest first."""
        return tuple(REGISTER[code].name for code in self._changed[:_NAMES_SHOWN])

    @property
    def n_more_changed(self) -> int:
        return max(len(self._changed) - _NAMES_SHOWN, 0)

    @property
    def _changed(self) -> list[str]:
        return [code for code in self.task.elements if code in REGISTER]

    @property
    def is_seen_at_once(self) -> bool:
        return Task.Kind(self.task.kind).is_only_seen


@dataclass(frozen=True, slots=True)
class TasksPage:
    """What waits, the longest first; requests by their deadline."""

    whose: str
    choices: tuple[str, ...]
    rows: tuple[TaskRow, ...]
    requests: tuple[RightsRequest, ...]

    @property
    def n_seen_at_once(self) -> int:
        return sum(row.is_seen_at_once for row in self.rows)


def tasks_page(user: User, *, whose: str, today: date) -> TasksPage:
    """What the page of tasks shows; what is not known counts as one's own."""
    choices = _choices(user)
    whose = whose if whose in choices else choices[0]
    profiling = profiling_for(user, today=today)
    found = _whose(user, whose).order_by("made_at", "id")
    return TasksPage(
        whose=whose,
        choices=choices,
        rows=tuple(_rows(user, found, profiling, today=today)),
        requests=tuple(_requests(user)) if whose == "mine" else (),
    )


def open_tasks(user: User, numbers: Iterable[int], *, today: date) -> list[Task]:
    """Those of the tasks with these numbers that wait and that the user sees on one of the page's lists."""
    profiling = profiling_for(user, today=today)
    found = _open(user).filter(_any_of(user), pk__in=list(numbers))
    return [row.task for row in _rows(user, found, profiling, today=today)]


def n_tasks(user: User, *, today: date) -> int:
    """How many tasks of their own wait for the user, requests to answer with them."""
    mine = _whose(user, "mine")
    about_estimates = mine.filter(kind__in=_ABOUT_ESTIMATES)
    n_told = 0
    if about_estimates.exists():
        n_told = len(_rows(user, about_estimates, profiling_for(user, today=today), today=today))
    return mine.exclude(kind__in=_ABOUT_ESTIMATES).count() + n_told + _open_requests(user).count()


def _choices(user: User) -> tuple[str, ...]:
    """A planner sees to people whom nobody has."""
    has = {"mine": True, "team": bool(user.team), "nobody": Right.SET_PLANNING in user.rights}
    return tuple(one for one in WHOSE if has[one])


def _whose(user: User, whose: str) -> QuerySet[Task]:
    return _open(user).filter(_is(user, whose))


def _open(user: User) -> QuerySet[Task]:
    """Requests are listed from where they are answered, so a task about one would stand here twice."""
    if Right.SEE_PEOPLE not in user.rights:
        return Task.objects.none()
    found = Task.objects.filter(municipality=user.municipality_id, done_at=None).exclude(kind=Task.Kind.REQUEST)
    return found.select_related("question__asked_by", "question__asked_of", "flag", "callback")


def _any_of(user: User) -> Q:
    found = Q()
    for one in _choices(user):
        found |= _is(user, one)
    return found


def _is(user: User, whose: str) -> Q:
    own = Q(course__caseworker_id=user.caseworker_id) if user.caseworker_id else Q(pk__in=())
    if whose == "mine":
        return Q(of=user) | (Q(of=None) & own)
    if whose == "nobody":
        return Q(of=None, course__caseworker_id="")
    team = Q(of=None, course__team=user.team) if user.team else Q(pk__in=())
    return team & ~own


def _rows(user: User, tasks: QuerySet[Task], profiling: ProfilingStatus, *, today: date) -> list[TaskRow]:
    """Each task with its course; a task about an estimate only where this reader is told of one."""
    found = list(tasks)
    courses = courses_of(user).select_related("person", "current_estimate").in_bulk([one.course_id for one in found])
    begins = _beginnings([one.course_id for one in found if one.kind == Task.Kind.OWN_WORDS])
    rows = []
    for one in found:
        course = courses.get(one.course_id)
        if course is None or (one.kind in _ABOUT_ESTIMATES and not _is_told(course, profiling, today=today)):
            continue
        said = begins.get(one.course_id, "") if one.kind == Task.Kind.OWN_WORDS else ""
        rows.append(TaskRow(one, as_seen(course, user), said))
    return rows


def _beginnings(courses: list[UUID]) -> dict[UUID, str]:
    """The newest words of each course, as far as one line has room: what was written freely comes first."""
    begins = {}
    for one in PersonWords.objects.filter(course__in=courses).order_by("recorded_at", "id") if courses else ():
        answers = (one.answers.get(key, "") for key, _ in OWN_QUESTIONS)
        begins[one.course_id] = next((said for said in (one.words, *answers, one.wants_help_with) if said), "")
    return {course: Truncator(said).words(_WORDS_SHOWN) for course, said in begins.items()}


def _is_told(course: ContactCourse, profiling: ProfilingStatus, *, today: date) -> bool:
    """Whether the person's page speaks of an estimate. Where it does not, neither may a task: it would tell why."""
    return profiling.may_show(course) and profiling.shown_state(course, today) not in _WITHOUT_ESTIMATE


def _open_requests(user: User) -> QuerySet[RightsRequest]:
    return requests_of(user).filter(state=RequestState.OPEN, assigned_to=user.username)


def _requests(user: User) -> list[RightsRequest]:
    requests = list(_open_requests(user).order_by("due_on", "id"))
    for one in requests:
        person_as_seen(one.person, user)
    return requests
