"""Binned cases -> groups: boxes of value ranges with enough people in each, disjoint and covering all."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lighed.anonymisation.bins import MISSING, Bins, Codes
from lighed.anonymisation.cases import Floats, Ints
from lighed.anonymisation.scorecard import Scorecard

ALPHA = 2.0
"""How much being alike in the total counts, beside being alike value by value."""

Rule = Mapping[int, tuple[int, ...]]
"""What defines a group: field number -> the bins that belong to it. A field that is not named may have any value."""


@dataclass(frozen=True, slots=True)
class Groups:
    """`label[i]` is the group of case i; `rules[m]` defines group m."""

    label: Ints
    rules: tuple[Rule, ...]


def n_groups_for(n_people: int, *, k: int) -> int:
    """How many groups a release of `n_people` aims at."""
    return int(np.clip(n_people // (2 * k), 20, 400))


def partition(
    codes: Codes,
    bins: Sequence[Bins],
    scorecard: Scorecard,
    *,
    long: Floats,
    weights: Floats,
    k: int,
    least_of_each: int,
    n_groups: int,
) -> Groups:
    """Cut the cases into at most `n_groups` boxes, the most telling cut first (a supervised Mondrian partition).

    A cut is allowed only if both sides keep at least `k` people whose outcome is known, and at least `least_of_each`
    of each outcome. Cuts run along the natural order of a number, or along the points of a category's levels; missing
    goes to the end where its points fit.

    Parameters
    ----------
    codes : array (n, n_fields) of bin numbers, one case per person
    long, weights : arrays (n,); weight 0 means that the outcome is unknown

    References
    ----------
    LeFevre, DeWitt and Ramakrishnan (2006), Mondrian multidimensional k-anonymity, ICDE.
    """
    from lighed.anonymisation.kernels import best_cut

    n_bins = np.array([field.n_bins for field in bins], np.int64)
    points = np.zeros((len(bins), int(n_bins.max())))
    for j, table in enumerate(scorecard.points):
        points[j, : len(table)] = table
    order = _cut_order(bins, scorecard)
    score = scorecard.score(codes)
    is_long = ((long > 0) & (weights > 0)).astype(np.float64)
    is_short = ((long == 0) & (weights > 0)).astype(np.float64)
    by_row = np.ascontiguousarray(codes)

    def cut(rows: Ints) -> tuple[float, int, int]:
        if len(rows) < 2 * k:
            return 0.0, -1, -1
        gain, field, position = best_cut(
            by_row, rows, score, is_long, is_short, points, order, n_bins, k, least_of_each, ALPHA
        )
        return float(gain), int(field), int(position)

    members: dict[int, tuple[Ints, dict[int, tuple[int, ...]]]] = {0: (np.arange(len(codes)), {})}
    queue: list[tuple[float, int, int, int]] = []

    def consider(number: int) -> None:
        gain, field, position = cut(members[number][0])
        if field >= 0:
            heapq.heappush(queue, (-gain, number, field, position))

    consider(0)
    next_number = 1
    while queue and len(members) < n_groups:
        _, number, field, position = heapq.heappop(queue)
        rows, rule = members.pop(number)
        left_bins = set(order[field, : position + 1].tolist())
        in_left = np.isin(by_row[rows, field], list(left_bins))
        allowed = rule.get(field, tuple(range(int(n_bins[field]))))
        for is_left in (True, False):
            kept = tuple(b for b in allowed if (b in left_bins) == is_left)
            members[next_number] = (rows[in_left == is_left], {**rule, field: kept})
            consider(next_number)
            next_number += 1

    label = np.empty(len(codes), np.int64)
    for number, (rows, _) in enumerate(members.values()):
        label[rows] = number
    return Groups(label, tuple(dict(sorted(rule.items())) for _, rule in members.values()))


def _cut_order(bins: Sequence[Bins], scorecard: Scorecard) -> Ints:
    width = max(field.n_bins for field in bins)
    order = np.zeros((len(bins), width), np.int64)
    for j, (field, points) in enumerate(zip(bins, scorecard.points, strict=True)):
        present = np.arange(1, field.n_bins)
        if not field.is_ordered:
            present = present[np.argsort(points[1:], kind="stable")]
        first = len(present) == 0 or points[MISSING] <= points[present].mean()
        ends = ([MISSING], present) if first else (present, [MISSING])
        order[j, : field.n_bins] = np.concatenate(ends)
    return order
