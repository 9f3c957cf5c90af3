"""Votes of person types on rows -> the same in words that a researcher can read: people, shares, weights and rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from lighed.anonymisation.bins import MISSING, OTHER, Bins, CategoryBins
from lighed.persontypes import PersonTypes
from lighed.persontypes.vote import Ballots


def reasons(types: PersonTypes, ballots: Ballots) -> list[list[dict[str, Any]]]:
    """Per row, the types that voted on it, the most similar first. The contributions add up to the vote."""
    rules = [
        {types.codes[field]: allowed_values(types.fields[field].bins, allowed) for field, allowed in rule.items()}
        for rule in types.rules
    ]
    return [
        [
            {
                "person_type": int(number),
                "people": int(types.people[number]),
                "long_share": float(types.long_share[number]),
                "weight": float(weight),
                "contribution": float(weight * types.long_share[number]),
                "rule": rules[number],
            }
            for number, weight in zip(numbers, weights, strict=True)
        ]
        for numbers, weights in zip(ballots.types, ballots.weights, strict=True)
    ]


def allowed_values(bins: Bins, allowed: Sequence[int]) -> list[str]:
    """Levels, or intervals such as "(30, 45]", of the bins that a rule allows; neighbouring intervals become one."""
    missing = ["missing"] if MISSING in allowed else []
    seen = sorted(number for number in allowed if number != MISSING)
    if isinstance(bins, CategoryBins):
        return ["other" if number == OTHER else bins.levels[number - 2] for number in seen] + missing
    edges = (float("-inf"), *bins.edges, float("inf"))
    runs = [[number for _, number in run] for _, run in groupby(enumerate(seen), lambda item: item[1] - item[0])]
    return [_interval(edges[run[0] - 1], edges[run[-1]]) for run in runs] + missing


def _interval(above: float, up_to: float) -> str:
    return f"({above:.10g}, {up_to:.10g}" + (")" if up_to == float("inf") else "]")
