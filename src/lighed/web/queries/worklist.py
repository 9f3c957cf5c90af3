"""A user's choices -> one page of the worklist, with what each row shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet

from lighed.web.models import ContactCourse, CourseState, EstimateState, User
from lighed.web.models.stored_estimates import BANDS, CERTAINTIES
from lighed.web.names import search_form
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.protected_people import as_seen, hidden_from, in_order_of_names
from lighed.web.queries.scope import courses_of

SORTS = {
    "days": ("registered_on", "seen_name", "key"),
    "-days": ("-registered_on", "seen_name", "key"),
    "name": ("seen_name", "key"),
    "-name": ("-seen_name", "key"),
}
"""Always one of these, over all pages. The longest wait comes first; nothing sorts by risk."""
PAGE_SIZES = {"25": 25, "50": 50, "all": None}
ALLOWED: dict[str, frozenset[str]] = {
    "band": frozenset(value for value, _ in BANDS),
    "certainty": frozenset(value for value, _ in CERTAINTIES),
    "state": frozenset(CourseState.values),
    "estimate": frozenset(EstimateState.values),
    "interpreter": frozenset({"yes", "no"}),
    "caseworker": frozenset({"mine"}),
    "sort": frozenset(SORTS),
    "size": frozenset(PAGE_SIZES),
}


@dataclass(frozen=True, slots=True)
class WorklistChoices:
    """What the user chose. Everything but `name` can stand in a URL; a name never does."""

    band: str = ""
    certainty: str = ""
    state: str = ""
    estimate: str = ""
    interpreter: str = ""
    caseworker: str = ""
    name: str = ""
    sort: str = "days"
    size: str = "25"
    page: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, str], *, name: str = "") -> WorklistChoices:
        """Read a URL's parameters; one that is not known, or not allowed, counts as not chosen."""
        chosen = {
            field: parameters[field] for field, allowed in ALLOWED.items() if parameters.get(field, "") in allowed
        }
        page = parameters.get("page", "")
        return cls(
            **chosen,
            name=name.strip()[:100],
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )

    @property
    def criterion(self) -> str:
        """What was searched for, to be written down: the filters and their values, but of a name only that there was
        one. Whose name it was would be a value about a person."""
        defaults = type(self)()
        chosen = [f"{one}={getattr(self, one)}" for one in ALLOWED if getattr(self, one) != getattr(defaults, one)]
        return ", ".join(["worklist", *chosen, *(["name"] if self.name else [])])

    def query(self, **changes: str | int) -> str:
        """These choices as a URL's query, with some changed. Any change but the page's own leads to the first page."""
        changed = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        defaults = type(self)()
        return urlencode(
            {
                field: getattr(changed, field)
                for field in (*ALLOWED, "page")
                if getattr(changed, field) != getattr(defaults, field)
            }
        )


@dataclass(frozen=True, slots=True)
class Row:
    key: UUID
    name: str
    has_protected_address: bool
    days: int
    registered_on: date
    state: str
    handed_over_on: date | None
    needs_interpreter: bool | None
    caseworker: str
    team: str
    estimate_state: str
    band: str
    of_100: int | None
    certainty: str
    weeks_from: float | None
    weeks_to: float | None
    estimated_on: date
    long_weeks: int | None
    """What *long* is, for a course that already is; its band and figures are left out."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page: `first` to `last` of the `n_found` people that fit."""

    rows: tuple[Row, ...]
    n_found: int
    page: int
    n_pages: int
    first: int
    last: int


