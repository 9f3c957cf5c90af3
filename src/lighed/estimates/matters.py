"""Person types -> how much each element, and each kind of element, moves estimates, over people whom they describe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lighed.anonymisation.bins import Codes
from lighed.anonymisation.cases import Floats
from lighed.estimates.words import element_of
from lighed.persontypes import PersonTypes

N_PEOPLE = 400
_SEED = 1


@dataclass(frozen=True, slots=True)
class Moved:
    """How many courses of 100 an estimate moves on average, up or down, when this is left at average."""

    code: str
    """Of an element, or of a family of elements."""
    per_100: float


@dataclass(frozen=True, slots=True)
class Matters:
    """What moves estimates at one moment, each largest first. Effects do not add up."""

    elements: tuple[Moved, ...]
    families: tuple[Moved, ...]


def what_matters(types: PersonTypes, *, n_people: int = N_PEOPLE) -> Matters:
    """Estimate made-up people, and each of them again without one element, and without one family.

    The people are drawn from the version itself: as many of each type as it has courses, with values that the type's
    rule allows, each value as common as it was. The same version gives the same figures.

    Parameters
    ----------
    types : of one moment
    n_people : about how many people are drawn
    """
    points = types.points(_people_of(types, n_people))
    fields = range(len(types.fields))
    families: dict[str, list[int]] = {}
    for field, code in enumerate(types.codes):
        families.setdefault(element_of(code).family.value, []).append(field)
    return Matters(
        elements=_moved(types, points, [(types.codes[field], (field,)) for field in fields]),
        families=_moved(types, points, list(families.items())),
    )


def _moved(types: PersonTypes, points: Floats, parts: Iterable[tuple[str, Iterable[int]]]) -> tuple[Moved, ...]:
    share = _share(types, points)
    found = []
    for code, fields in parts:
        without, left = points.copy(), set(fields)
        # An average value has 0 points, alone and in a pair.
        without[:, sorted(left)] = 0.0
        for position, pair in enumerate(types.pairs):
            if left & {pair.a, pair.b}:
                without[:, len(types.fields) + position] = 0.0
        found.append(Moved(code, 100 * float(np.abs(share - _share(types, without)).mean())))
    return tuple(sorted(found, key=lambda one: (-one.per_100, one.code)))


def _share(types: PersonTypes, points: Floats) -> Floats:
    return types.calibrated(types.vote(points).share(types.long_share))


def _people_of(types: PersonTypes, n_people: int) -> Codes:
    """(n, n_fields) bin numbers; every type has at least one person."""
    random = np.random.default_rng(_SEED)
    shares = np.maximum(types.people, 1) / np.maximum(types.people, 1).sum()
    numbers = np.repeat(np.arange(len(types)), np.maximum(np.rint(n_people * shares), 1).astype(int))
    codes = np.zeros((len(numbers), len(types.fields)), np.uint8)
    for number in range(len(types)):
        rows = np.flatnonzero(numbers == number)
        for field, table in enumerate(types.fields):
            allowed = np.array(types.rules[number].get(field, range(table.bins.n_bins)))
            common = table.people[allowed].astype(float)
            # Where so few have any of them that no number was released, each is taken to be as common.
            common = common if common.sum() > 0 else np.ones(len(allowed))
            codes[rows, field] = random.choice(allowed, size=len(rows), p=common / common.sum())
    return codes
