"""A report as data -> the figures that an approval rests on: does the level fit, and each group: ok, watch or stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lighed.evaluation.results import Figure

SLOPE = (0.9, 1.1)
"""The calibration slope's interval must reach into this range."""
IN_THE_LARGE = 0.02
"""Observed minus predicted share, at most, either way."""
OBSERVED_OVER_PREDICTED = (0.8, 1.25)
MOST_FALSE_POSITIVES = 1.25
"""Wrongly flagged, compared with the reference group, and with what would be if every estimate were exactly right."""


class Verdict(StrEnum):
    OK = "ok"
    WATCH = "watch"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class GroupVerdict:
    """One group of one grouping. `against_reference` is its ratio of wrongly flagged to the reference group's."""

    grouping: str
    label: str
    verdict: Verdict
    n_people: int
    observed_over_predicted: Figure
    against_reference: float | None
    against_expected: float | None


class ReportUnreadable(ValueError):
    """The report is not one that this software can judge."""


def figures_of(report: Mapping[str, Any]) -> dict[str, Any]:
    """What a judgement needs of a report, to be kept: what it is about, how well it fits, and every group shown.

    Raises
    ------
    ReportUnreadable
        If it is no report, or one by an earlier software that lacks a figure.
    """
    try:
        evaluation, about = report["evaluation"], report["about"]
        accuracy = evaluation["accuracy"]
        figures = {
            "about": {
                name: about[name] for name in ("version", "moment", "registered_from", "registered_to", "made_at")
            },
            "version_sha256": about["hashes"]["version"],
            "n_cases": evaluation["n_cases"],
            "n_people": evaluation["n_people"],
            "auc": accuracy["auc"],
            "slope": accuracy["calibration_slope"],
            "in_the_large": accuracy["in_the_large"],
            "groups": [_kept(name, one) for name, of in evaluation["groups"].items() for one in of if one["accuracy"]],
        }
        judged_groups(figures)
        fits(figures)
    except (KeyError, TypeError) as error:
        raise ReportUnreadable(
            "the report lacks a figure that an approval needs. Run `lighed evaluate` again with this software."
        ) from error
    return figures


def fits(figures: Mapping[str, Any]) -> bool:
    """Whether the estimates' level and spread fit what happened to cases that nothing else had touched."""
    slope, level = Figure(**figures["slope"]), Figure(**figures["in_the_large"])
    if slope.low is None or slope.high is None or level.value is None:
        return False
    return slope.low <= SLOPE[1] and slope.high >= SLOPE[0] and abs(level.value) <= IN_THE_LARGE


def judged_groups(figures: Mapping[str, Any]) -> tuple[GroupVerdict, ...]:
    """The verdict on every group that has enough people to be shown."""
    groups: Sequence[Mapping[str, Any]] = figures["groups"]
    reference = {one["grouping"]: one for one in groups if one["is_reference"]}
    return tuple(_judged(one, reference.get(one["grouping"])) for one in groups)


def worst(verdicts: Sequence[GroupVerdict]) -> Verdict:
    """The verdict on all of them together; ok where there is none."""
    order = list(Verdict)
    return max((one.verdict for one in verdicts), key=order.index, default=Verdict.OK)


def _judged(group: Mapping[str, Any], reference: Mapping[str, Any] | None) -> GroupVerdict:
    level = Figure(**group["observed_over_predicted"])
    flagged, expected = Figure(**group["wrongly_flagged"]), Figure(**group["wrongly_flagged_expected"])
    against_reference = None if reference is None else _ratio(flagged.value, reference["wrongly_flagged"]["value"])
    reasons = list(_reasons(level, flagged, expected, against_reference))
    return GroupVerdict(
        grouping=group["grouping"],
        label=group["label"],
        verdict=max(reasons, key=list(Verdict).index, default=Verdict.OK),
        n_people=group["n_people"],
        observed_over_predicted=level,
        against_reference=against_reference,
        against_expected=_ratio(flagged.value, expected.value),
    )


def _reasons(level: Figure, flagged: Figure, expected: Figure, against_reference: float | None) -> Iterator[Verdict]:
    low, high = OBSERVED_OVER_PREDICTED
    if level.value is None or level.low is None or level.high is None:
        yield Verdict.WATCH
    elif level.high < low or level.low > high:
        yield Verdict.STOP
    elif not low <= level.value <= high:
        yield Verdict.WATCH
    # Calibrated estimates flag a group with more long courses wrongly more often; a stop is for what is beyond that.
    sure = _ratio(flagged.low, expected.value)
    if sure is not None and sure > MOST_FALSE_POSITIVES:
        yield Verdict.STOP
    if against_reference is not None and against_reference > MOST_FALSE_POSITIVES:
        yield Verdict.WATCH


def _kept(grouping: str, group: Mapping[str, Any]) -> dict[str, Any]:
    accuracy = group["accuracy"]
    names = ("observed_over_predicted", "wrongly_flagged", "wrongly_flagged_expected")
    return {
        "grouping": grouping,
        "label": group["label"],
        "n_people": group["n_people"],
        "is_reference": group["is_reference"],
        **{name: accuracy[name] for name in names},
    }


def _ratio(above: float | None, below: float | None) -> float | None:
    return None if above is None or not below else above / below
