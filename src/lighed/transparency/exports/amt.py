"""A record -> a system card with model cards and assessment cards, in the form of the Dutch AMT reporting standard.

The edition is 0.1a14: the published JSON schemas are of that one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lighed.governance import Text
from lighed.transparency.exports import prose
from lighed.transparency.exports.amt_models import MODEL_FIELDS, model_cards
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
from lighed.transparency.record import AssessmentShown, NotStated, Record
from lighed.transparency.record_data import in_words

_CODE = "amt-0.1a14"
_EDITION = "0.1a14"
_CARD = (
    "schema_version", "provenance", "name", "owners", "description", "ai_act_profile", "measures", "labels", "status",
    "goal_and_impact", "considerations", "risk_management", "human_intervention", "legal_base", "used_data",
    "technical_design", "external_providers", "references", "interaction_details", "version_requirements",
    "deployment_variants", "hardware_requirements", "product_markings", "user_interface",
)  # fmt: skip
"""What every card of ours has. The standard itself requires the first alone."""
_WHERE_THERE = ("begin_date", "end_date", "models", "assessments")
"""What a card has where there is such a thing: a day, a version, an assessment. A label says why, where it has not."""
FIELDS = (*(Field(name, is_required=True) for name in _CARD), *(Field(name) for name in _WHERE_THERE))
PARTS: Mapping[str, tuple[str, ...]] = {
    "measures": ("urn", "state", "value"),
    "labels": ("name",),
    "legal_base": ("name",),
    "external_providers": ("name",),
    "references": ("name",),
    "user_interface": ("description",),
    "model_index": ("name", "model"),
    "parameters": ("name",),
    "task": ("type",),
    "datasets": ("type", "name"),
    "metrics": ("type", "name", "dtype", "value"),
    "bar_plots": ("type", "results"),
    "contents": ("question", "answer"),
}
"""What each part of a card must have, wherever the part stands."""
ASSESSMENT_FIELDS = tuple(Field(name, is_required=True) for name in ("provenance", "name", "date", "contents"))
_NEVER_THERE: Mapping[str, Text] = {
    "instruments, requirements": Text(
        da="produktet ikke fører de hollandske lister over værktøjer og krav.",
        en="the product does not keep the Dutch lists of instruments and requirements.",
    ),
    "upl, oin": Text(
        da="kommunen er dansk og har ingen hollandske numre.", en="the municipality is Danish and has no Dutch numbers."
    ),
    "accountable_persons, responsible_persons, reviewer_persons": Text(
        da="roller fortælles og ikke navne.", en="roles are told, and not names."
    ),
    "decision_tree": Text(
        da="risikogruppen ikke er fundet med det hollandske beslutningstræ.",
        en="the risk group was not found by the Dutch decision tree.",
    ),
}
"""What the standard has an optional place for and no card of ours fills."""
_NO_HARDWARE = NotStated(
    Text(
        da="løsningen kører på almindelige servere uden særligt udstyr; deres størrelse vælger kommunen.",
        en="the application runs on ordinary servers without special equipment; the municipality chooses their size.",
    )
)
_NO_MARKINGS = NotStated(
    Text(da="systemet ikke er en del af et fysisk produkt.", en="the system is no part of a physical product.")
)
_NO_ASSESSMENT = NotStated(Text(da="ingen konsekvensanalyse er registreret.", en="no impact assessment is on record."))
_NOT_ENDED = NotStated(Text(da="brugen ikke er ophørt.", en="the use has not ended."))


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
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                yield from (f"{name}: {needed} is required" for needed in PARTS.get(name, ()) if needed not in one)
                yield from faults_of_parts(one)


def _system_card(record: Record, about: About, language: str) -> dict[str, Any]:
    system, one = record.system, record.organisation
    provenance = _provenance(record, about)
    return {
        "schema_version": _EDITION,
        "provenance": provenance,
        "name": system.name,
        "owners": [{"organization": one.name, "email": prose.contact(record, language)}],
        "description": system.description.in_(language),
        "ai_act_profile": {
            "type": "AI-systeem",
            "open_source": "geen open-source" if isinstance(system.source_code, NotStated) else "open-source",
            "risk_group": "hoog-risico AI" if system.is_high_risk else "geen hoog-risico AI",
            "systemic_risk": "geen systeemrisico",
            "transparency_obligations": "geen transparantieverplichting",
            "role": "gebruiksverantwoordelijke",
        },
        "measures": list(_measures(record, language)),
        "labels": [
            {"name": "publication", "value": about.reference},
            {"name": "record_sha256", "value": about.record_sha256},
            *({"name": "keyword", "value": word.in_(language)} for word in system.keywords),
            *({"name": f"without {names}", "value": says.text.in_(language)} for names, says in _left_out(record)),
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
        ]
        or [{"name": prose.legal_bases(record, language)}],
        "used_data": f"{prose.source_data(record, language)}\n{prose.training_data(record, language)}",
        "technical_design": f"{system.architecture.in_(language)}\n\n{prose.method(record, language)}",
        "external_providers": [{"name": system.supplier.in_(language), "version": system.software_version}],
        "references": list(_references(about, language)),
        "interaction_details": [
            system.architecture.in_(language),
            *(to.in_(language) for to in record.use_case.recipients),
        ],
        "version_requirements": [f"{system.name} {system.software_version}", system.maintenance.in_(language)],
        "deployment_variants": [in_words(one.operator, language), in_words(one.operated_in, language)],
        "hardware_requirements": [in_words(_NO_HARDWARE, language)],
        "product_markings": [in_words(_NO_MARKINGS, language)],
        "user_interface": [
            {"description": record.use_case.display_says.in_(language), "link": about.page("try/")},
            *({"description": step.in_(language)} for step in record.use_case.steps),
        ],
        "models": list(model_cards(record, provenance, language)),
        "assessments": [_assessment(filed, provenance, language) for filed in record.assessments],
    }


def _provenance(record: Record, about: About) -> dict[str, str]:
    return {
        "timestamp": about.made_at.isoformat(timespec="seconds"),
        "uri": about.page("data/record.json"),
        "author": record.organisation.name,
    }


def _measures(record: Record, language: str) -> Iterator[dict[str, str]]:
    """What people can do, what protects the data, and what is done about each risk, with names of our own."""
    for one in record.oversight:
        yield _measure(f"oversight:{one.code}", f"{one.name.in_(language)}: {one.says.in_(language)}")
    for number, says in enumerate(record.security, start=1):
        yield _measure(f"security:{number}", says.in_(language))
    for risk in record.risks:
        yield _measure(f"risk:{risk.code}", f"{risk.name.in_(language)}: {prose.sentences(risk.measures, language)}")


def _measure(name: str, value: str) -> dict[str, str]:
    return {"urn": f"urn:lighed:{name}", "state": "done", "value": value}


def _left_out(record: Record) -> Iterator[tuple[str, NotStated]]:
    """The standard's fields that this card has not, and why."""
    for names, because in _NEVER_THERE.items():
        yield names, NotStated(because)
    if isinstance(record.system.in_use_since, NotStated):
        yield "begin_date", record.system.in_use_since
    if isinstance(record.system.ended_on, NotStated):
        yield "end_date", _NOT_ENDED
    if isinstance(record.version, NotStated):
        yield "models", record.version
    if not record.assessments:
        yield "assessments", _NO_ASSESSMENT


