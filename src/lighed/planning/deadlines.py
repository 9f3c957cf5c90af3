"""A course, the contact rules and today -> every legal deadline of it, and the one that is next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lighed.governance import Text
from lighed.planning.course import CourseFacts, Holder
from lighed.planning.rule_set import ContactRule, RuleKind, RuleSet, last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which the rules want meetings held.

    Attributes
    ----------
    n, n_held
        How many meetings the rule asks for, and how many of them have been held; late ones count too.
    """

    kind: RuleKind
    on: date
    name: Text
    holder: Holder
    is_met: bool
    n: int
    n_held: int
    rule_id: str


_ORDER = {kind: place for place, kind in enumerate(RuleKind)}


def deadlines(facts: CourseFacts, *, rule_set: RuleSet | None, today: date) -> tuple[Deadline, ...]:
    """Every deadline that the rules set for the course, the earliest first.

    An exempt person has no deadline for the least number, and keeps that of the first meeting. A course that has ended
    has none, nor has any course on a day without rules.
    """
    if rule_set is None or facts.has_ended(today):
        return ()
    return tuple(sorted(_found(facts, rule_set, rule_set.rules, today), key=_place))


def next_deadline(facts: CourseFacts, *, rule_set: RuleSet | None, today: date) -> Deadline | None:
    """The next deadline that whoever holds the course today has not met; one that has passed is still the next."""
    if rule_set is None or facts.has_ended(today):
        return None
    holder = rule_set.holder_on(today, facts)
    rules = (rule for rule in rule_set.rules if rule.holder is holder)
    unmet = (deadline for deadline in _found(facts, rule_set, rules, today) if not deadline.is_met)
    return min(unmet, key=_place, default=None)


def is_under(rule: ContactRule, facts: CourseFacts) -> bool:
    """Whether the course was registered late enough to be under the rule."""
    return rule.registered_from is None or facts.registered_on >= rule.registered_from


def counts_from(rule: ContactRule, facts: CourseFacts, handed_over_on: date) -> date:
    """The first day on which a meeting counts."""
    if rule.not_before is not None:
        return rule.not_before.day(registered_on=facts.registered_on, handed_over_on=handed_over_on)
    return handed_over_on if rule.holder is Holder.MUNICIPALITY else facts.registered_on


def n_held(rule: ContactRule, facts: CourseFacts, handed_over_on: date, today: date) -> int:
    """How many meetings that count for `rule` have been held by `today`."""
    first = counts_from(rule, facts, handed_over_on)
    return sum(
        meeting.holder is rule.holder and meeting.kind in rule.kinds and first <= meeting.on <= today
        for meeting in facts.held
    )


def _found(facts: CourseFacts, rule_set: RuleSet, rules: Iterable[ContactRule], today: date) -> Iterator[Deadline]:
    """The deadlines that `rules` set for the course, in their order."""
    handed_over_on = rule_set.hand_over_on(facts)
    is_exempt = facts.is_exempt and rule_set.exemption is not None
    for rule in rules:
        is_covered = is_exempt and rule.is_exemptible and rule.holder is Holder.MUNICIPALITY
        if is_under(rule, facts) and not is_covered:
            yield _deadline(rule, facts, handed_over_on, today)


def _deadline(rule: ContactRule, facts: CourseFacts, handed_over_on: date, today: date) -> Deadline:
    held = n_held(rule, facts, handed_over_on, today)
    return Deadline(
        kind=rule.kind, on=last_day(rule, facts, handed_over_on), name=rule.name, holder=rule.holder,
        is_met=held >= rule.n, n=rule.n, n_held=held, rule_id=rule.id,
    )  # fmt: skip


def _place(deadline: Deadline) -> tuple[date, int, str]:
    return deadline.on, _ORDER[deadline.kind], deadline.rule_id
