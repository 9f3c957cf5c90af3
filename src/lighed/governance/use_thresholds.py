"""A figure of how estimates are used -> whether it is a matter to look into, and what to do then."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lighed.governance.text import Text


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure, and how many it was counted of; None where it cannot be said."""

    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class UseThreshold:
    """From which figure on something is to be looked into.

    Attributes
    ----------
    measure : the figure that is compared: a share, or seconds
    below, above : the limit; one of the two is set
    least : of fewer, nothing is said
    source : where the limit comes from
    why, next : why it matters, and what to do
    """

    key: str
    measure: str
    below: float | None
    above: float | None
    least: int
    source: Text
    name: Text
    why: Text
    next: Text

    @property
    def limit(self) -> float:
        return self.below if self.below is not None else self.above or 0.0

    def is_passed(self, figure: Counted) -> bool:
        """Whether `figure` is beyond the limit."""
        if figure.value is None or figure.n < self.least:
            return False
        if self.below is not None:
            return figure.value < self.below
        return figure.value > self.limit


@cache
def use_thresholds() -> tuple[UseThreshold, ...]:
    """The limits of this installation, in the order in which they are told."""
    text = files("lighed.governance").joinpath("use_thresholds.toml").read_text(encoding="utf-8")
    return tuple(
        UseThreshold(
            key=one["key"],
            measure=one["measure"],
            below=one.get("below"),
            above=one.get("above"),
            least=one["least"],
            source=Text(**one["source"]),
            name=Text(**one["name"]),
            why=Text(**one["why"]),
            next=Text(**one["next"]),
        )
        for one in tomllib.loads(text)["threshold"]
    )


def thresholds_passed(figures: Mapping[str, Counted]) -> tuple[UseThreshold, ...]:
    """The limits that these figures are beyond; a figure that is not named is not looked at."""
    return tuple(one for one in use_thresholds() if one.measure in figures and one.is_passed(figures[one.measure]))
