"""What the tool says about one person's course: an estimate with all its reasons, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lighed.governance import Moment, Text


class Band(StrEnum):
    """Risk of a long contact course, by the version's published cut-offs."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


def band_of(share: float, cut_offs: tuple[float, float]) -> Band:
    """The band of a share of long courses, by the version's published limits.

    Judged by the whole number out of 100 that is shown, so that one number never has two bands.
    """
    shown = round(100 * share) / 100
    return Band.LOW if shown < cut_offs[0] else Band.MEDIUM if shown < cut_offs[1] else Band.HIGH


class Certainty(StrEnum):
    """How sure the estimate is, in the three words that the card uses."""

    GOOD = "good"
    SOME = "some"
    LITTLE = "little"


class Pull(StrEnum):
    """Which way a value moves the estimate, on its own."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Duration:
    """Expected duration, in weeks. A quartile beyond the last observed week is None; `still_running` is
    (week, share of resembling courses that still run), at the version's period ends."""

    first_quartile: float | None
    median: float | None
    third_quartile: float | None
    still_running: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One element, the person's value beside the person type's."""

    element: str
    name: Text
    value: Text
    type_value: Text


@dataclass(frozen=True, slots=True)
class Vote:
    """One person type's part in the estimate. `contribution` = weight x long_share; they add up to `raw_share`."""

    person_type: str
    name: Text
    people: int
    """Earlier courses behind the type, those last seen running included, with the released noise, rounded to 5."""
    long_share: float
    resemblance: float
    """exp(-distance / distance between two people at random): 1 at the type's centre, .37 for no resemblance."""
    weight: float
    contribution: float
    rule: tuple[Text, ...]
    alike: tuple[Comparison, ...]
    differs: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one value does on its own: the estimate with it minus the estimate with an average value.

    Effects stand each on its own and do not add up. `per_100` is in courses of 100.
    """

    element: str
    name: Text
    value: Text
    typical: Text | None
    """The most common value among those that pull less in the same direction; None where there is none."""
    pull: Pull
    per_100: float
    is_protected: bool


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another value of one element, and what the estimate would be with it while everything else stayed as it is."""

    value: Text
    long_share: float
    band: Band

    @property
    def of_100(self) -> int:
        """In the estimate's own figure: of 100 courses that resemble, how many became long."""
        return round(100 * self.long_share)


@dataclass(frozen=True, slots=True)
class IfDifferent:
    """One element that the person can change. `lower` and `higher` are the values that would move the estimate the
    most each way; None where no value would."""

    element: str
    name: Text
    value: Text
    lower: Alternative | None
    higher: Alternative | None


@dataclass(frozen=True, slots=True)
class MissingValue:
    """An element without a value, or with one older than its limit (`is_stale`)."""

    element: str
    name: Text
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """What an estimate was made from and under."""

    municipality: str
    moment: Moment
    version: str
    version_sha256: str
    is_demo: bool
    legal_bases: tuple[str, ...]
    scored_on: date
    """The scoring moment's day: values recorded on it or later are not used."""
    made_on: date
    threshold_weeks: int


@dataclass(frozen=True, slots=True)
class Assessed:
    """Low, medium or high, with everything the card shows. All shares lie in [0, 1]."""

    basis: Basis
    band: Band
    long_share: float
    low: float
    high: float
    """The interval of `long_share`."""
    raw_share: float
    """The vote before calibration: the sum of the votes' contributions, exactly (|difference| < 1e-9)."""
    calibration: tuple[float, float] | None
    """Intercept and slope on the logit scale where the version has a calibration step, else None."""
    certainty: Certainty
    certainty_reason: Text
    contact_course: Duration
    benefit_case: Duration
    votes: tuple[Vote, ...]
    effects: tuple[Effect, ...]
    missing: tuple[MissingValue, ...]
    n_elements: int
    cut_offs: tuple[float, float] | None = None
    """The version's published limits of the bands, as shares; None in what was stored before they stood here."""
    if_different: tuple[IfDifferent, ...] | None = None
    """The elements that the person can change and has a value of; None in what was stored before it was computed."""

    @property
    def of_100(self) -> int:
        """Of 100 courses that resemble this one, how many became long."""
        return round(100 * self.long_share)

    @property
    def of_100_low(self) -> int:
        return round(100 * self.low)

    @property
    def of_100_high(self) -> int:
        return round(100 * self.high)


class AbstentionReason(StrEnum):
    NO_SIMILAR_TYPE = "no_similar_type"
    TOO_MUCH_MISSING = "too_much_missing"
    OUTSIDE_POPULATION = "outside_population"


@dataclass(frozen=True, slots=True)
class CannotBeAssessed:
    """The tool abstains. There is no band and no number anywhere."""

    basis: Basis
    reason: AbstentionReason
    explanation: Text
    missing: tuple[MissingValue, ...]
    n_elements: int


Estimate = Assessed | CannotBeAssessed
