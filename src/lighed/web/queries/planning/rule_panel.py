"""A course, its planned meetings and the rules -> the panel of legal demands: each with day, holder and verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lighed.governance import Text
from lighed.planning import (
    Citation,
    CourseFacts,
    Finding,
    FindingKind,
    Holder,
    MeetingForm,
    PlannedMeeting,
    RuleSet,
    deadlines,
    plan_findings,
)
from lighed.web.queries.planning.contact_rules import are_checked


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One legal demand; `finding` is what it says of the plan, where there is one and the demand is the municipality's.

    `on` is None where the person is exempt from it.
    """

    name: Text
    holder: Holder
    on: date | None
    n: int
    n_held: int
    forms: tuple[MeetingForm, ...]
    is_met: bool
    is_overdue: bool
    finding: Finding | None
    note: Text | None
    citation: Citation
    is_traced: bool
    """Whether somebody with the task of it has read the rule in the official text."""


@dataclass(frozen=True, slots=True)
class RulePanel:
    """The demands on one course. Without rules there are none, and `findings` says so."""

    rule_set: RuleSet | None
    is_checked: bool
    """Whether the municipality has held these rules against the law."""
    hand_over_on: date | None
    lines: tuple[RuleLine, ...]
    findings: tuple[Finding, ...]
    """What is said of the plan and not of one demand."""
    verdict: FindingKind | None
    """The worst that is said of the plan; None where there is no plan to say it of."""

    @property
    def is_kept(self) -> bool:
        return self.rule_set is not None and self.verdict is FindingKind.OK

    @property
    def is_broken(self) -> bool:
        return self.verdict is FindingKind.BROKEN


def rule_panel(
    municipality: str,
    facts: CourseFacts,
    meetings: Sequence[PlannedMeeting] | None,
    *,
    rule_set: RuleSet | None,
    today: date,
) -> RulePanel:
    """The panel for `meetings`, the whole coming plan; None for a course without a plan."""
    found: tuple[Finding, ...] = ()
    if meetings is not None:
        found = plan_findings(meetings, facts=facts, rule_set=rule_set, today=today)
    lines = _lines(facts, found, rule_set=rule_set, today=today) if rule_set is not None else ()
    told = {line.finding for line in lines}
    return RulePanel(
        rule_set=rule_set,
        is_checked=rule_set is not None and are_checked(municipality, rule_set),
        hand_over_on=None if rule_set is None else rule_set.hand_over_on(facts),
        lines=lines,
        findings=tuple(finding for finding in found if finding not in told),
        verdict=worst(found),
    )


def worst(findings: Sequence[Finding]) -> FindingKind | None:
    """The worst of the findings; None of none."""
    kinds = {finding.kind for finding in findings}
    return next((kind for kind in (FindingKind.BROKEN, FindingKind.WARNING, FindingKind.OK) if kind in kinds), None)


def _lines(facts: CourseFacts, found: Sequence[Finding], *, rule_set: RuleSet, today: date) -> tuple[RuleLine, ...]:
    due = {deadline.rule_id: deadline for deadline in deadlines(facts, rule_set=rule_set, today=today)}
    of_rule = {finding.rule_id: finding for finding in reversed(found) if finding.rule_id}
    lines = []
    for rule in rule_set.rules:
        deadline, finding = due.get(rule.id), of_rule.get(rule.id)
        if deadline is None and finding is None:
            continue
        lines.append(
            RuleLine(
                name=rule.name, holder=rule.holder, on=deadline.on if deadline else None, n=rule.n,
                n_held=deadline.n_held if deadline else 0, forms=tuple(sorted(rule.forms)),
                is_met=deadline is not None and deadline.is_met,
                is_overdue=deadline is not None and not deadline.is_met and deadline.on < today,
                finding=finding, note=rule.note, citation=rule.citation,
                is_traced=rule.certainty == "verified",
            )
        )  # fmt: skip
    return tuple(sorted(lines, key=lambda line: (line.on or date.max, line.holder)))
