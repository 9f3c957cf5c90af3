"""One person's values + person types + a permit -> low, medium or high, the durations, and why."""

from lighed.estimates.assess import band_of, estimate
from lighed.estimates.compute import Computed, compute
from lighed.estimates.estimate import (
    AbstentionReason,
    Assessed,
    Band,
    Basis,
    CannotBeAssessed,
    Certainty,
    Comparison,
    Duration,
    Effect,
    Estimate,
    MissingValue,
    Pull,
    Vote,
)
from lighed.estimates.matters import Matters, Moved, what_matters

__all__ = [
    "AbstentionReason",
    "Assessed",
    "Band",
    "Basis",
    "CannotBeAssessed",
    "Certainty",
    "Comparison",
    "Computed",
    "Duration",
    "Effect",
    "Estimate",
    "Matters",
    "MissingValue",
    "Moved",
    "Pull",
    "Vote",
    "band_of",
    "compute",
    "estimate",
    "what_matters",
]
