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
TASKS_PER_PAGE = 100
_ABOUT_ESTIMATES = (Task.Kind.OUT_OF_DATE, Task.Kind.ESTIMATED_AGAIN, Task.Kind.REVIEW_ANSWERED)
_PLACES = {
    Task.Kind.QUESTION: "#questions",
    Task.Kind.ANSWER: "#questions",
    Task.Kind.OWN_WORDS: "#step-2",
    Task.Kind.DATA_CHANGED: "#data",
    Task.Kind.DATA_CORRECTED: "#data",
    Task.Kind.OUT_OF_DATE: "#estimate",
    Task.Kind.ESTIMATED_AGAIN: "#estimate",
    Task.Kind.REVIEW_ANSWERED: "#estimate",
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
    page: int
    n_pages: int

    @property
    def n_seen_at_once(self) -> int:
        return sum(row.is_seen_at_once for row in self.rows)


def tasks_page(user: User, *, whose: str, page: int = 1, today: date) -> TasksPage:
    """What the page of tasks shows; what is not known counts as one's own, and what lies beyond the last page as it."""
    choices = _choices(user)
    whose = whose if whose in choices else choices[0]
    profiling = profiling_for(user, today=today)
    found = _told(user, _whose(user, whose), profiling, today=today).order_by("made_at", "id")
    n_pages = max(1, -(-found.count() // TASKS_PER_PAGE))
    page = min(max(page, 1), n_pages)
    shown = found[(page - 1) * TASKS_PER_PAGE : page * TASKS_PER_PAGE]
    return TasksPage(
        whose=whose,
        choices=choices,
        rows=tuple(_rows(user, shown, profiling, today=today)),
        requests=tuple(_requests(user)) if whose == "mine" and page == 1 else (),
        page=page,
        n_pages=n_pages,
    )


def person_tasks(user: User, course: ContactCourse, *, profiling: ProfilingStatus, today: date) -> tuple[TaskRow, ...]:
    """What waits about one course and stands on one of the user's lists, the longest first."""
    found = _open(user).filter(_any_of(user), course=course).order_by("made_at", "id")
    return tuple(_rows(user, found, profiling, today=today))


def open_tasks(user: User, numbers: Iterable[int], *, today: date) -> list[Task]:
    """Those of the tasks with these numbers that wait and that the user sees on one of the page's lists."""
    profiling = profiling_for(user, today=today)
    found = _open(user).filter(_any_of(user), pk__in=list(numbers))
    return [row.task for row in _rows(user, found, profiling, today=today)]


def n_tasks(user: User, *, today: date) -> int:
    """How many tasks of their own wait for the user, requests to answer with them."""
    mine = _whose(user, "mine")
    if mine.filter(kind__in=_ABOUT_ESTIMATES).exists():
        mine = _told(user, mine, profiling_for(user, today=today), today=today)
    return mine.count() + _open_requests(user).count()


def _told(user: User, tasks: QuerySet[Task], profiling: ProfilingStatus, *, today: date) -> QuerySet[Task]:
    """Those of the tasks of which this reader is told."""
    about_estimates = tasks.filter(kind__in=_ABOUT_ESTIMATES)
    told = [row.task.pk for row in _rows(user, about_estimates, profiling, today=today)]
    return tasks.filter(~Q(kind__in=_ABOUT_ESTIMATES) | Q(pk__in=told))


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
        if course is None or (one.kind in _ABOUT_ESTIMATES and not _is_told(one, course, profiling, today=today)):
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


def _is_told(task: Task, course: ContactCourse, profiling: ProfilingStatus, *, today: date) -> bool:
    """Whether the person's page speaks of an estimate. Where it does not, neither may a task: it would tell why.

    That the person contests it is told where it is not shown yet, so that an answer is told there too.
    """
    is_shown = profiling.may_show(course) or task.kind == Task.Kind.REVIEW_ANSWERED
    return is_shown and profiling.shown_state(course, today) not in _WITHOUT_ESTIMATE


def _open_requests(user: User) -> QuerySet[RightsRequest]:
    return requests_of(user).filter(state=RequestState.OPEN, assigned_to=user.username)


def _requests(user: User) -> list[RightsRequest]:
    requests = list(_open_requests(user).order_by("due_on", "id"))
    for one in requests:
        person_as_seen(one.person, user)
    return requests
