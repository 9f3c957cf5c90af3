"""A record -> the model cards of the AMT reporting standard: the version in operation, a model for each moment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from lighed.governance import Text
from lighed.transparency.exports.export import LANGUAGES, Field
from lighed.transparency.record import (
    EvaluationShown,
    GroupShown,
    Metric,
    ModelMoment,
    ModelVersionShown,
    NotStated,
    Record,
)

MODEL_FIELDS = tuple(
    Field(name, is_required=True)
    for name in ("provenance", "name", "language", "license", "tags", "owners", "model_index")
)
_UNTOUCHED = Text(da="Forløb, som versionen ikke er bygget af", en="Courses that the version was not built of")
_NO_FIGURE = NotStated(Text(da="den ikke kunne regnes ud af så få.", en="it could not be computed of so few."))


def model_cards(record: Record, provenance: dict[str, str], language: str) -> Iterator[dict[str, Any]]:
    """One card for the version in operation; none where there is none."""
    version = record.version
    if isinstance(version, NotStated):
        return
    yield {
        "provenance": provenance,
        "name": f"{record.system.name} {version.id}",
        "language": list(LANGUAGES),
        "license": {
            "license_name": record.system.licence,
            "license_link": f"https://spdx.org/licenses/{record.system.licence}.html",
        },
        "tags": [word.in_(language) for word in record.system.keywords],
        "owners": [{"organization": record.organisation.name}],
        "model_index": [_model(moment, version, record, language) for moment in version.moments],
    }


def _model(moment: ModelMoment, version: ModelVersionShown, record: Record, language: str) -> dict[str, Any]:
    names = {element.code: element.name.in_(language) for element in record.elements}
    features = [names.get(code, code) for code in moment.elements]
    return {
        "name": f"{version.id}, {moment.name.in_(language)}",
        "model": f"urn:sha256:{version.sha256}",
        "artifacts": [{"uri": f"urn:sha256:{version.hand_over_sha256}"}],
        "parameters": [
            {"name": name, "dtype": "float", "value": f"{value:g}"}
            for name, value in (
                ("threshold_weeks", moment.threshold_weeks),
                ("cut_off_medium", moment.cut_offs[0]),
                ("cut_off_high", moment.cut_offs[1]),
                ("n_types", moment.n_types),
                ("n_voting", moment.n_voting),
                ("kappa", moment.kappa),
                ("alpha", moment.alpha),
                ("usual_share", moment.usual_share),
                ("k", version.k),
            )
        ],
        "results": [
            _result(one, features, version, language) for one in record.evaluations if one.moment == moment.moment
        ],
    }


def _result(one: EvaluationShown, features: list[str], version: ModelVersionShown, language: str) -> dict[str, Any]:
    groups = [
        _metric(metric, language, {"grouping": group.grouping, "group": group.label})
        for group in one.groups
        for metric in group.metrics
    ]
    return {
        "task": [{"type": "tabular-classification", "name": one.name.in_(language)}],
        "datasets": [
            {
                "type": "tabular",
                "name": f"{_UNTOUCHED.in_(language)}, {one.registered_from}–{one.registered_to}",
                "split": "test",
                "features": features,
                "revision": f"sha256:{version.hand_over_sha256}",
            }
        ],
        "metrics": [*(_metric(metric, language, {}) for metric in one.metrics), *groups],
        "measurements": {"bar_plots": list(_bars(one.groups, language))},
    }


def _bars(groups: tuple[GroupShown, ...], language: str) -> Iterator[dict[str, Any]]:
    """For each grouping and figure a plot, with a bar for each group that is large enough."""
    for grouping, of_it in groupby(sorted(groups, key=lambda group: group.grouping), key=lambda group: group.grouping):
        bars: dict[tuple[str, Text], list[dict[str, Any]]] = {}
        for group in of_it:
            for metric in group.metrics:
                if metric.value is not None:
                    bar = {"name": group.label, "value": metric.value}
                    bars.setdefault((metric.code, metric.name), []).append(bar)
        for (code, name), results in bars.items():
            yield {"type": code, "name": f"{name.in_(language)}: {grouping}", "results": results}


def _metric(metric: Metric, language: str, labels: dict[str, str]) -> dict[str, Any]:
    ends = {"low_95": metric.low, "high_95": metric.high}
    told = labels | {name: f"{end:g}" for name, end in ends.items() if end is not None}
    return {
        "type": metric.code,
        "name": metric.name.in_(language),
        "dtype": "float",
        "value": _NO_FIGURE.text.in_(language) if metric.value is None else f"{metric.value:g}",
        "labels": [{"name": name, "type": "string", "dtype": "string", "value": value} for name, value in told.items()],
    }
