"""A record -> a CycloneDX 1.6 bill of materials: the version in operation as a machine-learning model, with card."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from lighed.governance import Text
from lighed.transparency.element_context import context_of, elements_read
from lighed.transparency.exports import prose
from lighed.transparency.exports.export import About, Export, Standard, as_json, without_empty
from lighed.transparency.record import Metric, NotStated, Record

_CODE = "cyclonedx-1.6"
_MEDIA_TYPE = "application/vnd.cyclonedx+json"
_IN = "en"
"""The form takes one language."""


def _write(record: Record, about: About) -> Iterator[Export]:
    # One publication, one serial number: made again of the same publication it is the same.
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"{about.reference}:{about.record_sha256}")
    software = "lighed-software"
    document: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": about.made_at.isoformat(timespec="seconds"),
            "component": {
                "type": "application",
                "bom-ref": software,
                "name": record.system.name,
                "version": record.system.software_version,
                "description": record.system.summary.in_(_IN),
                "licenses": [{"license": {"id": record.system.licence}}],
            },
            "properties": [{"name": f"lighed:{name}", "value": value} for name, value in about.to_data().items()],
        },
        "components": [_model(record, about), *_data_sets(record)],
        "dependencies": [
            {"ref": software, "dependsOn": ["model"]},
            {"ref": "model", "dependsOn": [one["bom-ref"] for one in _data_sets(record)]},
        ],
    }
    yield Export(_CODE, "model-card.cdx.json", _MEDIA_TYPE, as_json(document))


def _model(record: Record, about: About) -> dict[str, Any]:
    version = record.version
    named = (
        {"version": "not-in-operation", "description": version.text.in_(_IN)}
        if isinstance(version, NotStated)
        else {
            "version": version.id,
            "description": record.system.summary.in_(_IN),
            "hashes": [{"alg": "SHA-256", "content": version.sha256}],
        }
    )
    return {
        "type": "machine-learning-model",
        "bom-ref": "model",
        "name": f"{record.system.name} person types, {record.organisation.name}",
        **named,
        "externalReferences": [{"type": "website", "url": about.page("register/")}],
        "modelCard": without_empty(
            {
                "bom-ref": "model-card",
                "modelParameters": _parameters(record),
                "quantitativeAnalysis": without_empty({"performanceMetrics": list(_metrics(record))}),
                "considerations": _considerations(record),
                # The form has one line for an input. What is to be known of it stands here, by its code.
                "properties": [
                    {"name": f"lighed:element:{element.code}:{one.code}", "value": one.says.in_(_IN)}
                    for element in elements_read(record)
                    for one in context_of(element, record)
                ],
            }
        ),
    }


def _parameters(record: Record) -> dict[str, Any]:
    inputs = [
        {"format": f"{element.code}: {element.name.in_(_IN)}"} for element in record.elements if element.is_used is True
    ]
    return without_empty(
        {
            "approach": {"type": "supervised"},
            "task": "tabular-classification",
            "architectureFamily": "nearest prototypes",
            "modelArchitecture": "weighted vote of person types built of anonymised groups",
            "datasets": [{"ref": one["bom-ref"]} for one in _data_sets(record)],
            "inputs": inputs,
            "outputs": [{"format": "share of 100 similar courses that became long, with an interval and a band"}],
        }
    )


def _data_sets(record: Record) -> list[dict[str, Any]]:
    return [
        {
            "type": "data",
            "bom-ref": f"data-{one.code}",
            "name": one.title.in_(_IN),
            "description": one.description.in_(_IN),
            "data": [
                {
                    "type": "dataset",
                    "name": one.title.in_(_IN),
                    "classification": "personal" if one.is_personal else "anonymous",
                    "description": one.source.in_(_IN),
                }
            ],
        }
        for one in record.datasets
        if one.code.startswith("training-")
    ]


def _metrics(record: Record) -> Iterator[dict[str, Any]]:
    for one in record.evaluations:
        for metric in one.metrics:
            yield _metric(metric, f"{one.moment}")
        for group in one.groups:
            for metric in group.metrics:
                yield _metric(metric, f"{one.moment}: {group.grouping}={group.label}")


def _metric(metric: Metric, part: str) -> dict[str, Any]:
    has_interval = metric.low is not None and metric.high is not None
    return without_empty(
        {
            "type": metric.code,
            "value": "" if metric.value is None else f"{metric.value:g}",
            "slice": part,
            "confidenceInterval": {"lowerBound": f"{metric.low:g}", "upperBound": f"{metric.high:g}"}
            if has_interval
            else {},
        }
    )


def _considerations(record: Record) -> dict[str, Any]:
    use = record.use_case
    groups = [group for one in record.evaluations for group in one.groups]
    names = sorted({f"{group.grouping}={group.label}" for group in groups})
    return without_empty(
        {
            "users": [role.in_(_IN) for one in record.oversight if one.code == "own_assessment" for role in one.roles],
            "useCases": [purpose.says.in_(_IN) for purpose in use.purposes],
            "technicalLimitations": [
                prose.limits(record, _IN),
                *(f"Not for: {never.in_(_IN)}" for never in use.out_of_scope),
            ],
            "performanceTradeoffs": [use.alternatives.in_(_IN)],
            "ethicalConsiderations": [
                {
                    "name": f"{risk.name.in_(_IN)}. {risk.says.in_(_IN)}",
                    "mitigationStrategy": prose.sentences(risk.measures, _IN),
                }
                for risk in record.risks
            ],
            "fairnessAssessments": [
                {
                    "groupAtRisk": name,
                    "benefits": use.benefit.in_(_IN),
                    "harms": use.impact.in_(_IN),
                    "mitigationStrategy": "Errors are measured for the group; beyond bounds the version is stopped.",
                }
                for name in names
            ],
        }
    )


CYCLONEDX = Standard(
    code=_CODE,
    name="CycloneDX model card",
    edition="1.6",
    link="https://cyclonedx.org/docs/1.6/json/",
    says=Text(da="Modelkort i en stykliste over software", en="A model card in a software bill of materials"),
    write=_write,
)
