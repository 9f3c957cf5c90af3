"""The vote that made an estimate -> the same computation in words: votes, what is alike and differs, and effects."""

from __future__ import annotations

import math

import numpy as np

from lighed.anonymisation.bins import MISSING, Codes
from lighed.anonymisation.cases import Floats
from lighed.elements.element import Protection
from lighed.estimates.estimate import Comparison, Effect, Pull, Vote
from lighed.estimates.words import bins_in_words, condition_in_words, element_of, value_in_words
from lighed.governance import Text
from lighed.persontypes import Ballots, PersonTypes, Values

_LEAST_PER_100 = 0.5
"""A value that moves less than half a course of a hundred is shown as moving nothing."""


def explain_votes(
    ballots: Ballots, types: PersonTypes, *, codes: Codes, points: Floats, values: Values
) -> tuple[Vote, ...]:
    """One `Vote` per voting type of one person, heaviest first. The contributions add up to the voted share.

    codes (1, n_fields) and points (1, n_fields + n_pairs) are the person's.
    """
    mean_distance = types.mean_distance
    votes = []
    for number, distance, weight in zip(
        ballots.types[0].tolist(), ballots.distances[0].tolist(), ballots.weights[0].tolist(), strict=True
    ):
        alike, differs = _compare(number, types, codes=codes, points=points, values=values)
        share = float(types.long_share[number])
        votes.append(
            Vote(
                person_type=str(number + 1),
                name=Text(da=f"Persontype {number + 1}", en=f"Person type {number + 1}"),
                people=int(types.people[number]),
                long_share=share,
                resemblance=math.exp(-distance / mean_distance),
                weight=weight,
                contribution=weight * share,
                rule=_rule_in_words(number, types),
                alike=alike,
                differs=differs,
            )
        )
    return tuple(sorted(votes, key=lambda vote: -vote.weight))


def explain_effects(types: PersonTypes, *, codes: Codes, points: Floats, values: Values) -> tuple[Effect, ...]:
    """What each known value does on its own, largest first: the same vote with that value's points at average.

    An average value has 0 points, since every table of points is centred on the people it was made of.
    """
    known = [j for j, code in enumerate(types.codes) if codes[0, j] != MISSING or element_of(code).absence is not None]
    without = np.repeat(points, len(known), axis=0)
    for row, field in enumerate(known):
        without[row, field] = 0.0
        for position, pair in enumerate(types.pairs):
            if field in (pair.a, pair.b):
                without[row, len(types.fields) + position] = 0.0
    shares = types.calibrated(types.vote(np.concatenate([points, without])).share(types.long_share))
    effects = [
        _effect(types, field, 100 * float(shares[0] - shares[row + 1]), codes=codes, values=values)
        for row, field in enumerate(known)
    ]
    return tuple(sorted(effects, key=lambda effect: (-abs(effect.per_100), effect.element)))


def _effect(types: PersonTypes, field: int, per_100: float, *, codes: Codes, values: Values) -> Effect:
    table = types.fields[field]
    element = element_of(table.bins.code)
    pull = Pull.NONE if abs(per_100) < _LEAST_PER_100 else Pull.UP if per_100 > 0 else Pull.DOWN
    own = int(codes[0, field])
    # The value that most people have among those with fewer points (or more, where this one pulls down).
    sign = 1.0 if per_100 > 0 else -1.0
    others = np.where(sign * (table.points[own] - table.points) > 0, table.people, 0)
    others[MISSING] = 0
    typical = bins_in_words(table.bins, [int(np.argmax(others))]) if others.any() else None
    return Effect(
        element=element.code,
        name=element.name,
        value=value_in_words(element.code, values.get(element.code)),
        typical=typical,
        pull=pull,
        per_100=per_100,
        is_protected=element.protection is not Protection.NONE,
    )


def _rule_in_words(number: int, types: PersonTypes) -> tuple[Text, ...]:
    return tuple(
        condition_in_words(
            types.fields[field].bins, allowed, can_be_missing=bool(types.fields[field].people[MISSING] > 0)
        )
        for field, allowed in types.rules[number].items()
    )


def _compare(
    number: int, types: PersonTypes, *, codes: Codes, points: Floats, values: Values
) -> tuple[tuple[Comparison, ...], tuple[Comparison, ...]]:
    """The conditions of a type's rule that the person meets, and those not, what weighs most in the distance first."""
    gap = (points[0] - types.centres[number]) ** 2
    rule = types.rules[number]
    alike: list[Comparison] = []
    differs: list[Comparison] = []
    for field in sorted(rule, key=lambda field: (-gap[field], field)):
        bins = types.fields[field].bins
        element = element_of(bins.code)
        comparison = Comparison(
            element=element.code,
            name=element.name,
            value=value_in_words(element.code, values.get(element.code)),
            type_value=bins_in_words(bins, rule[field]),
        )
        (alike if codes[0, field] in rule[field] else differs).append(comparison)
    return tuple(reversed(alike)), tuple(differs)
