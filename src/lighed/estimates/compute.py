"""Bin numbers of people + person types -> their voted and calibrated shares, intervals, and who cannot be assessed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lighed.anonymisation.bins import MISSING, Codes
from lighed.anonymisation.cases import Bools, Floats, Ints
from lighed.estimates.words import element_of
from lighed.persontypes import Ballots, PersonTypes

MOST_LACKING = 0.5
"""An estimate is not made when more than this share of what is normally known at the moment is missing."""
_NORMALLY_KNOWN = 0.5
"""A value that at least half of the people have at the moment is one that can be expected."""
_Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Computed:
    """The computation for n people. One person's estimate and the evaluation of a version both come from it.

    Attributes
    ----------
    points : array (n, n_fields + n_pairs)
    ballots : the votes
    raw_share, share : arrays (n,), before and after calibration
    low, high : arrays (n,), 95 % interval of `share`
    lacks_too_much, is_beyond_reach : arrays of bool (n,); where either holds, the tool abstains
    is_unlike : array of bool (n,); the votes come, on the whole, from as far away as people at random
    """

    points: Floats
    ballots: Ballots
    raw_share: Floats
    share: Floats
    low: Floats
    high: Floats
    lacks_too_much: Bools
    is_beyond_reach: Bools
    is_unlike: Bools


def compute(codes: Codes, person_types: PersonTypes) -> Computed:
    """Compute everything that an estimate is made of, for people given by their bin numbers (n, n_fields)."""
    points = person_types.points(codes)
    ballots = person_types.vote(points)
    raw = ballots.share(person_types.long_share)
    low, high = _interval(person_types, ballots, raw)
    n_lacking, n_expected = lacking(person_types, codes == MISSING)
    return Computed(
        points=points,
        ballots=ballots,
        raw_share=raw,
        share=person_types.calibrated(raw),
        low=low,
        high=high,
        lacks_too_much=n_lacking > MOST_LACKING * n_expected,
        is_beyond_reach=beyond_reach(person_types, ballots),
        is_unlike=(ballots.weights * ballots.distances).sum(axis=1) > person_types.mean_distance,
    )


def beyond_reach(person_types: PersonTypes, ballots: Ballots) -> Bools:
    """Who is farther from the nearest type than 99 in 100 of that type's own people are expected to be: (n,)."""
    found: Bools = ballots.distances[:, 0] > person_types.reach[ballots.types[:, 0]]
    return found


def lacking(person_types: PersonTypes, is_lacking: NDArray[np.bool_]) -> tuple[Ints, int]:
    """How many of the values normally known at the moment people lack: (n,) from (n, n_fields), and of how many.

    Judged against the moment: a person who registers for the first time has no job log, and lacks nothing by it.
    """
    is_gap = np.array([element_of(code).absence is None for code in person_types.codes])
    expected = is_gap & (person_types.missing_share <= _NORMALLY_KNOWN)
    return is_lacking[:, expected].sum(axis=1), int(expected.sum())


def _interval(person_types: PersonTypes, ballots: Ballots, raw: Floats) -> tuple[Floats, Floats]:
    """95 % interval of the calibrated share, symmetric in log-odds before calibration."""
    share = np.clip(raw, 1e-4, 1 - 1e-4)
    half = _Z_95 * np.sqrt(person_types.variance(ballots)) / (share * (1 - share))
    log_odds = np.log(share / (1 - share))
    low, high = (1 / (1 + np.exp(-(log_odds + sign * half))) for sign in (-1, 1))
    return person_types.calibrated(low), person_types.calibrated(high)
