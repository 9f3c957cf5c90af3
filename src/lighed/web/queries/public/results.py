"""O4: a municipality's version in operation and the reports on it -> how right it is, for whom, and what moves it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lighed.evaluation.charts import reliability_chart
from lighed.evaluation.report import BASELINE_NAMES, CUT_OFF_NAMES, MOMENT_NAMES
from lighed.evaluation.results import Bin, Figure
from lighed.governance import Moment, Text
from lighed.transparency.record_elements import FAMILY_NAMES
from lighed.web.models import Municipality, VersionEvaluation, VersionUse
from lighed.web.queries.experts.versions import evaluations_of, report_file
from lighed.web.queries.public.elements import REGISTER, Matters, what_matters_in
from lighed.web.queries.public.record_versions import use_in_operation
from lighed.workflow import Version
from lighed.workflow.evaluation import group_names

_MOST = 10
"""So many elements are named as those that matter most; the catalogue has them all."""
_NOTHING = Figure(None, None, None)
_NOT_STATED = Text(da="Ikke oplyst", en="Not stated")


@dataclass(frozen=True, slots=True)
class BinRow:
    predicted: Figure
    observed: Figure
    n_cases: int
    is_covered: bool | None


@dataclass(frozen=True, slots=True)
class CutOffRow:
    name: Text
    missed: Figure
    wrongly_flagged: Figure
    right_when_flagged: Figure


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group; the figures are None where it has too few people for them to be shown."""

    name: Text
    n_people: int | None
    is_reference: bool
    is_shown: bool
    missed: Figure
    wrongly_flagged: Figure
    expected: Figure
    observed_over_predicted: Figure
    abstained: Figure

    @property
    def is_too_low(self) -> bool:
        """Whether more became long than was estimated, beyond what chance explains."""
        ratio = self.observed_over_predicted
        return ratio.low is not None and ratio.low > 1

    @property
    def is_too_high(self) -> bool:
        ratio = self.observed_over_predicted
        return ratio.high is not None and ratio.high < 1


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured at one moment. Everything from `long_share` on is there only where `is_whole`."""

    moment: Moment
    name: Text
    made_on: date
    registered_from: date
    registered_to: date
    n_cases: int
    n_people: int
    is_synthetic: bool
    population: Text | None
    auc: Figure
    slope: Figure
    in_the_large: Figure
    is_whole: bool
    """Whether the report's file is the one that was attached; else there are the figures that were kept of it alone."""
    long_share: Figure
    abstained: Figure
    bins: tuple[BinRow, ...]
    cut_offs: tuple[CutOffRow, ...]
    groups: tuple[tuple[Text, tuple[GroupRow, ...]], ...]
    gains: tuple[tuple[Text, Figure], ...]

    @property
    def n_covered(self) -> int:
        return sum(bool(one.is_covered) for one in self.bins)

    @property
    def uneven(self) -> list[tuple[Text, GroupRow]]:
        """Groups for which the estimates are, on the whole, too high or too low."""
        return [(name, one) for name, rows in self.groups for one in rows if one.is_too_low or one.is_too_high]

    def chart(self, language: str) -> str:
        """The calibration as a drawing; the table says the same."""
        return reliability_chart(
            [
                Bin("", one.n_cases, one.predicted, one.observed, _NOTHING, _NOTHING, one.is_covered)
                for one in self.bins
            ],
            title=_TITLE.in_(language).format(moment=self.name.in_(language)),
            description=_DESCRIPTION.in_(language),
            x_label=_ACROSS.in_(language),
            y_label=_UP.in_(language),
        )


_TITLE = Text(da="Skøn og udfald: {moment}", en="Estimate and outcome: {moment}")
_DESCRIPTION = Text(
    da="Et punkt for hver tiendedel af forløbene. Jo nærmere linjen, jo bedre passer skønnet. Tabellen siger det "
    "samme.",
    en="A point for each tenth of the courses. The nearer to the line, the better the estimate. The table says "
    "the same.",
)
_ACROSS = Text(da="Skønnet: lange af 100", en="Estimated: long of 100")
_UP = Text(da="Blev lange af 100", en="Became long of 100")


