"""A record -> an entry in the form of the Dutch algorithm register's publication standard 1.0."""

from __future__ import annotations

from collections.abc import Iterator
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

_CODE = "nl-1.0"
_LANGUAGES = {"da": "dan", "en": "eng"}
_STATUS = {
    Status.NOT_BEGUN: "In ontwikkeling",
    Status.IN_USE: "In gebruik",
    Status.PAUSED: "In gebruik",
    Status.ENDED: "Buiten gebruik",
}
FIELDS = (
    Field("name", is_required=True, longest=100),
    Field("description_short", is_required=True, longest=350),
    Field("organization", is_required=True, longest=100),
    Field("category", allowed=("Werk", "Sociale zekerheid")),
    Field("status", is_required=True, allowed=("In ontwikkeling", "In gebruik", "Buiten gebruik")),
    Field("begin_date", longest=7),
    Field("end_date", longest=7),
    Field("contact_email", is_required=True, longest=500),
    Field("website", longest=500),
    Field(
        "publication_category",
        is_required=True,
        allowed=("Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes"),
    ),
    Field("url", longest=500),
    Field("goal", longest=2500),
    Field("proportionality", longest=2500),
    Field("human_intervention", longest=2500),
    Field("risks", longest=2500),
    Field("lawful_basis", longest=2500),
    Field("lawful_basis_grouping"),
    Field("process_index_url", longest=500),
    Field("impacttoetsen_grouping"),
    Field("impacttoetsen", longest=2500),
    Field("source_data", longest=2500),
    Field("source_data_grouping"),
    Field("methods_and_models", longest=5000),
    Field("provider", longest=200),
    Field("publiccode", longest=500),
    # The Dutch register itself takes entries in Dutch alone; as a form for exchange the language is told as it is.
    Field("lang", is_required=True, allowed=("nld", *_LANGUAGES.values())),
    Field("standard_version", allowed=("1.0",)),
    Field("source_id", longest=100),
    Field("tags", longest=2500),
)
_TITLE, _LINK = Field("title", is_required=True, longest=100), Field("link", is_required=True, longest=500)


def _write(record: Record, about: About) -> Iterator[Export]:
    for language in LANGUAGES:
        document = without_empty(_entry(record, about, language))
        grouped = [
            fault for one in document.get("lawful_basis_grouping", ()) for fault in faults_of(one, (_TITLE, _LINK))
        ]
        faults = (*faults_of(document, FIELDS), *grouped)
        yield Export(_CODE, f"nl-1.0.{language}.json", JSON, as_json(document), language, faults)


def _entry(record: Record, about: About, language: str) -> dict[str, Any]:
    system, one = record.system, record.organisation
    title = Text(da="Planlægning af kontaktforløb", en="Planning of contact courses").in_(language)
    return {
        "name": f"{system.name}: {title}",
        "description_short": system.summary.in_(language),
        "organization": one.name,
        "category": ["Werk", "Sociale zekerheid"],
        "status": _STATUS[system.status],
        "begin_date": _month(system.in_use_since),
        "end_date": _month(system.ended_on),
        "contact_email": prose.contact(record, language),
        "website": one.website if isinstance(one.website, str) else about.address,
        "publication_category": "Hoog-risico AI-systeem" if system.is_high_risk else "Impactvolle algoritmes",
        "url": about.page("data/record.json"),
        "goal": prose.goal_and_impact(record, language),
        "proportionality": prose.balancing(record, language),
        "human_intervention": f"{prose.human_role(record, language)}\n\n{prose.appeal(record, language)}",
        "risks": prose.risks(record, language),
        "lawful_basis": prose.legal_bases(record, language),
        "lawful_basis_grouping": [
            {"title": basis.citation.in_(language)[:100], "link": basis.link}
            for basis in record.legal_bases
            if isinstance(basis.link, str)
        ],
        "process_index_url": about.page("data/article-30.json"),
        "impacttoetsen_grouping": [{"title": f"{filed.kind.upper()}: {filed.title}"} for filed in record.assessments],
        "impacttoetsen": prose.assessments(record, language),
        "source_data": f"{prose.source_data(record, language)}\n{prose.training_data(record, language)}",
        "source_data_grouping": [
            {
                "title": Text(da="Katalog over oplysninger", en="Catalogue of the elements").in_(language),
                "link": about.page("data/elements.csv"),
            }
        ],
        "methods_and_models": prose.method(record, language),
        "provider": system.supplier.in_(language),
        "publiccode": system.source_code if isinstance(system.source_code, str) else "",
        "lang": _LANGUAGES[language],
        "standard_version": "1.0",
        "source_id": about.reference,
        "tags": ", ".join(word.in_(language) for word in system.keywords),
    }


def _month(day: object) -> str:
    return "" if isinstance(day, NotStated) else str(day)[:7]


NL_1_0 = Standard(
    code=_CODE,
    name="Publicatiestandaard",
    edition="1.0",
    link="https://algoritmes.overheid.nl",
    says=Text(da="Det hollandske algoritmeregister", en="The Dutch algorithm register"),
    write=_write,
)
