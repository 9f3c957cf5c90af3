"""Figures about a group -> the same figures, or none where so few people are in it that one could be known again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

FEWEST = 10
"""A group with fewer people is not shown."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A median over `n` people, both None where too few were counted."""

    n: int | None
    median: float | None


def shown_count(n: int) -> int | None:
    """The number of people, or None where it is small. None is a number too: nobody can be known from it."""
    return None if 0 < n < FEWEST else n


def measured(values: Sequence[float]) -> Measured:
    """The median of `values`, one per person; nothing of fewer than ten."""
    if len(values) < FEWEST:
        return Measured(n=shown_count(len(values)), median=None)
    return Measured(n=len(values), median=float(median(values)))