@dataclass(frozen=True, slots=True)
class Mattering:
    """What moves estimates at a moment: each kind of information, and the elements that do most."""

    name: Text
    families: tuple[tuple[Text, float], ...]
    elements: tuple[tuple[str, Text, float], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A version that is or has been in operation here, with the newest figures of each moment."""

    version: str
    state: str
    in_operation_from: date
    figures: tuple[tuple[Text, Figure, Figure], ...]
    """The moment, how well it ranks, and the slope of its calibration."""


def reports_of(municipality: str) -> list[Report]:
    """The newest report of each moment on the version in operation."""
    use = use_in_operation(municipality)
    return [] if use is None else [_report(evaluation, name) for evaluation, name in evaluations_of(use)]


def mattering_in(version: Version) -> list[Mattering]:
    """What moves the version's estimates, moment by moment."""
    found: Mapping[Moment, Matters] = what_matters_in(version)
    families = {family.value: name for family, name in FAMILY_NAMES.items()}
    return [
        Mattering(
            name=MOMENT_NAMES[moment],
            families=tuple((families[one.code], one.per_100) for one in found[moment].families),
            elements=tuple((one.code, REGISTER[one.code].name, one.per_100) for one in found[moment].elements[:_MOST]),
        )
        for moment in Moment
        if moment in found
    ]


def compared_versions(municipality: str) -> list[Compared]:
    """Every version that has been in operation, the newest first."""
    uses = VersionUse.objects.filter(municipality=municipality, in_operation_from__isnull=False)
    return [
        Compared(
            version=use.version.version,
            state=use.get_state_display(),
            in_operation_from=use.in_operation_from.date() if use.in_operation_from else date.min,
            figures=tuple(
                (name, _figure(evaluation.figures.get("auc")), _figure(evaluation.figures.get("slope")))
                for evaluation, name in evaluations_of(use)
            ),
        )
        for use in uses.select_related("version").order_by("-in_operation_from")
    ]


def _report(evaluation: VersionEvaluation, name: Text) -> Report:
    content, kept = report_file(evaluation, "report.json"), evaluation.figures
    document: Mapping[str, Any] = {} if content is None else json.loads(content)
    about, found = document.get("about", kept["about"]), document.get("evaluation", {})
    population = about.get("population")
    return Report(
        moment=Moment(evaluation.moment),
        name=name,
        made_on=evaluation.made_at.date(),
        registered_from=date.fromisoformat(kept["about"]["registered_from"]),
        registered_to=date.fromisoformat(kept["about"]["registered_to"]),
        n_cases=kept["n_cases"],
        n_people=kept["n_people"],
        is_synthetic=bool(about.get("synthetic")),
        population=None if population is None else Text(da=population["da"], en=population["en"]),
        auc=_figure(kept.get("auc")),
        slope=_figure(kept.get("slope")),
        in_the_large=_figure(kept.get("in_the_large")),
        is_whole=content is not None,
        long_share=_figure(found.get("long_share")),
        abstained=_figure(found.get("abstained")),
        bins=tuple(
            BinRow(_figure(one["predicted"]), _figure(one["observed"]), one["n_cases"], one["is_covered"])
            for one in found.get("reliability", ())
        ),
        cut_offs=tuple(
            CutOffRow(
                CUT_OFF_NAMES[one["name"]],
                _figure(one["missed"]),
                _figure(one["wrongly_flagged"]),
                _figure(one["right_when_flagged"]),
            )
            for one in found.get("cut_offs", ())
        ),
        groups=tuple(_groups(found.get("groups", {}))),
        gains=tuple(
            (BASELINE_NAMES.get(code, Text(code, code)), _figure(one.get("auc_gain")))
            for code, one in found.get("baselines", {}).items()
        ),
    )


def _groups(found: Mapping[str, Any]) -> Iterator[tuple[Text, tuple[GroupRow, ...]]]:
    names = group_names() | {f"municipality/{one.code}": Text(str(one), str(one)) for one in Municipality.objects.all()}
    for grouping, rows in found.items():
        labelled = sorted(rows, key=lambda one: (one["label"] != "under 30", one["label"]))
        yield (
            names.get(grouping, Text(grouping, grouping)),
            tuple(_group(one, names.get(f"{grouping}/{one['label']}"), one["label"]) for one in labelled),
        )


def _group(one: Mapping[str, Any], name: Text | None, label: str) -> GroupRow:
    measured: Mapping[str, Any] = one.get("accuracy") or {}
    return GroupRow(
        name=name or (_NOT_STATED if label == "missing" else Text(label, label)),
        n_people=one["n_people"],
        is_reference=one["is_reference"],
        is_shown=bool(measured),
        missed=_figure(measured.get("missed_long")),
        wrongly_flagged=_figure(measured.get("wrongly_flagged")),
        expected=_figure(measured.get("wrongly_flagged_expected")),
        observed_over_predicted=_figure(measured.get("observed_over_predicted")),
        abstained=_figure(measured.get("abstained")),
    )


def _figure(stored: Mapping[str, float | None] | None) -> Figure:
    if stored is None:
        return _NOTHING
    return Figure(stored.get("value"), stored.get("low"), stored.get("high"))
