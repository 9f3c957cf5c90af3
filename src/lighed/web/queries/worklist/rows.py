"""A user's choices -> one page of the worklist, with what each row shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, F, IntegerField, OrderBy, QuerySet, Value, When
from django.utils.translation import gettext_lazy

from lighed.planning import RuleKind
from lighed.web.models import LEVELS, ContactCourse, EstimateState, User
from lighed.web.queries.person.contests import is_contested
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.protected_people import as_seen, by_name
from lighed.web.queries.scope import courses_in_sight, courses_of
from lighed.web.queries.worklist.choices import BAND_SORTS, NAME_SORTS, PAGE_SIZES, WorklistChoices
from lighed.web.queries.worklist.filters import condition, has_written, hidden, told

MOST_SELECTED = 500
"""How many people can be taken along from the list at a time."""
_UNREAD = ("document", "timeline", "values", "refusals", "current_estimate__result")
"""What no row shows, and would be read for each."""
SOONEST: tuple[str | OrderBy, ...] = (F("deadline_on").asc(nulls_last=True), "registered_on", "key")
"""By the legal deadline, then the longest wait: the order of the index `worklist_filters`, which is read as it stands.
Who is as urgent as another stands in no order of names, for which every person would have to be read."""
_ORDERS: dict[str, tuple[str | OrderBy, ...]] = {
    "deadline": SOONEST,
    "-deadline": (F("deadline_on").desc(nulls_last=True), "registered_on", "key"),
    "days": ("registered_on", "key"),
    "-days": ("-registered_on", "-key"),
    "band": (F("band_level").asc(nulls_last=True), *SOONEST),
    "-band": (F("band_level").desc(nulls_last=True), *SOONEST),
}
_WITHOUT = (EstimateState.NOT_PROFILED, EstimateState.NOT_PERMITTED)
"""States in which a row tells of no estimate."""
_LEVELS = {"low": 1, "medium": 2, "high": 3}
_LEVEL_NAMES = dict(LEVELS)
DEADLINE_NAMES = {
    RuleKind.FIRST_MEETING.value: gettext_lazy("First meeting"),
    RuleKind.LEAST_MEETINGS.value: gettext_lazy("Number of meetings"),
    RuleKind.INTENSIFIED_EFFORT.value: gettext_lazy("Intensified effort"),
}


@dataclass(frozen=True, slots=True)
class Row:
    key: UUID
    name: str
    has_protected_address: bool
    days: int
    registered_on: date
    state: str
    handed_over_on: date | None
    hand_over_expected_on: date | None
    deadline_on: date | None
    deadline_kind: str
    days_left: int | None
    """Until the deadline; negative when it has passed."""
    needs_interpreter: bool | None
    level: str
    n_planned: int
    is_exempt: bool
    n_missing: int
    has_written: bool
    is_contested: bool
    """Whether the person contests the estimate that the row tells of."""
    caseworker: str
    team: str
    estimate_state: str
    band: str
    of_100: int | None
    moment: str
    """The one whose estimate is shown; each moment has limits of its own, so one number can be two bands."""
    certainty: str
    weeks_from: float | None
    weeks_to: float | None
    estimated_on: date
    long_weeks: int | None
    """What *long* is, for a course that already is; its band and figures are left out."""

    @property
    def days_overdue(self) -> int:
        return max(0, -(self.days_left or 0))

    @property
    def level_name(self) -> str:
        return str(_LEVEL_NAMES.get(self.level, ""))

    @property
    def deadline_name(self) -> str:
        return str(DEADLINE_NAMES.get(self.deadline_kind, ""))


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page: `first` to `last` of the `n_found` people that fit."""

    rows: tuple[Row, ...]
    n_found: int
    page: int
    n_pages: int
    first: int
    last: int
    has_anyone: bool
    """Whether there is anyone at all to find."""

    @property
    def can_select_all(self) -> bool:
        return len(self.rows) < self.n_found <= MOST_SELECTED


