"""One person's values + person types + a permit -> low, medium or high, the durations, and why."""

from lighed.estimates.assess import estimate
from lighed.estimates.compute import Computed, compute
from lighed.estimates.estimate import (
    AbstentionReason,
    Alternative,
    Assessed,
    Band,
    Basis,
    CannotBeAssessed,
    Certainty,
    Comparison,
    Duration,
    Effect,
    Estimate,
    IfDifferent,
    MissingValue,
    Pull,
    Vote,
    band_of,
)
from lighed.estimates.if_different import can_be_told
from lighed.estimates.matters import Matters, Moved, what_matters

__all__ = [
    "AbstentionReason",
    "Alternative",
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
    "IfDifferent",
    "Matters",
    "MissingValue",
    "Moved",
    "Pull",
    "Vote",
    "band_of",
    "can_be_told",
    "compute",
    "estimate",
    "what_matters",
]
