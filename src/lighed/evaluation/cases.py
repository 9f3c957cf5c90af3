"""Outcomes, estimates and groups of cases that the version has never met -> one checked, ordered set of arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
LabelArray = NDArray[np.object_]

MISSING_LABEL = "missing"
"""The label of cases without a value in a grouping: they are a group of their own, never left out."""

LOW, MEDIUM, HIGH = BANDS = ("low", "medium", "high")
"""The codes of the bands, from the least risk to the most. Stated here, so that an evaluation needs arrays alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Durations:
    """How long something lasted, and what was estimated about it, for n cases and p periods.

    `weeks` (n,): weeks followed, NaN where the case has none (no benefit case, say). `ended` (n,): 1 where it ended
    then, 0 where it was still running when last seen. `still_running` (n, p): the estimated share still running at the
    end of each period, NaN rows where the version abstains. `base_still_running` (p,): the same shares for everyone,
    from the training period; without it the Kaplan-Meier curve of the evaluated cases is used, which flatters the base.
    """

    weeks: FloatArray
    ended: FloatArray
    still_running: FloatArray
    base_still_running: FloatArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class EvaluationCases:
    """What is needed to say whether the estimates of n cases were right. No name, no id, no value of an element.

    Parameters
    ----------
    long : (n,) 0 or 1, whether the contact course became long; anything where the weight is 0.
    weights : (n,) inverse-probability-of-censoring weight; 0 where the outcome is not known yet.
    estimate : (n,) the share that the version gave, in [0, 1]; NaN where it abstains.
    low, high : (n,) the interval that it gave with it; NaN where it abstains.
    band : (n,) ``"low"``, ``"medium"``, ``"high"``, or ``""`` where it abstains.
    groups : name of the grouping -> (n,) labels; None, NaN and "" become the group ``"missing"``.
    baselines : name -> (n,) the share that a simpler way gives the same cases.
    durations : ``"contact_course"``, ``"benefit_case"`` -> `Durations`.
    periods : (p,) ends of the periods of the durations, in weeks, increasing.
    people : (n,) any label that tells people apart, where one person may have several cases: intervals then draw
        people, not cases. None says that every case is another person.

    Raises
    ------
    ValueError
        Naming the field and what is allowed in it.
    """

    long: FloatArray
    weights: FloatArray
    estimate: FloatArray
    low: FloatArray
    high: FloatArray
    band: LabelArray
    groups: Mapping[str, LabelArray] = field(default_factory=dict)
    baselines: Mapping[str, FloatArray] = field(default_factory=dict)
    durations: Mapping[str, Durations] = field(default_factory=dict)
    periods: FloatArray = field(default_factory=lambda: np.empty(0))
    people: LabelArray | None = None

    def __post_init__(self) -> None:
        n = len(np.asarray(self.long))
        for name in ("long", "weights", "estimate", "low", "high"):
            object.__setattr__(self, name, _numbers(getattr(self, name), (n,), name))
        object.__setattr__(self, "periods", _numbers(self.periods, (np.size(self.periods),), "periods"))
        object.__setattr__(self, "band", _labels(self.band, n, "band", missing=""))
        object.__setattr__(
            self, "groups", {name: _labels(labels, n, f"groups[{name}]") for name, labels in self.groups.items()}
        )
        object.__setattr__(
            self,
            "baselines",
            {name: _numbers(share, (n,), f"baselines[{name}]") for name, share in self.baselines.items()},
        )
        object.__setattr__(
            self, "durations", {name: self._durations(given, n, name) for name, given in self.durations.items()}
        )
        if self.people is not None:
            object.__setattr__(self, "people", _labels(self.people, n, "people"))
        self._check()

    def __len__(self) -> int:
        return len(self.long)

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """(n,) whether it is known if the course became long."""
        return self.weights > 0

    @property
    def is_assessed(self) -> NDArray[np.bool_]:
        """(n,) whether the version gave an estimate."""
        return ~np.isnan(self.estimate)

    def in_order(self) -> EvaluationCases:
        """The same cases in an order that only their content decides, so that no figure depends on the order given."""
        order = np.lexsort(list(_sort_keys(self)))
        return replace(
            self,
            **{name: getattr(self, name)[order] for name in ("long", "weights", "estimate", "low", "high", "band")},
            groups={name: labels[order] for name, labels in self.groups.items()},
            baselines={name: share[order] for name, share in self.baselines.items()},
            durations={
                name: replace(
                    given,
                    weeks=given.weeks[order],
                    ended=given.ended[order],
                    still_running=given.still_running[order],
                )
                for name, given in self.durations.items()
            },
            people=None if self.people is None else self.people[order],
        )

    def _durations(self, given: Durations, n: int, name: str) -> Durations:
        p = len(self.periods)
        base = given.base_still_running
        return Durations(
            weeks=_numbers(given.weeks, (n,), f"durations[{name}].weeks"),
            ended=_numbers(given.ended, (n,), f"durations[{name}].ended"),
            still_running=_numbers(given.still_running, (n, p), f"durations[{name}].still_running"),
            base_still_running=None if base is None else _numbers(base, (p,), f"durations[{name}].base_still_running"),
        )

    def _check(self) -> None:
        known = self.is_known
        if not known.any():
            raise ValueError("weights: at least one case must have a known outcome (a weight above 0)")
        if not np.isfinite(self.weights).all() or (self.weights < 0).any():
            raise ValueError("weights: finite numbers of 0 or more are allowed")
        if not np.isin(self.long[known], (0.0, 1.0)).all():
            raise ValueError("long: 0 or 1 is allowed where the weight is above 0")
        for name, share in {"estimate": self.estimate, "low": self.low, "high": self.high}.items():
            if ((share < 0) | (share > 1)).any():
                raise ValueError(f"{name}: shares in [0, 1] are allowed, NaN where the version abstains")
        for name, share in self.baselines.items():
            if not ((share >= 0) & (share <= 1)).all():
                raise ValueError(f"baselines[{name}]: shares in [0, 1] are allowed")
        if unknown := set(self.band) - {*BANDS, ""}:
            raise ValueError(f"band: {len(unknown)} other code(s) than {', '.join(BANDS)} or empty")
        if ((self.band != "") != self.is_assessed).any():
            raise ValueError("band: a band where there is an estimate, and only there")
        if (np.diff(self.periods) <= 0).any() or (self.periods <= 0).any():
            raise ValueError("periods: increasing weeks above 0 are allowed")