def worklist(user: User, *, choices: WorklistChoices, profiling: ProfilingStatus, today: date) -> Worklist:
    """Find the people that `choices` ask for among those that `user` may see.

    `choices` are `usable` ones. A constant number of queries, however many people.
    """
    found = _found(user, choices=choices, profiling=profiling, today=today)
    n_found = found.count()
    size = PAGE_SIZES[choices.size]
    n_pages = max(1, -(-n_found // size))
    page = min(max(choices.page, 1), n_pages)
    start = (page - 1) * size
    parts = _in_order(found, user, choices=choices, profiling=profiling, today=today)
    # First who, from what is indexed, and then what the rows show: to sort the wide rows themselves takes far longer.
    courses = rows_of(user, _keys(parts, start, start + size))
    return Worklist(
        rows=tuple(row_of(as_seen(course, user), profiling=profiling, today=today) for course in courses),
        n_found=n_found,
        page=page,
        n_pages=n_pages,
        first=start + 1 if courses else 0,
        last=start + len(courses),
        has_anyone=bool(n_found) or courses_in_sight(user).exists(),
    )


def rows_of(user: User, keys: Sequence[UUID]) -> list[ContactCourse]:
    """The courses of `keys`, in their order, with all that a row shows."""
    courses = courses_of(user).filter(key__in=keys).annotate(has_written=has_written(), is_contested=is_contested())
    found = {one.key: one for one in courses.select_related("person", "current_estimate").defer(*_UNREAD)}
    return [found[key] for key in keys if key in found]


def keys_found(
    user: User, *, choices: WorklistChoices, profiling: ProfilingStatus, today: date
) -> tuple[UUID, ...] | None:
    """Everyone whom `choices` find, in their order; None if they are more than can be taken along."""
    found = _found(user, choices=choices, profiling=profiling, today=today)
    parts = _in_order(found, user, choices=choices, profiling=profiling, today=today)
    keys = tuple(_keys(parts, 0, MOST_SELECTED + 1))
    return None if len(keys) > MOST_SELECTED else keys


def keys_seen(user: User, keys: Sequence[UUID]) -> tuple[UUID, ...]:
    """Those of `keys` whose people `user` may see, in the order given."""
    seen = set(courses_in_sight(user).filter(key__in=keys).values_list("key", flat=True))
    return tuple(key for key in keys if key in seen)


def _found(user: User, *, choices: WorklistChoices, profiling: ProfilingStatus, today: date) -> QuerySet[ContactCourse]:
    return courses_in_sight(user).filter(condition(choices, user=user, profiling=profiling, today=today))


def _in_order(
    found: QuerySet[ContactCourse], user: User, *, choices: WorklistChoices, profiling: ProfilingStatus, today: date
) -> tuple[QuerySet[ContactCourse], ...]:
    """Everyone found, in parts that follow each other."""
    if choices.sort in NAME_SORTS:
        nameless, named = by_name(found, user)
        nameless = nameless.order_by(*SOONEST)
        return (nameless, named) if choices.sort == "name" else (named.reverse(), nameless)
    if choices.sort in BAND_SORTS:
        found = found.annotate(band_level=_band_level(choices, profiling, user, today))
    return (found.order_by(*_ORDERS[choices.sort]),)


def _keys(parts: Sequence[QuerySet[ContactCourse]], start: int, stop: int) -> list[UUID]:
    """The keys from `start` to before `stop` of all parts together."""
    keys: list[UUID] = []
    for number, part in enumerate(parts, start=1):
        keys += part.values_list("key", flat=True)[max(start, 0) : max(stop, 0)]
        if number < len(parts):
            n = part.count()
            start, stop = start - n, stop - n
    return keys


def _band_level(choices: WorklistChoices, profiling: ProfilingStatus, user: User, today: date) -> Case:
    """The band as a number, of those whose row shows one; the others come last."""
    in_sight = ~hidden(profiling, user)
    told_of = {band: told(choices, profiling, today, band=band) & in_sight for band in _LEVELS}
    levels = [When(told_of[band], then=Value(level)) for band, level in _LEVELS.items()]
    return Case(*levels, default=Value(None), output_field=IntegerField())


def row_of(course: ContactCourse, *, profiling: ProfilingStatus, today: date) -> Row:
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
        hand_over_expected_on=course.hand_over_expected_on,
        deadline_on=course.deadline_on,
        deadline_kind=course.deadline_kind,
        days_left=(course.deadline_on - today).days if course.deadline_on else None,
        needs_interpreter=person.needs_interpreter,
        level=course.level,
        n_planned=course.n_planned,
        is_exempt=course.is_exempt,
        n_missing=course.n_missing,
        has_written=bool(getattr(course, "has_written", False)),
        is_contested=bool(getattr(course, "is_contested", False)) and state not in _WITHOUT,
        caseworker=course.caseworker_name,
        team=course.team,
        estimate_state=state,
        band=estimate.band if estimate else "",
        of_100=estimate.of_100 if estimate else None,
        moment=course.reached,
        certainty=estimate.certainty if estimate else "",
        weeks_from=estimate.weeks_from if estimate else None,
        weeks_to=estimate.weeks_to if estimate else None,
        estimated_on=course.estimated_on,
        long_weeks=_long_weeks(course) if state == EstimateState.ALREADY_LONG else None,
    )


def _long_weeks(course: ContactCourse) -> int | None:
    last = course.current_estimate.applies_until if course.current_estimate else None
    return None if last is None else (last - course.registered_on).days // 7
