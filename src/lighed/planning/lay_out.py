"""A template and a course -> the meetings of a plan: how many, the latest day of each, and until when to book it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lighed.governance import Text
from lighed.governance.refused import Refused
from lighed.planning.bring_forward import brought_forward, lack_of
from lighed.planning.course import CourseFacts, Holder, MeetingForm, MeetingKind
from lighed.planning.deadlines import is_under, n_held
from lighed.planning.rule_set import ContactRule, RuleKind, RuleSet, last_day
from lighed.planning.working_days import working_day_after, working_day_before

MOST_MEETINGS, MOST_WEEKS, MOST_DAYS = 12, 26, 182
LEAST_MINUTES, MOST_MINUTES = 10, 180
_A_WEEK = timedelta(weeks=1)


class TemplateRefused(Refused):
    """A template that no plan can be made from, and what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTemplate:
    """How meetings are planned: number, distance, length, form.

    Attributes
    ----------
    weeks_between
        Weeks from one meeting to the next; of no meaning with one meeting.
    first_within_days
        The first meeting is held at the latest so many days after the day of the plan.
    """

    name: str
    n_meetings: int
    weeks_between: int
    minutes: int
    form: MeetingForm
    first_within_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMeeting:
    """One meeting of a plan. No clock time: the person books one.

    Attributes
    ----------
    number
        Its place in the plan, from 1.
    on
        The latest day on which it is held.
    book_by
        The last day for the person to book it; None where the person is summoned instead.
    """

    number: int
    on: date
    book_by: date | None
    minutes: int
    form: MeetingForm
    kind: MeetingKind = MeetingKind.JOB


def check_template(template: MeetingTemplate) -> None:
    """Refuse a template without a name, or with a number outside its bounds.

    Raises
    ------
    TemplateRefused
        With what is allowed.
    """
    if not template.name.strip():
        raise TemplateRefused(Text(da="Giv skabelonen et navn.", en="Give the template a name."))
    bounds = (
        (template.n_meetings, 1, MOST_MEETINGS, "Antal samtaler", "The number of meetings"),
        (template.weeks_between, 1, MOST_WEEKS, "Afstand i uger", "The weeks between meetings"),
        (template.minutes, LEAST_MINUTES, MOST_MINUTES, "Længde i minutter", "The length in minutes"),
        (template.first_within_days, 0, MOST_DAYS, "Dage til første samtale", "The days to the first meeting"),
    )
    for value, least, most, da, en in bounds:
        if not least <= value <= most:
            raise TemplateRefused(
                Text(da=f"{da} skal være fra {least} til {most}.", en=f"{en} must be from {least} to {most}.")
            )


def lay_out(
    template: MeetingTemplate, *, start: date, facts: CourseFacts, rule_set: RuleSet | None
) -> tuple[PlannedMeeting, ...]:
    """The meetings of the municipality by `template`, from the day `start` on which the plan is made.

    Every latest day is a working day. The first is no later than the legal deadline of the first meeting, where that
    lies after `start`; where there is too little time for self-booking before it, the person is summoned. Where it
    has passed, the first is as soon as the person can book. While the fund holds the course, the template counts from
    the hand-over. Where the template's distance would miss the deadline of the least number, as many as are lacking are
    held evenly before it, and the others follow at the template's distance. Where the rules ask for a form of the first
    meeting that the template has not, that meeting has it.

    Parameters
    ----------
    template : as `check_template` lets pass
    start : the person hears of the plan on this day
    facts, rule_set : of the course; without rules the template alone decides

    Returns
    -------
    As many meetings as the template says, in order.

    Raises
    ------
    TemplateRefused
        See `check_template`.
    """
    check_template(template)
    rule = _unmet_first(facts, rule_set, start)
    n_days = _days_to_book(rule_set)
    can_book_by = _can_book_by(facts, rule_set, start)
    days = brought_forward(
        _days_of(template, start=start, facts=facts, rule_set=rule_set),
        lack_of(facts, rule_set, today=start), can_book_by=can_book_by, weeks_between=template.weeks_between,
    )  # fmt: skip
    return tuple(
        PlannedMeeting(
            number=number, on=on, book_by=_book_by(on, can_book_by, n_days), minutes=template.minutes,
            form=_form(template.form, rule if number == 1 else None),
        )
        for number, on in enumerate(days, 1)
    )  # fmt: skip


