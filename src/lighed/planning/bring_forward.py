"""The days of a plan and a legal deadline -> the same number of days, the first so early that the deadline is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lighed.planning.course import CourseFacts, Holder, MeetingKind
from lighed.planning.deadlines import counts_from, is_under, n_held
from lighed.planning.rule_set import RuleKind, RuleSet, last_day
from lighed.planning.working_days import is_working_day, working_day_before

_A_DAY, _A_WEEK = timedelta(days=1), timedelta(weeks=1)
_WORKING_WEEK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """How many meetings the law still asks for, and between which days they count."""

    n: int
    first_day: date
    due: date


def lack_of(facts: CourseFacts, rule_set: RuleSet | None, *, today: date) -> Lack | None:
    """The municipality's least number, or the meeting of an intensified effort, as far as it is still to be kept.

    None where nothing is lacking or the deadline has come. An exempt person lacks nothing of the least number.
    """
    if rule_set is None:
        return None
    handed_over_on = rule_set.hand_over_on(facts)
    lacks = []
    for rule in rule_set.rules:
        is_asked = rule.holder is Holder.MUNICIPALITY and is_under(rule, facts) and MeetingKind.JOB in rule.kinds
        if not is_asked or rule.kind is RuleKind.FIRST_MEETING or (rule.is_exemptible and facts.is_exempt):
            continue
        n = rule.n - n_held(rule, facts, handed_over_on, today)
        due = last_day(rule, facts, handed_over_on)
        counts = counts_from(rule, facts, handed_over_on)
        # A meeting that cannot be held yet is left to a later plan.
        if n > 0 and due > today and (rule.kind is RuleKind.LEAST_MEETINGS or counts <= today):
            first_day = max(counts, today + _A_DAY)
            lacks.append(Lack(n=n, first_day=first_day, due=due))
    return min(lacks, key=lambda lack: lack.due, default=None)


def brought_forward(
    days: Sequence[date], lack: Lack | None, *, can_book_by: date, weeks_between: int
) -> tuple[date, ...]:
    """The days as they are where they keep the deadline; else the first ones evenly before it, the others after.

    Where the plan has fewer meetings than are lacking, it stays as it is: no order of its days keeps the deadline.
    Where fewer working days are left than meetings are lacking, one is held on each of them.
    """
    if lack is None or len(days) < lack.n or days[lack.n - 1] <= lack.due:
        return tuple(days)
    # The template's own first day where a week stays between the meetings; else as soon as can be booked.
    for first, gap in ((days[0], _WORKING_WEEK), (can_book_by, 1)):
        left = working_days_between(max(first, lack.first_day), lack.due)
        if len(left) > gap * (lack.n - 1):
            early = _from_first_to_last(left, lack.n)
            break
    else:  # too few of those: the people are summoned, not all of them tomorrow
        left = working_days_between(lack.first_day, lack.due)
        early = _evenly(left, min(lack.n, len(left)))
    if not early:
        return tuple(days)
    n = len(early)
    late = (working_day_before(early[-1] + _A_WEEK * weeks_between * after) for after in range(1, len(days) - n + 1))
    return (*early, *late)


def _from_first_to_last(left: Sequence[date], n: int) -> tuple[date, ...]:
    last = len(left) - 1
    return tuple(left[place * last // (n - 1)] for place in range(n)) if n > 1 else (left[last],)


def _evenly(left: Sequence[date], n: int) -> tuple[date, ...]:
    """As many days before the first as between two."""
    return tuple(left[-(-place * len(left) // n) - 1] for place in range(1, n + 1))


def working_days_between(first: date, last: date) -> tuple[date, ...]:
    """The working days from `first` to `last`, both counted."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if is_working_day(day))
