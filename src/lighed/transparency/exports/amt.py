"""A record -> a system card with model cards and assessment cards, in the form of the Dutch AMT reporting standard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lighed.governance import Text
from lighed.transparency.exports import prose
from lighed.transparency.exports.export import (
    JSON,
    LANGUAGES,
    About,
    Export,
    Field,
    Standard,
    as_json,
    faults_of,
    without_empty,
)
from lighed.transparency.record import AssessmentShown, EvaluationShown, Metric, NotStated, Record
from lighed.transparency.record_data import in_words

_CODE = "amt-0.1a12"
_CARD = (
    "schema_version", "provenance", "name", "instruments", "upl", "owners", "description", "ai_act_profile",
    "requirements", "measures", "labels", "status", "begin_date", "end_date", "goal_and_impact", "considerations",
    "risk_management", "human_intervention", "legal_base", "used_data", "technical_design", "external_providers",
    "references", "models", "assessments",
)  # fmt: skip
FIELDS = tuple(Field(name, is_required=name in ("schema_version", "name")) for name in _CARD)
MODEL_FIELDS = (
    Field("license", is_required=True),
    Field("model_index", is_required=True),
    *(Field(name) for name in ("provenance", "language", "tags", "owners")),
)
PARTS: Mapping[str, tuple[str, ...]] = {
    "measures": ("urn", "state", "value"),
    "labels": ("name",),
    "legal_base": ("name",),
    "external_providers": ("name",),
    "references": ("name",),
    "model_index": ("name", "model"),
    "parameters": ("name",),
    "task": ("type",),
    "datasets": ("type", "name"),
    "metrics": ("type", "name", "dtype", "value"),
    "contents": ("question", "answer"),
}
"""What each part of a card must have, wherever the part stands."""
ASSESSMENT_FIELDS = (
    *(Field(name, is_required=True) for name in ("name", "date", "contents")),
    Field("provenance"),
)  # fmt: skip


def _write(record: Record, about: About) -> Iterator[Export]:
    for language in LANGUAGES:
        card = without_empty(_system_card(record, about, language))
        faults = (
            *faults_of(card, FIELDS),
            *(fault for one in card.get("models", ()) for fault in faults_of(one, MODEL_FIELDS)),
            *(fault for one in card.get("assessments", ()) for fault in faults_of(one, ASSESSMENT_FIELDS)),
            *faults_of_parts(card),
        )
        yield Export(_CODE, f"amt.{language}.json", JSON, as_json(card), language, faults)


def faults_of_parts(card: Mapping[str, Any]) -> Iterator[str]:
    """What the parts of a card lack, at any depth."""
    for name, value in card.items():
        for one in value if isinstance(value, list) else ():
            if isinstance(one, Mapping):
                yield from (f"{name}: {needed} is required" for needed in PARTS.get(name, ()) if needed not in one)
                yield from faults_of_parts(one)


def _system_card(record: Record, about: About, language: str) -> dict[str, Any]:
    system, one = record.system, record.organisation
    return {
        "schema_version": "0.1a12",
        "provenance": {
            "timestamp": about.made_at.isoformat(timespec="seconds"),
            "uri": about.page("data/record.json"),
            "author": one.name,
        },
        "name": system.name,
        "owners": [{"organization": one.name, "email": prose.contact(record, language)}],
        "description": system.description.in_(language),
        "ai_act_profile": {
            "type": "AI-systeem",
            "open_source": "open-source",
            "risk_group": "hoog-risico AI" if system.is_high_risk else "geen hoog-risico AI",
            "systemic_risk": "geen systeemrisico",
            "transparency_obligations": "geen transparantieverplichting",
            "role": "gebruiksverantwoordelijke",
        },
        "measures": [
            {
                "urn": f"urn:lighed:measure:{measure.code}",
                "state": "done",
                "value": f"{measure.name.in_(language)}: {measure.says.in_(language)}",
            }
            for measure in record.oversight
        ],
        "labels": [
            {"name": "publication", "value": about.reference},
            {"name": "record_sha256", "value": about.record_sha256},
            *({"name": "keyword", "value": word.in_(language)} for word in system.keywords),
        ],
        "status": system.status_says.in_(language),
        "begin_date": "" if isinstance(system.in_use_since, NotStated) else system.in_use_since.isoformat(),
        "end_date": "" if isinstance(system.ended_on, NotStated) else system.ended_on.isoformat(),
        "goal_and_impact": prose.goal_and_impact(record, language),
        "considerations": prose.balancing(record, language),
        "risk_management": prose.risks(record, language),
        "human_intervention": prose.human_role(record, language),
        "legal_base": [
            without_empty(
                {"name": basis.citation.in_(language), "link": basis.link if isinstance(basis.link, str) else ""}
            )
            for basis in record.legal_bases
        ],
        "used_data": f"{prose.source_data(record, language)}\n{prose.training_data(record, language)}",
        "technical_design": f"{system.architecture.in_(language)}\n\n{prose.method(record, language)}",
        "external_providers": [{"name": system.supplier.in_(language), "version": system.software_version}],
        "references": [
            {"name": Text(da="Registerpost", en="Register entry").in_(language), "link": about.page("register/")}
        ],
        "models": list(_models(record, language)),
        "assessments": [_assessment(filed, record, language) for filed in record.assessments],
    }


def _models(record: Record, language: str) -> Iterator[dict[str, Any]]:
    if isinstance(record.version, NotStated):
        return
    version = record.version
    evaluated = {one.moment: one for one in record.evaluations}
    yield {
        "language": list(LANGUAGES),
        "license": {"license_name": record.system.licence},
        "tags": [word.in_(language) for word in record.system.keywords],
        "owners": [{"organization": record.organisation.name}],
        "model_index": [
            {
                "name": f"{version.id}, {moment.name.in_(language)}",
                "model": f"urn:sha256:{version.sha256}",
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
                        ("k", version.k),
                    )
                ],
                "results": [_result(evaluated[moment.moment], language)] if moment.moment in evaluated else [],
            }
            for moment in version.moments
        ],
    }


def _result(one: EvaluationShown, language: str) -> dict[str, Any]:
    untouched = Text(da="Forløb, som versionen ikke er bygget af", en="Courses that the version was not built of")
    groups = [
        _metric(metric, language, {"grouping": group.grouping, "group": group.label})
        for group in one.groups
        for metric in group.metrics
    ]
    return {
        "task": [{"type": "tabular-classification", "name": one.name.in_(language)}],
        "datasets": [{"type": "tabular", "name": untouched.in_(language), "split": "test"}],
        "metrics": [*(_metric(metric, language, {}) for metric in one.metrics), *groups],
    }


def _metric(metric: Metric, language: str, labels: dict[str, str]) -> dict[str, Any]:
    ends = {"low_95": metric.low, "high_95": metric.high}
    told = labels | {name: f"{end:g}" for name, end in ends.items() if end is not None}
    return {
        "type": metric.code,
        "name": metric.name.in_(language),
        "dtype": "float",
        "value": "" if metric.value is None else f"{metric.value:g}",
        "labels": [{"name": name, "type": "string", "dtype": "string", "value": value} for name, value in told.items()],
    }


def _assessment(filed: AssessmentShown, record: Record, language: str) -> dict[str, Any]:
    asks = Text(da="Hvor er den arkiveret, og hvem skrev under?", en="Where is it filed, and who signed it?")
    return {
        "name": filed.title,
        "date": filed.signed_on.isoformat(),
        "contents": [
            {"question": asks.in_(language), "answer": prose.assessments(record, language)},
            {
                "question": Text(da="Hvad dækker den?", en="What does it cover?").in_(language),
                "answer": in_words(filed.covers, language),
            },
        ],
    }


AMT = Standard(
    code=_CODE,
    name="AMT reporting standard",
    edition="0.1a12",
    link="https://minbzk.github.io/ai-validation/",
    says=Text(
        da="Hollandsk form med kort for system, model og vurdering", en="Dutch cards of system, model and assessment"
    ),
    write=_write,
)