def _numbers(values: ArrayLike, shape: tuple[int, ...], name: str) -> FloatArray:
    array = np.asarray(values, dtype=np.float64)
    if array.shape != shape:
        raise ValueError(f"{name}: the shape must be {shape}, not {array.shape}")
    return array


def _labels(values: ArrayLike, n: int, name: str, *, missing: str = MISSING_LABEL) -> LabelArray:
    given = np.asarray(values, dtype=object)
    if given.shape != (n,):
        raise ValueError(f"{name}: the shape must be {(n,)}, not {given.shape}")
    labels = np.empty(n, dtype=object)
    # NaN is the only label that differs from itself
    labels[:] = [missing if label is None or label != label or label == "" else str(label) for label in given]
    return labels


def _sort_keys(cases: EvaluationCases) -> list[NDArray[Any]]:
    """Every field of the cases as sortable numbers, the estimate as the leading key (lexsort takes it last)."""
    numbers: list[NDArray[Any]] = [getattr(cases, name) for name in ("high", "low", "weights", "long")]
    numbers.extend(share for _, share in sorted(cases.baselines.items()))
    for _, given in sorted(cases.durations.items()):
        numbers.extend((given.weeks, given.ended, *given.still_running.T))
    texts = [labels for _, labels in sorted(cases.groups.items())] + [cases.band]
    if cases.people is not None:
        texts.insert(0, cases.people)
    codes = [np.unique(labels.astype(str), return_inverse=True)[1] for labels in texts]
    return [*codes, *numbers, cases.estimate]
