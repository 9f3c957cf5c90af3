"""The figures of an evaluation, each with its interval -> plain data to print, to store and to compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its 95 % interval. All None where it cannot be computed (one outcome only, say)."""

    value: float | None
    low: float | None
    high: float | None

    def excludes(self, number: float) -> bool:
        """Whether the whole interval lies on one side of `number`."""
        return self.low is not None and self.high is not None and not self.low <= number <= self.high


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How well shares in [0, 1] fit the outcomes, among the cases that the version gave an estimate for."""

    auc: Figure
    """Of pairs with one long and one not long course, the share in which the long one has the higher estimate."""
    average_precision: Figure
    """Area under the precision-recall curve: what share is long among those estimated highest. Its floor is the share
    of long courses, not one half."""
    brier: Figure
    """Mean squared distance between estimate and outcome: 0 is perfect."""
    log_loss: Figure
    calibration_intercept: Figure
    """Of the logistic regression of the outcome on the log-odds of the estimate: 0 is right."""
    calibration_slope: Figure
    """Of the same regression: 1 is right, below 1 the estimates spread too far, above 1 too little."""
    predicted: Figure
    observed: Figure
    in_the_large: Figure
    """Observed minus predicted share."""
    observed_over_predicted: Figure


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases with estimates that lie near each other, a tenth of them (or a band of them)."""

    name: str
    n_cases: int
    predicted: Figure
    observed: Figure
    estimated_low: Figure
    """Mean of the lower ends of the intervals that the version gave."""
    estimated_high: Figure
    is_covered: bool | None
    """Whether the observed share lies between the two means."""


@dataclass(frozen=True, slots=True)
class CutOffErrors:
    """What a cut-off between two bands does. Shares in [0, 1]."""

    name: str
    """The lowest band on the upper side: ``"medium"`` for medium or high, ``"high"`` for high alone."""
    flagged: Figure
    missed: Figure
    """Of the courses that became long, the share below the cut-off (false negatives)."""
    wrongly_flagged: Figure
    """Of the courses that did not become long, the share at or above the cut-off (false positives)."""
    right_when_flagged: Figure
    """Of the courses at or above the cut-off, the share that became long."""


@dataclass(frozen=True, slots=True)
class GroupAccuracy:
    """The figures that bear on equal treatment, or their difference from the reference group's."""

    auc: Figure
    brier: Figure
    observed: Figure
    predicted: Figure
    in_the_large: Figure
    observed_over_predicted: Figure
    missed_long: Figure
    """Of the courses that became long, the share that had been given *low*."""
    wrongly_flagged: Figure
    """Of the courses that did not become long, the share that had been given *high*."""
    wrongly_flagged_expected: Figure
    """The same share as it would be if every estimate were exactly right: what the group's base rate explains."""
    abstained: Figure


@dataclass(frozen=True, slots=True)
class GroupResult:
    """One group. `accuracy` is None where the group has too few people for figures to be shown."""

    label: str
    n_people: int | None
    accuracy: GroupAccuracy | None
    is_reference: bool
    """The largest group of its grouping, which the others are compared with."""
    difference: GroupAccuracy | None
    """This group minus the reference (for `observed_over_predicted` too), from the same draws."""


@dataclass(frozen=True, slots=True)
class BaselineResult:
    """A simpler way, on the same cases, and the version minus it (from the same draws)."""

    auc: Figure
    brier: Figure
    log_loss: Figure
    auc_gain: Figure
    """Above 0: the version ranks better."""
    brier_gain: Figure
    """Above 0: the version's error is smaller."""
    log_loss_gain: Figure


@dataclass(frozen=True, slots=True)
class DurationResult:
    """Integrated Brier scores of the estimated curves and of one curve for everyone."""

    n_cases: int
    until_weeks: float
    score: Figure
    base_score: Figure
    gain: Figure
    """Above 0: the estimated curves are nearer to what happened."""
    is_base_own: bool
    """Whether the one curve was made of these very cases, which flatters it."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Was it right, and for everyone? Counts are rounded, small groups withheld; shares lie in [0, 1]."""

    n_cases: int
    n_known: int
    n_people: int
    long_share: Figure
    """Of all cases with a known outcome, also those that the version abstained from."""
    abstained: Figure
    abstained_long_share: Figure
    accuracy: Accuracy
    reliability: tuple[Bin, ...]
    bands: tuple[Bin, ...]
    cut_offs: tuple[CutOffErrors, ...]
    groups: Mapping[str, tuple[GroupResult, ...]]
    baselines: Mapping[str, BaselineResult]
    durations: Mapping[str, DurationResult]
    n_draws: int
    seed: int
    min_people: int

    @property
    def n_covered(self) -> int:
        """In how many tenths the observed share lies within the intervals that the version gave."""
        return sum(bool(tenth.is_covered) for tenth in self.reliability)

    def to_dict(self) -> dict[str, Any]:
        """The same as plain data for JSON, numbers rounded to six decimals."""
        plain = _plain(asdict(self))
        assert isinstance(plain, dict)  # noqa: S101
        return plain


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return round(value, 6) if isinstance(value, float) else value
