"""A record -> an entry in the form of the Algorithmic Transparency Standard 0.3.1 of Eurocities."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
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
from lighed.transparency.record import NotStated, Record, Status
from lighed.transparency.record_data import in_words

_CODE = "eurocities-0.3.1"
_YEAR = timedelta(days=365)
_STATUS = {
    Status.NOT_BEGUN: "development",
    Status.IN_USE: "operational",
    Status.PAUSED: "evaluation",
    Status.ENDED: "retired",
}
_NEEDED = (
    "name", "organization", "department", "country", "contact_email", "area", "decision_making_process", "goal",
    "impact", "risks", "proportionality", "lawful_basis", "training_data", "source_data", "connected_data_sources",
    "monitoring", "human_intervention", "objection_procedure", "publication_date", "last_change_date", "revision_date",
)  # fmt: skip
_MORE = (
    "uuid", "contact_phone", "contact_name", "website", "remark", "documentation", "data_bias", "DPIA_description",
    "DPIA_url", "methods_and_models", "performance", "alternatives_considered", "product_information", "codebase_url",
    "product_page", "AIA_description", "AIA_url", "rollback", "revision_note", "keywords",
)  # fmt: skip
FIELDS = (
    *(Field(name, is_required=True) for name in _NEEDED),
    *(Field(name) for name in _MORE),
    Field("standard_version", is_required=True, allowed=("0.3.1",)),
    Field("lang", is_required=True, allowed=LANGUAGES),
    Field("description_short", is_required=True, longest=150),
    Field("description", is_required=True, shortest=500, longest=10_000),
    Field(
        "status",
        is_required=True,
        allowed=("planned", "design", "development", "pilot", "evaluation", "operational", "retired"),
    ),
    Field("domain", is_required=True, allowed=("work and career",)),
    Field(
        "risk_category", is_required=True, allowed=("minimal risk", "limited risk", "high risk", "unacceptable")
    ),
    Field("algorithm_type", is_required=True, allowed=("self-learning", "rule-based", "hybrid")),
    Field("type", is_required=True, allowed=("descriptive", "diagnostic", "predictive", "prescriptive")),
)  # fmt: skip


def _write(record: Record, about: About) -> Iterator[Export]:
    for language in LANGUAGES:
        document = without_empty(_entry(record, about, language))
        yield Export(
            _CODE, f"eurocities-0.3.1.{language}.json", JSON, as_json(document), language, faults_of(document, FIELDS)
        )


def _entry(record: Record, about: About, language: str) -> dict[str, Any]:
    system, use, one = record.system, record.use_case, record.organisation
    due = [basis.review_due for basis in record.legal_bases] + [filed.review_due for filed in record.assessments]
    revision = min(due) if due else (about.made_at + _YEAR).date()
    return {
        "standard_version": "0.3.1",
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, system.reference)),
        "lang": language,
        "publication_date": about.made_at.date().isoformat(),
        "last_change_date": about.made_at.date().isoformat(),
        "revision_date": revision.isoformat(),
        "revision_note": Text(
            da="Hjemmel eller konsekvensanalyse skal læses igen.",
            en="The legal basis or the impact assessment is to be read again.",
        ).in_(language),
        "keywords": ", ".join(word.in_(language) for word in system.keywords),
        "name": system.name,
        "organization": one.name,
        "department": in_words(one.unit, language),
        "country": Text(da="Danmark", en="Denmark").in_(language),
        "contact_email": in_words(one.email, language),
        "contact_phone": one.phone if isinstance(one.phone, str) else "",
        "description_short": system.summary.in_(language),
        "website": about.page("register/"),
        "status": _STATUS[system.status],
        "remark": system.status_says.in_(language),
        "decision_making_process": prose.process(record, language),
        "domain": "work and career",
        "area": one.name,
        "goal": prose.goal_and_impact(record, language),
        "impact": use.impact.in_(language),
        "risks": prose.risks(record, language),
        "risk_category": "high risk" if system.is_high_risk else "limited risk",
        "proportionality": prose.balancing(record, language),
        "lawful_basis": prose.legal_bases(record, language),
        "documentation": about.address,
        "training_data": prose.training_data(record, language),
        "source_data": prose.source_data(record, language),
        "data_bias": next(risk.says.in_(language) for risk in record.risks if risk.code == "unequal"),
        "connected_data_sources": system.architecture.in_(language),
        "DPIA_description": prose.assessments(record, language, kind="dpia"),
        "description": f"{system.description.in_(language)}\n\n{prose.method(record, language)}",
        "algorithm_type": "hybrid",
        "methods_and_models": system.method.in_(language),
        "performance": prose.performance(record, language),
        "alternatives_considered": use.alternatives.in_(language),
        "codebase_url": system.source_code if isinstance(system.source_code, str) else "",
        "type": "predictive",
        "monitoring": prose.monitoring(record, language),
        "human_intervention": prose.human_role(record, language),
        "objection_procedure": prose.appeal(record, language),
        "rollback": _rollback(record, language),
    }


def _rollback(record: Record, language: str) -> str:
    says = record.system.maintenance.in_(language)
    return (
        says
        if record.stop is None or isinstance(record.version, NotStated)
        else f"{record.stop.says.in_(language)}. {says}"
    )


EUROCITIES = Standard(
    code=_CODE,
    name="Algorithmic Transparency Standard (Eurocities)",
    edition="0.3.1",
    link="https://www.algorithmregister.org/standard",
    says=Text(da="De europæiske byers form", en="The form of the European cities"),
    write=_write,
)
