"""A stored estimate and what experts have approved -> the few other values that the estimate card tells of.

What they would do was computed when the estimate was made; here it is chosen, and rounded as the card rounds.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lighed.estimates.estimate import Alternative, Assessed, Band, IfDifferent
from lighed.governance import Text

MOST_ELEMENTS = 3
LEAST_MOVED = 3
"""Courses of 100 that the shown figure must move by: less is lost in the interval, and would be noise to act on."""


@dataclass(frozen=True, slots=True)
class ShownAlternative:
    """`of_100` with the other value, `instead_of` now; `band` only where it would be called something else."""

    value: Text
    of_100: int
    instead_of: int
    band: Band | None

    @property
    def moves(self) -> int:
        return abs(self.of_100 - self.instead_of)


@dataclass(frozen=True, slots=True)
class ShownIfDifferent:
    """One element with the person's own value, and one other value each way at most, the one that lowers first."""

    element: str
    name: Text
    value: Text
    alternatives: tuple[ShownAlternative, ...]

    @property
    def moves(self) -> int:
        return max((one.moves for one in self.alternatives), default=0)


def alternatives_shown(estimate: Assessed, *, approved: Collection[str]) -> tuple[ShownIfDifferent, ...] | None:
    """What is told of the approved elements that move the estimate, those that move it most first.

    Returns
    -------
    None where there is nothing to be told of: no approved element with a value of this person's, or an estimate from
    before other values were computed. Empty where none of them moves the estimate.
    """
    told = [one for one in estimate.if_different or () if one.element in approved]
    if not told:
        return None
    moving = [shown for one in told if (shown := in_figures(one, estimate, least=LEAST_MOVED)).alternatives]
    return tuple(sorted(moving, key=lambda one: (-one.moves, one.element))[:MOST_ELEMENTS])


def in_figures(one: IfDifferent, estimate: Assessed, *, least: int) -> ShownIfDifferent:
    """One element's other values, those that move the shown figure by at least so much."""
    found = (_shown(other, estimate) for other in (one.lower, one.higher) if other is not None)
    return ShownIfDifferent(one.element, one.name, one.value, tuple(other for other in found if other.moves >= least))


def _shown(other: Alternative, estimate: Assessed) -> ShownAlternative:
    return ShownAlternative(
        value=other.value,
        of_100=other.of_100,
        instead_of=estimate.of_100,
        band=other.band if other.band is not estimate.band else None,
    )