def worklist(user: User, *, choices: WorklistChoices, profiling: ProfilingStatus, today: date) -> Worklist:
    """Find the people that `choices` ask for among those that `user` may see.

    Courses that have ended are left out unless asked for. Two queries, however many people.
    """
    found = _filtered(courses_of(user), user=user, choices=choices, profiling=profiling, today=today)
    n_found = found.count()
    size = PAGE_SIZES[choices.size] or max(n_found, 1)
    n_pages = max(1, -(-n_found // size))
    page = min(max(choices.page, 1), n_pages)
    start = (page - 1) * size
    courses = list(
        in_order_of_names(found, user)
        .select_related("person", "current_estimate")
        .defer("values", "refusals", "current_estimate__result")
        .order_by(*SORTS[choices.sort])[start : start + size]
    )
    return Worklist(
        rows=tuple(_row(as_seen(course, user), profiling=profiling, today=today) for course in courses),
        n_found=n_found,
        page=page,
        n_pages=n_pages,
        first=start + 1 if courses else 0,
        last=start + len(courses),
    )


def _filtered(
    people: QuerySet[ContactCourse], *, user: User, choices: WorklistChoices, profiling: ProfilingStatus, today: date
) -> QuerySet[ContactCourse]:
    if choices.state:
        people = people.filter(state=choices.state)
    else:
        people = people.exclude(state=CourseState.ENDED)
    if choices.band or choices.certainty or choices.estimate:
        # A filter on what may not be shown would show it.
        people = people.filter(
            Q(current_estimate=None) | Q(current_estimate__legal_basis__in=profiling.entries),
            reached__in=[moment.value for moment in profiling.moments],
        )
        people = _with_estimate(people, choices, today=today)
    if choices.interpreter:
        # Not recorded is neither yes nor no.
        people = people.filter(person__needs_interpreter=choices.interpreter == "yes")
    if choices.caseworker == "mine":
        people = people.filter(caseworker_id=user.caseworker_id).exclude(caseworker_id="")
    if name := search_form(choices.name):
        people = people.filter(person__search_name__contains=name).exclude(hidden_from(user))
    return people


def _with_estimate(
    people: QuerySet[ContactCourse], choices: WorklistChoices, *, today: date
) -> QuerySet[ContactCourse]:
    """Those whose estimate is as chosen; who is already long has neither band nor certainty."""
    already_long = Q(current_estimate__applies_until__lt=today) & ~Q(state=CourseState.ENDED)
    if choices.estimate == EstimateState.ALREADY_LONG:
        people = people.filter(already_long)
    elif choices.estimate:
        people = people.filter(estimate_state=choices.estimate)
    if choices.estimate != EstimateState.ALREADY_LONG or choices.band or choices.certainty:
        # Not `exclude`, which would leave out those without an estimate as well.
        people = people.filter(
            Q(current_estimate__applies_until=None)
            | Q(current_estimate__applies_until__gte=today)
            | Q(state=CourseState.ENDED)
        )
    if choices.band:
        people = people.filter(current_estimate__band=choices.band)
    if choices.certainty:
        people = people.filter(current_estimate__certainty=choices.certainty)
    return people


def _row(course: ContactCourse, *, profiling: ProfilingStatus, today: date) -> Row:
    person = course.person
    state = profiling.shown_state(course, today)
    may_be_shown = profiling.may_show(course)
    estimate = course.current_estimate if may_be_shown and state != EstimateState.ALREADY_LONG else None
    return Row(
        key=course.key,
        name=person.shown_name,
        has_protected_address=person.has_protected_address,
        days=course.days_since_registration(today),
        registered_on=course.registered_on,
        state=course.state,
        handed_over_on=course.handed_over_on,
        needs_interpreter=person.needs_interpreter,
        caseworker=course.caseworker_name,
        team=course.team,
        estimate_state=state,
        band=estimate.band if estimate else "",
        of_100=estimate.of_100 if estimate else None,
        certainty=estimate.certainty if estimate else "",
        weeks_from=estimate.weeks_from if estimate else None,
        weeks_to=estimate.weeks_to if estimate else None,
        estimated_on=course.estimated_on,
        long_weeks=_long_weeks(course) if state == EstimateState.ALREADY_LONG else None,
    )


def _long_weeks(course: ContactCourse) -> int | None:
    last = course.current_estimate.applies_until if course.current_estimate else None
    return None if last is None else (last - course.registered_on).days // 7