def _references(about: About, language: str) -> Iterator[dict[str, str]]:
    for name, page in (
        (Text(da="Registerpost", en="Register entry"), "register/"),
        (Text(da="Oplysningerne og hvordan de læses", en="The elements and how to read them"), "elements/"),
        (Text(da="Målinger", en="Results"), "results/"),
        (Text(da="Fortegnelse efter artikel 30", en="Record of processing, Article 30"), "data/article-30.json"),
    ):
        yield {"name": name.in_(language), "link": about.page(page)}


def _assessment(filed: AssessmentShown, provenance: dict[str, str], language: str) -> dict[str, Any]:
    asks = Text(da="Hvor er den arkiveret, og hvem skrev under?", en="Where is it filed, and who signed it?")
    covers = Text(da="Hvad dækker den?", en="What does it cover?")
    signer = {"name": filed.signed_by_role.in_(language)}
    return {
        "provenance": provenance,
        "name": filed.title,
        "date": filed.signed_on.isoformat(),
        "contents": [
            {"question": asks.in_(language), "answer": prose.assessment(filed, language), "authors": [signer]},
            {"question": covers.in_(language), "answer": filed.covers.in_(language), "authors": [signer]},
        ],
    }


AMT = Standard(
    code=_CODE,
    name="AMT reporting standard",
    edition=_EDITION,
    link="https://minbzk.github.io/ai-validation/",
    says=Text(
        da="Hollandsk form med kort for system, model og vurdering", en="Dutch cards of system, model and assessment"
    ),
    write=_write,
)
