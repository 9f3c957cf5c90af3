"""A person's points -> the most similar types, their weights, and the share of a long course that they vote for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lighed.anonymisation.cases import Floats, Ints

N_VOTING = 15


@dataclass(frozen=True, slots=True)
class Ballots:
    """The votes on n people by their q most similar types, nearest first. Weights add up to 1 per person.

    Attributes
    ----------
    types : array (n, q), type numbers
    distances : array (n, q), squared distances
    weights : array (n, q)
    """

    types: Ints
    distances: Floats
    weights: Floats

    def share(self, of_types: Floats) -> Floats:
        """The weighted mean of a quantity of the types: array (n,) for (n_types,), (n, m) for (n_types, m)."""
        chosen = of_types[self.types]
        if chosen.ndim == 2:
            total: Floats = (self.weights * chosen).sum(axis=1)
            return total
        of_many: Floats = np.einsum("nq,nqm->nm", self.weights, chosen)
        return of_many


def in_metric(points: Floats, alpha: float) -> Floats:
    """Points with the weighted total as one more column, so that plain squared distance is the product's distance."""
    return np.concatenate([points, np.sqrt(alpha) * points.sum(axis=-1, keepdims=True)], axis=-1)


def vote(points: Floats, centres: Floats, *, alpha: float, n_voting: int = N_VOTING, block: int = 2048) -> Ballots:
    """Let the nearest types vote.

    D_m = sum_j (z_j - mu_mj)^2 + alpha (s - s_m)^2 with s the sum of points; the q nearest types vote with weight
    (1 - D_m / D_(q+1))^2, made to add up to 1. Ties go to the lower type number.

    Parameters
    ----------
    points : array (n, n_points)
    centres : array (n_types, n_points)
    """
    types = in_metric(centres, alpha)
    q = min(n_voting, len(types) - 1)
    people = in_metric(points, alpha)
    squared = (types * types).sum(axis=1)
    parts = [_nearest(people[start : start + block], types, squared, q) for start in range(0, len(people), block)]
    numbers, distances = (np.concatenate(part) for part in zip(*parts, strict=True))
    limit = np.maximum(distances[:, q:], 1e-12)
    weights = np.maximum(1 - distances[:, :q] / limit, 1e-9) ** 2
    return Ballots(numbers[:, :q], distances[:, :q], weights / weights.sum(axis=1, keepdims=True))


def _nearest(people: Floats, types: Floats, squared: Floats, q: int) -> tuple[Ints, Floats]:
    """The q + 1 nearest types of each person with their squared distances, nearest first."""
    distances = np.maximum((people * people).sum(axis=1)[:, None] + squared - 2 * people @ types.T, 0.0)
    if q + 1 < len(types):
        candidates = np.sort(np.argpartition(distances, q, axis=1)[:, : q + 1], axis=1)
    else:
        candidates = np.broadcast_to(np.arange(len(types)), distances.shape)
    chosen = np.take_along_axis(distances, candidates, axis=1)
    order = np.argsort(chosen, axis=1, kind="stable")
    return np.take_along_axis(candidates, order, axis=1), np.take_along_axis(chosen, order, axis=1)