def is_brought_forward(
    meetings: Sequence[PlannedMeeting],
    template: MeetingTemplate,
    *,
    start: date,
    facts: CourseFacts,
    rule_set: RuleSet | None,
) -> bool:
    """Whether `lay_out` has held meetings sooner than the template's distance, so that a deadline is kept."""
    return _days_of(template, start=start, facts=facts, rule_set=rule_set) != tuple(one.on for one in meetings)


def _days_of(
    template: MeetingTemplate, *, start: date, facts: CourseFacts, rule_set: RuleSet | None
) -> tuple[date, ...]:
    """The latest days by the template alone, but for the legal deadline of the first."""
    rule = _unmet_first(facts, rule_set, start)
    legal = None if rule is None or rule_set is None else last_day(rule, facts, rule_set.hand_over_on(facts))
    wanted = _begin(facts, rule_set, start) + timedelta(days=template.first_within_days)
    first = _first_on(wanted, _can_book_by(facts, rule_set, start), legal, start)
    weeks = (template.weeks_between * number for number in range(template.n_meetings))
    return tuple(working_day_before(first + _A_WEEK * n) for n in weeks)


def _begin(facts: CourseFacts, rule_set: RuleSet | None, start: date) -> date:
    return start if rule_set is None else max(start, rule_set.hand_over_on(facts))


def _days_to_book(rule_set: RuleSet | None) -> int:
    return 0 if rule_set is None or rule_set.self_booking is None else rule_set.self_booking.n_days


def _can_book_by(facts: CourseFacts, rule_set: RuleSet | None, start: date) -> date:
    """The first day on which a meeting that the person books can be held."""
    soonest = start + timedelta(days=max(_days_to_book(rule_set), 1))
    return working_day_after(max(_begin(facts, rule_set, start), soonest))


def _first_on(wanted: date, can_book_by: date, legal: date | None, start: date) -> date:
    """The latest day of the first meeting, with or without a legal deadline."""
    if legal is None:
        return max(working_day_before(wanted), can_book_by)
    if legal <= start:  # too late already: as soon as it can be booked
        return can_book_by
    last = working_day_before(legal)
    if last < can_book_by:  # no time for self-booking: the person is summoned
        return max(last, working_day_after(start))
    return max(working_day_before(min(wanted, legal)), can_book_by)


def _unmet_first(facts: CourseFacts, rule_set: RuleSet | None, today: date) -> ContactRule | None:
    """The rule of the municipality's first meeting, where that has not been held."""
    if rule_set is None:
        return None
    handed_over_on = rule_set.hand_over_on(facts)
    for rule in rule_set.rules:
        is_first = rule.kind is RuleKind.FIRST_MEETING and rule.holder is Holder.MUNICIPALITY
        if is_first and is_under(rule, facts) and n_held(rule, facts, handed_over_on, today) < rule.n:
            return rule
    return None


def _book_by(on: date, can_book_by: date, n_days: int) -> date | None:
    """A week before the meeting, but never sooner than the rules allow; None where there is no time for it."""
    if not n_days or on < can_book_by:
        return None
    return max(can_book_by, working_day_before(on - _A_WEEK))


def _form(form: MeetingForm, rule: ContactRule | None) -> MeetingForm:
    if rule is None or not rule.forms or form in rule.forms:
        return form
    return MeetingForm.IN_PERSON if MeetingForm.IN_PERSON in rule.forms else min(rule.forms)
