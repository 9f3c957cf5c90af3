"""Choices on the worklist -> the one condition that the people it shows fulfil."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import In

from lighed.governance import Sight
from lighed.web.models import CourseState, DataFlag, EstimateState, Person, Plan, StoredEstimate, Task, User
from lighed.web.names import search_form
from lighed.web.queries.person.contests import contests_in
from lighed.web.queries.plainly import Plainly, of_people
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.protected_people import hidden_from
from lighed.web.queries.scope import answers_unled, people_to_review, was_shown_to
from lighed.web.queries.worklist.choices import MINE, MISSING, WorklistChoices

_MOST = 3
"""Of planned meetings: so many, or more."""


def condition(choices: WorklistChoices, *, user: User, profiling: ProfilingStatus, today: date) -> Q:
    """Everyone that `choices` ask for. Courses that have ended are left out unless asked for."""
    found = Q(state=choices.state) if choices.state else ~Q(state=CourseState.ENDED)
    for field, value in choices.filters.items():
        if field in _SIMPLE:
            found &= _SIMPLE[field](value, today)
    if choices.filters.get("level"):
        # Found by what the reader is not to be led by, a person would tell it.
        found &= ~answers_unled(user)
    if choices.interpreter:
        # Not recorded is neither yes nor no.
        needs = {"yes": True, "no": False, "unknown": None}[choices.interpreter]
        found &= _of_people(user, needs_interpreter=needs)
    if choices.caseworker == MINE:
        found &= Q(caseworker_id=user.caseworker_id) if user.caseworker_id else Q(pk__in=[])
    elif choices.caseworker:
        found &= Q(caseworker_id=choices.caseworker)
    if choices.band or choices.certainty or choices.estimate:
        found &= _with_estimate(choices, user=user, profiling=profiling, today=today)
    if choices.contested:
        found &= _contested(user, profiling)
    if name := search_form(choices.name):
        found &= _of_people(user, search_name__contains=name) & ~hidden_from(user)
    return found


def has_written() -> Exists:
    """Whether the person has written something that nobody has read yet."""
    return Exists(Task.objects.filter(course=OuterRef("pk"), kind=Task.Kind.OWN_WORDS, done_at=None))


def permitted(profiling: ProfilingStatus) -> Q:
    """Whether the law lets what was estimated be told: see `ProfilingStatus.is_permitted`."""
    of_basis = Q(current_estimate=None) | Q(current_estimate__legal_basis__in=profiling.entries)
    return of_basis & Q(reached__in=[moment.value for moment in profiling.moments])


def told(choices: WorklistChoices, profiling: ProfilingStatus, today: date, **values: str) -> Q:
    """Whether the row of a course in the chosen state may tell of an estimate with these values.

    The estimates are asked first and by themselves, from an index that holds all of this: a join would read each whole.
    Their numbers are looked for among the courses' as these are read in their order.
    """
    estimates = StoredEstimate.objects.filter(legal_basis__in=profiling.entries, **values)
    if choices.state != CourseState.ENDED:
        estimates = estimates.filter(Q(applies_until=None) | Q(applies_until__gte=today))
    is_told = In(Plainly("current_estimate"), estimates.values("pk"))
    return Q(is_told, reached__in=[moment.value for moment in profiling.moments])


def hidden(profiling: ProfilingStatus, user: User) -> Q:
    """Whether there is an estimate that this reader does not see, or not yet: see `ProfilingStatus.is_hidden`."""
    people = people_to_review(user)
    if profiling.sight is Sight.AT_ONCE and not people:
        return Q(pk__in=[])  # nothing is hidden, and no estimate has to be read to know it
    with_band = Q(current_estimate__isnull=False) & ~Q(current_estimate__band="")
    not_shown, is_for_review = ~was_shown_to(user), Q(person__in=people)
    if profiling.sight is Sight.AT_ONCE:
        return with_band & is_for_review & not_shown
    return with_band & not_shown if profiling.sight is Sight.AFTER_OWN else with_band & (~is_for_review | not_shown)


def already_long(today: date) -> Q:
    """Whether the course has lasted for longer than its estimate was about."""
    return Q(current_estimate__applies_until__lt=today) & ~Q(state=CourseState.ENDED)


def not_yet_long(today: date) -> Q:
    # Not the negation, which would leave out those without an estimate as well.
    return (
        Q(current_estimate__applies_until=None)
        | Q(current_estimate__applies_until__gte=today)
        | Q(state=CourseState.ENDED)
    )


def _with_estimate(choices: WorklistChoices, *, user: User, profiling: ProfilingStatus, today: date) -> Q:
    """Those whose row tells what was chosen. A filter on what may not be shown would show it."""
    out_of_sight = hidden(profiling, user)
    asked = {"band": choices.band, "certainty": choices.certainty}
    if values := {name: value for name, value in asked.items() if value}:
        if choices.estimate in (EstimateState.HIDDEN, EstimateState.ALREADY_LONG):
            return Q(pk__in=[])  # no row of these tells a value
        of_state = Q(estimate_state=choices.estimate) if choices.estimate else Q()
        return told(choices, profiling, today, **values) & of_state & ~out_of_sight
    if choices.estimate == EstimateState.HIDDEN:
        return permitted(profiling) & out_of_sight
    if choices.estimate == EstimateState.ALREADY_LONG:
        return permitted(profiling) & already_long(today) & ~out_of_sight
    of_state = Q(estimate_state=choices.estimate)
    if choices.estimate == EstimateState.READY:
        # Of an estimate out of sight the row says that it is ready, and no more.
        return permitted(profiling) & of_state & (not_yet_long(today) | out_of_sight)
    return permitted(profiling) & of_state & ~out_of_sight & not_yet_long(today)


def _deadline(value: str, today: date) -> Q:
    if value == "none":
        return Q(deadline_on=None)
    if value == "overdue":
        return Q(deadline_on__lt=today)
    # Who is overdue stays in sight: a deadline that has passed is not less urgent than one to come.
    return Q(deadline_on__lte=today + timedelta(days=int(value)))


def _hand_over(value: str, today: date) -> Q:
    # Whoever should have come already stays in sight, as with a deadline. Only those with the fund have such a day.
    return Q(hand_over_expected_on__lte=today + timedelta(days=int(value)))


def _new(value: str, today: date) -> Q:
    """New to the municipality: registered, or handed over by the fund."""
    first = today - timedelta(days=today.weekday() if value == "week" else int(value))
    return Q(registered_on__gte=first) | Q(handed_over_on__gte=first)


def _planned(value: str, _: date) -> Q:
    return Q(n_planned__gte=_MOST) if int(value) >= _MOST else Q(n_planned=int(value))


def _of_people(user: User, **asked: object) -> Q:
    """The courses of the people with these values."""
    return of_people(Person.objects.filter(municipality=user.municipality_id, **asked).values("pk"))


def _contested(user: User, profiling: ProfilingStatus) -> Q:
    """Those whose row says so. Where it tells of no estimate, nobody is told that there is one to contest."""
    people = of_people(contests_in(user.municipality_id).values("person"))
    untold = Q(estimate_state__in=(EstimateState.NOT_PROFILED, EstimateState.NOT_PERMITTED))
    return people & permitted(profiling) & ~untold


def _form(value: str, today: date) -> Q:
    plans = Plan.objects.filter(course=OuterRef("pk"), state=Plan.State.IN_FORCE)
    return Q(Exists(plans.filter(meetings__form=value, meetings__on__gte=today)))


_SIMPLE: dict[str, Callable[[str, date], Q]] = {
    "team": lambda value, _: Q(team=value),
    "new": _new,
    "hand_over": _hand_over,
    "deadline": _deadline,
    "deadline_from": lambda value, _: Q(deadline_on__gte=value),
    "deadline_to": lambda value, _: Q(deadline_on__lte=value),
    "registered_from": lambda value, _: Q(registered_on__gte=value),
    "registered_to": lambda value, _: Q(registered_on__lte=value),
    "level": lambda value, _: Q(level="" if value == MISSING else value),
    "planned": _planned,
    "form": _form,
    "rules": lambda value, _: Q(
        Exists(Plan.objects.filter(course=OuterRef("pk"), state=Plan.State.IN_FORCE, rule_set=value))
    ),
    "words": lambda _value, _today: Q(has_written()),
    "flagged": lambda _value, _today: Q(Exists(DataFlag.objects.filter(course=OuterRef("pk"), answered_at=None))),
    "exempt": lambda value, _: Q(is_exempt=value == "yes"),
    "missing": lambda value, _: Q(n_missing__gte=int(value)),
}
