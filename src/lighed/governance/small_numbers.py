"""Figures about a group -> the same figures, or none where so few people are in it that one could be known again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

FEWEST = 10
"""A group with fewer people is not shown."""
FEWEST_IN_PUBLIC = 5
"""Of counts by month, which say nothing of the people but that they are so many: fewer are not shown."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A median over `n` people, both None where too few were counted."""

    n: int | None
    median: float | None


def shown_count(n: int, *, fewest: int = FEWEST) -> int | None:
    """The number of people, or None where it is small. None is a number too: nobody can be known from it."""
    return None if 0 < n < fewest else n


def shown_counts(counts: Sequence[int], *, fewest: int = FEWEST) -> tuple[int | None, ...]:
    """The numbers of people in groups that have a known total; None for those that are not shown.

    The total less those that are shown is what the hidden ones are together, and none of them is nobody. So the next
    smallest are not shown either, until the hidden ones are ten together and twice as many people as groups; where no
    people are left to hide with them, those of nobody are hidden too.
    """
    shown = [shown_count(n, fewest=fewest) for n in counts]
    hidden = [n for n, told in zip(counts, shown, strict=True) if told is None]
    while hidden and sum(hidden) < max(FEWEST, 2 * len(hidden)):
        if not (others := [n for n in shown if n]):
            return (None,) * len(counts)
        hidden.append(min(others))
        shown[shown.index(min(others))] = None
    return tuple(shown)


def measured(values: Sequence[float]) -> Measured:
    """The median of `values`, one per person; nothing of fewer than ten."""
    if len(values) < FEWEST:
        return Measured(n=shown_count(len(values)), median=None)
    return Measured(n=len(values), median=float(median(values)))
