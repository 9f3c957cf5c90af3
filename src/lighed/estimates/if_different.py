"""The vote that made an estimate -> what the same vote says with another value of what the person can change."""

from __future__ import annotations

import numpy as np

from lighed.anonymisation import CategoryBins, FieldTable
from lighed.anonymisation.bins import MISSING, OTHER, Codes
from lighed.anonymisation.cases import Floats
from lighed.elements.element import Element, Protection
from lighed.estimates.compute import beyond_reach
from lighed.estimates.estimate import Alternative, IfDifferent, band_of
from lighed.estimates.words import bins_in_words, element_of, value_in_words
from lighed.governance import alternatives
from lighed.persontypes import PersonTypes, Values

LEAST_PEOPLE = 50
"""People who must have had the other value among those whom the types were built of."""


def can_be_told(element: Element) -> bool:
    """Whether it may be said at all what the estimate would be with another value of the element.

    Only of what the person can change, and never of what is protected or stands in for it: of those it would say that
    they should have been somebody else.
    """
    return alternatives.can_be_told(
        is_changeable=element.is_citizen_changeable, is_protected=element.protection is not Protection.NONE
    )


def explain_if_different(
    types: PersonTypes, *, codes: Codes, points: Floats, share: float, values: Values
) -> tuple[IfDifferent, ...]:
    """What would be estimated with each other value of each element that can be told of, all else unchanged.

    Every other value is put in place of the person's own, in one vote for all of them. Kept is the value that moves the
    estimate the most each way. A value with which the tool would abstain is left out, and so is an element of which the
    person has no value: nothing stands there to be different.

    Parameters
    ----------
    codes : array (1, n_fields), the person's
    points : array (1, n_fields + n_pairs), the person's
    share : the estimate, after calibration

    Returns
    -------
    One per element, in the order of the fields.
    """
    fields = [
        field for field, code in enumerate(types.codes) if codes[0, field] != MISSING and can_be_told(element_of(code))
    ]
    others = {field: _others(types.fields[field], int(codes[0, field])) for field in fields}
    asked = [(field, number) for field, numbers in others.items() for number in numbers]
    if not asked:
        return tuple(_if_different(types, field, [], share=share, values=values) for field in fields)
    ballots = types.vote(_changed(types, asked, codes=codes, points=points))
    shares = types.calibrated(ballots.share(types.long_share)).tolist()
    is_beyond = beyond_reach(types, ballots)
    found: dict[int, list[tuple[float, int]]] = {field: [] for field in fields}
    for row, (field, number) in enumerate(asked):
        if not is_beyond[row]:
            found[field].append((shares[row], number))
    return tuple(_if_different(types, field, found[field], share=share, values=values) for field in fields)


def _others(table: FieldTable, own: int) -> list[int]:
    """The other values that enough people had. "Other" is none: nobody can be told to be it."""
    unnamed = {MISSING, own} | ({OTHER} if isinstance(table.bins, CategoryBins) else set())
    return [number for number in np.flatnonzero(table.people >= LEAST_PEOPLE).tolist() if number not in unnamed]


def _changed(types: PersonTypes, asked: list[tuple[int, int]], *, codes: Codes, points: Floats) -> Floats:
    """The person's points with one value after the other in the place of their own, pairs with it included."""
    changed_codes, changed = np.repeat(codes, len(asked), axis=0), np.repeat(points, len(asked), axis=0)
    for row, (field, number) in enumerate(asked):
        changed_codes[row, field] = number
        changed[row, field] = types.fields[field].points[number]
    for position, pair in enumerate(types.pairs):
        changed[:, len(types.fields) + position] = pair.of(changed_codes)
    return changed


def _if_different(
    types: PersonTypes, field: int, found: list[tuple[float, int]], *, share: float, values: Values
) -> IfDifferent:
    least, most = min(found, default=None), max(found, default=None)
    element = element_of(types.codes[field])
    return IfDifferent(
        element=element.code,
        name=element.name,
        value=value_in_words(element.code, values.get(element.code)),
        lower=_alternative(types, field, least) if least is not None and least[0] < share else None,
        higher=_alternative(types, field, most) if most is not None and most[0] > share else None,
    )


def _alternative(types: PersonTypes, field: int, found: tuple[float, int]) -> Alternative:
    long_share, number = found
    return Alternative(
        value=bins_in_words(types.fields[field].bins, [number]),
        long_share=long_share,
        band=band_of(long_share, types.settings.cut_offs),
    )
