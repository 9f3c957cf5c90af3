"""A plan and its legal demands -> its days in order, for the line that is drawn from today to the last of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lighed.planning import Holder, PlannedMeeting
from lighed.web import queries


@dataclass(frozen=True, slots=True)
class Milestone:
    """One day: `kind` is today, hand_over, meeting or deadline. `weeks` is how far it is from the one before."""

    kind: str
    on: date
    weeks: int
    number: int | None = None


def milestones(meetings: Sequence[PlannedMeeting], panel: queries.RulePanel, *, today: date) -> tuple[Milestone, ...]:
    """Today, the hand-over if it is to come, each meeting, and each legal deadline that the plan answers to."""
    found: list[tuple[date, int, str, int | None]] = [(today, 0, "today", None)]
    if panel.hand_over_on is not None and panel.hand_over_on > today:
        found.append((panel.hand_over_on, 1, "hand_over", None))
    found += [(one.on, 2, "meeting", one.number) for one in meetings]
    answered = {
        line.on
        for line in panel.lines
        if line.on is not None and line.on >= today and line.holder is Holder.MUNICIPALITY
        if line.finding is not None and not line.is_met
    }
    found += [(day, 3, "deadline", None) for day in answered]
    made: list[Milestone] = []
    for on, _, kind, number in sorted(found, key=lambda one: one[:2]):
        weeks = round((on - made[-1].on).days / 7) if made else 0
        made.append(Milestone(kind=kind, on=on, weeks=weeks, number=number))
    return tuple(made)
