"""A record -> an entry in the form of the British Algorithmic Transparency Recording Standard, first generation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lighed.governance import Text
from lighed.transparency.exports import prose
from lighed.transparency.exports.export import JSON, About, Export, Field, Standard, as_json, faults_of, without_empty
from lighed.transparency.record import NotStated, Record, Status
from lighed.transparency.record_data import in_words

_CODE = "uk-atrs"
_IN = "en"
_PHASE = {
    Status.NOT_BEGUN: "development",
    Status.IN_USE: "production",
    Status.PAUSED: "production",
    Status.ENDED: "retired",
}
_NEEDED = (
    "name", "description", "contact_email", "organisation", "external_supplier", "external_supplier_role", "scope",
    "benefit", "model_type", "human_decisions", "appeals_and_review", "source_data_name", "source_data_description",
    "data_collection", "data_sharing_agreements", "data_access_and_storage", "impact_assessment_name", "risk_name",
)  # fmt: skip
_MORE = (
    "website", "team", "senior_responsible_owner", "external_supplier_identifier", "data_access_terms",
    "alternatives_considered", "frequency_usage", "maintenance", "system_architecture", "process_integration",
    "provided_information", "required_training", "source_data_url", "impact_assessment_description",
    "impact_assessment_date", "impact_assessment_link", "risk_description", "risk_mitigation",
)  # fmt: skip
FIELDS = (
    *(Field(name, is_required=True) for name in _NEEDED),
    *(Field(name) for name in _MORE),
    Field("phase", is_required=True, allowed=("idea", "design", "development", "production", "retired")),
)


def _write(record: Record, about: About) -> Iterator[Export]:
    document = without_empty(_entry(record, about))
    yield Export(_CODE, "uk-atrs.en.json", JSON, as_json(document), _IN, faults_of(document, FIELDS))


def _entry(record: Record, about: About) -> dict[str, Any]:
    system, use, one = record.system, record.use_case, record.organisation
    stored = "\n".join((prose.retention(record, _IN), prose.sentences(record.security, _IN)))
    return {
        "name": system.name,
        "description": system.description.in_(_IN),
        "website": about.address,
        "contact_email": prose.contact(record, _IN),
        "organisation": one.name,
        "team": in_words(one.unit, _IN),
        "senior_responsible_owner": in_words(one.accountable, _IN),
        "external_supplier": [system.supplier.in_(_IN), *_operator(record)],
        "external_supplier_role": ["Makes the software", *("Runs the servers" for _ in _operator(record))],
        "scope": prose.goal_and_impact(record, _IN),
        "benefit": use.benefit.in_(_IN),
        "alternatives_considered": use.alternatives.in_(_IN),
        "model_type": "Votes of person types that were built of anonymised groups of earlier courses",
        "frequency_usage": use.volume.in_(_IN),
        "phase": _PHASE[system.status],
        "maintenance": system.maintenance.in_(_IN),
        "system_architecture": system.architecture.in_(_IN),
        "process_integration": prose.process(record, _IN),
        "provided_information": use.display_says.in_(_IN),
        "human_decisions": use.human_role.in_(_IN),
        "required_training": use.training_of_users.in_(_IN),
        "appeals_and_review": prose.appeal(record, _IN),
        "source_data_name": [*(data.title.in_(_IN) for data in record.datasets), "Catalogue of the data elements"],
        "source_data_description": [
            *(data.description.in_(_IN) for data in record.datasets),
            prose.catalogue(record).in_(_IN),
        ],
        "source_data_url": [about.page("data/elements.csv")],
        "data_collection": [
            *(data.collection.in_(_IN) for data in record.datasets),
            "How and why each element is collected stands in the catalogue itself.",
        ],
        "data_sharing_agreements": [recipient.in_(_IN) for recipient in use.recipients],
        "data_access_and_storage": [stored],
        "impact_assessment_name": [filed.title for filed in record.assessments] or [prose.assessments(record, _IN)],
        "impact_assessment_description": [prose.assessments(record, _IN)],
        "impact_assessment_date": [filed.signed_on.isoformat() for filed in record.assessments],
        "risk_name": [risk.name.in_(_IN) for risk in record.risks],
        "risk_description": [risk.says.in_(_IN) for risk in record.risks],
        "risk_mitigation": [prose.sentences(risk.measures, _IN) for risk in record.risks],
    }


def _operator(record: Record) -> tuple[str, ...]:
    operator = record.organisation.operator
    return () if isinstance(operator, NotStated) else (operator,)


UK_ATRS = Standard(
    code=_CODE,
    name="Algorithmic Transparency Recording Standard (UK)",
    edition="1",
    link="https://www.gov.uk/government/collections/algorithmic-transparency-recording-standard-hub",
    says=Text(da="Den britiske form", en="The British form"),
    write=_write,
)
