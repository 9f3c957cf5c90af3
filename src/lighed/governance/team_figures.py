"""Who assessed, in which team and when -> the rows and periods of figures from which nobody's own can be worked out.

A figure is made of atoms: what the staff of one row did in one span of four weeks. Every atom has five staff or more,
of whom none did more than half. Whatever is shown is a sum of atoms, and so is all that one shown figure less another
can tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FEWEST_STAFF = 5
"""A row with fewer staff who assessed is not shown."""
MOST_OF_ONE = 0.5
"""The largest part of a row that may be one person's; beyond it the row is theirs in effect."""
SPAN = timedelta(weeks=4)
SPANS_SHOWN = 2
"""A period is eight weeks: two spans. The next one begins a span later."""
_FIRST_MONDAY = date(2024, 1, 1)

Row = frozenset[str]
"""Teams that are counted together."""


@dataclass(frozen=True, slots=True)
class Period:
    """Eight whole weeks, from a Monday to a Sunday."""

    first_day: date

    @property
    def last_day(self) -> date:
        return self.first_day + SPANS_SHOWN * SPAN - timedelta(days=1)

    @property
    def before(self) -> Period:
        """The eight weeks before it, without a day in both."""
        return Period(self.first_day - SPANS_SHOWN * SPAN)

    def has(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


def span_of(day: date) -> int:
    """The number of the four weeks that a day lies in: the same ones for everyone, whoever asks and when."""
    return (day - _FIRST_MONDAY) // SPAN


def periods_ended(*, today: date, n: int) -> tuple[Period, ...]:
    """The `n` newest periods that are over, the newest first. One that still runs would tell what each day adds."""
    newest = span_of(today) - SPANS_SHOWN
    return tuple(Period(_FIRST_MONDAY + (newest - number) * SPAN) for number in range(n))


def is_enough(done: Mapping[int, int]) -> bool:
    """Whether what these staff did, by who they are, can be shown as one figure."""
    total = sum(done.values())
    n_staff = sum(n > 0 for n in done.values())
    return n_staff >= FEWEST_STAFF and max(done.values()) <= MOST_OF_ONE * total


def rows_of_span(done: Mapping[str, Mapping[int, int]]) -> tuple[Row, ...]:
    """Teams -> rows that can each be shown; no row at all where all the teams together are too few.

    Teams that are too small are counted together. Are they still too small then, the smallest of the others is counted
    with them, for all less the others would tell of them.

    Parameters
    ----------
    done : for each team how much each of its staff did
    """
    shown = sorted((team for team in done if is_enough(done[team])), key=lambda team: (sum(done[team].values()), team))
    rest = [team for team in done if team not in shown and any(done[team].values())]
    while rest and not is_enough(_together(done[team] for team in rest)):
        if not shown:
            return ()
        rest.append(shown.pop(0))
    rows = [frozenset({team}) for team in shown]
    return (*rows, frozenset(rest)) if rest else tuple(rows)


def rows_of_period(spans: Sequence[Sequence[Row]]) -> tuple[Row, ...]:
    """The rows of a period: teams that are counted together in one of its spans are so in all of it."""
    rows: list[Row] = []
    for row in (row for span in spans for row in span):
        touched = [one for one in rows if one & row]
        rows = [one for one in rows if not one & row] + [row.union(*touched)]
    return tuple(sorted(rows, key=lambda row: (len(row), sorted(row))))


def _together(many: Iterable[Mapping[int, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for one in many:
        found.update(one)
    return found
