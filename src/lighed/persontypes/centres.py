"""A type's rule + the released tables -> its centre: the points that people who fit the rule are expected to have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from lighed.anonymisation import AnonymisedCases, FieldTable, PairPoints
from lighed.anonymisation.cases import Floats
from lighed.anonymisation.groups import Rule

_JITTER = 1e-4
"""Added to the covariance of the rule's own fields, which can be collinear."""
_TAIL = 0.99


@dataclass(frozen=True, slots=True)
class Centres:
    """Where the types lie among the points.

    Attributes
    ----------
    points : array (n_types, n_fields + n_pairs), expected points of a person who fits the rule
    spread : array (n_types,), mean squared distance from the centre expected of the type's own people
    reach : array (n_types,), squared distance that 99 in 100 of the type's own people are expected to stay within
    """

    points: Floats
    spread: Floats
    reach: Floats


def rule_centres(cases: AnonymisedCases, *, alpha: float) -> Centres:
    """Compute the centre of every group from its rule, the values' people and points, and the covariance of points.

    The fields of the rule have the mean of the values that it allows; the others what the covariance leads one to
    expect given those (a linear regression). No mean of the group's own people is needed, so none crosses.

    Parameters
    ----------
    alpha : weight of the total in the squared distance
    """
    n_fields, n_pairs = len(cases.fields), len(cases.pairs)
    points = np.zeros((len(cases.groups.rules), n_fields + n_pairs))
    spread = np.zeros(len(points))
    reach = np.zeros(len(points))
    for number, rule in enumerate(cases.groups.rules):
        points[number, :n_fields], left_over = _field_centre(rule, cases)
        points[number, n_fields:] = [_pair_centre(rule, pair, cases.fields) for pair in cases.pairs]
        spread[number], reach[number] = _reach(left_over, alpha)
    return Centres(points, spread, reach)


def group_centres(cases: AnonymisedCases) -> Floats:
    """Centres of the evaluation groups: array (n_groups, n_fields + n_pairs)."""
    return np.array(
        [
            np.concatenate(
                [_field_centre(rule, cases)[0], [_pair_centre(rule, pair, cases.fields) for pair in cases.pairs]]
            )
            for rule in cases.evaluation.rules
        ]
    )


def _field_centre(rule: Rule, cases: AnonymisedCases) -> tuple[Floats, Floats]:
    """Expected points per field given the rule, and the covariance that is left among its people."""
    covariance = cases.covariance
    own = list(rule)
    if not own:
        return np.zeros(len(cases.fields)), covariance
    means, variances = np.array([_of_allowed(cases.fields[field], rule[field]) for field in own]).T
    inner = covariance[np.ix_(own, own)] + _JITTER * np.eye(len(own))
    slopes = np.linalg.solve(inner, covariance[own]).T
    centre: Floats = slopes @ means
    centre[own] = means
    left_over = covariance - slopes @ covariance[own] + (slopes * variances) @ slopes.T
    return centre, left_over


def _of_allowed(field: FieldTable, allowed: tuple[int, ...]) -> tuple[float, float]:
    """Mean and variance of a field's points among the people whose value the rule allows."""
    points, people = field.points[list(allowed)], np.maximum(field.people[list(allowed)], 1e-3)
    mean = float(np.average(points, weights=people))
    return mean, float(np.average((points - mean) ** 2, weights=people))


def _pair_centre(rule: Rule, pair: PairPoints, fields: tuple[FieldTable, ...]) -> float:
    """Mean of a pair's points over its cells, each weighted by the people whom the rule allows."""
    weights = np.ones(pair.people.shape)
    for field, cells, axis in ((pair.a, pair.cells_a, 0), (pair.b, pair.cells_b, 1)):
        if field not in rule:
            continue
        people = np.maximum(fields[field].people, 1e-3).astype(np.float64)
        allowed = np.zeros(len(people))
        allowed[list(rule[field])] = people[list(rule[field])]
        n_cells = pair.people.shape[axis]
        share = np.bincount(cells, allowed, n_cells) / np.maximum(np.bincount(cells, people, n_cells), 1e-9)
        weights *= share[:, None] if axis == 0 else share[None, :]
    weights *= pair.people
    total = weights.sum()
    return float((weights * pair.points).sum() / total) if total > 0 else 0.0


def _reach(covariance: Floats, alpha: float) -> tuple[float, float]:
    """Mean and 99th percentile of the squared distance within a type.

    The squared distance is a sum of squares with the eigenvalues of (I + alpha 1 1') C as weights; its tail is that of
    the scaled chi-square with the same mean and variance (Satterthwaite 1946, Biometrics Bulletin 2:110-114).
    """
    metric = covariance + alpha * np.outer(np.ones(len(covariance)), covariance.sum(axis=0))
    mean = float(max(np.trace(metric), 1e-12))
    variance = float(max(2 * np.einsum("ij,ji->", metric, metric), 1e-12))
    scale, freedom = variance / (2 * mean), 2 * mean**2 / variance
    return mean, float(scale * 2 * gammaincinv(freedom / 2, _TAIL))
