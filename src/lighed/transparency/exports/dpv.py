"""A record -> the processing in the words of the Data Privacy Vocabulary 2.3, as Turtle and as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lighed.governance import Text
from lighed.transparency.exports.element_notes import SKOS, add_notes
from lighed.transparency.exports.export import JSON_LD, TURTLE, About, Export, Standard
from lighed.transparency.exports.graph import Graph, Iri, Value
from lighed.transparency.record import NotStated, Record, Status

_CODE = "dpv-2.3"
PREFIXES: Mapping[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dct": "http://purl.org/dc/terms/",
    "skos": SKOS,
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "loc": "https://w3id.org/dpv/loc#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "eu-aiact": "https://w3id.org/dpv/legal/eu/aiact#",
}
_ARTICLES = {"6(1)(e)": "eu-gdpr:A6-1-e-official-authority"}
_RIGHTS = ("A13", "A14", "A15", "A16", "A18", "A21", "A77")
_CHOICES = {
    "opt_out": "dpv:OptingOutFromProcess",
    "opt_in": "dpv:OptingInToProcess",
    "not_optional": "dpv:CannotOptOutFromProcess",
}
_CATEGORIES = {
    "age": "pd:Age",
    "sex": "pd:Gender",
    "interpreter_need": "pd:Language",
}
"""Elements that the vocabulary has a category of its own for; the others are of their family's."""
_FAMILIES = {
    "cv": ("pd:WorkHistory", "pd:Education"),
    "job_log": ("pd:WorkHistory",),
    "earlier_course": ("pd:WorkHistory",),
    "master_data": (),
}


def graph_of(record: Record, about: About) -> Graph:
    """The processing, its controller, data, legal bases, human part, risks, rights and measures."""
    graph = Graph({**PREFIXES, "here": about.page("data/dpv#")})
    _process(graph, record, about)
    _organisation(graph, record)
    _data(graph, record)
    _law(graph, record)
    _oversight(graph, record)
    _risks(graph, record)
    _technology(graph, record)
    return graph


def _process(graph: Graph, record: Record, about: About) -> None:
    system, use = record.system, record.use_case
    me = "here:process"
    graph.a(me, "dpv:Process")
    graph.add(me, "dpv:hasName", f"{system.name}, {record.organisation.name}")
    graph.add(
        me,
        "dct:title",
        Text(f"{system.name}, {record.organisation.name}", f"{system.name}, {record.organisation.name}"),
    )
    graph.add(me, "dct:description", system.description)
    graph.add(me, "dct:identifier", about.reference)
    graph.add(me, "dct:created", Value(about.made_at.isoformat(timespec="seconds"), type="xsd:dateTime"))
    graph.add(me, "rdfs:comment", f"sha256:{about.record_sha256}")
    graph.add(me, "dpv:hasDataController", Iri("here:controller"))
    graph.add(
        me,
        "dpv:hasProcessing",
        Iri("dpv:Profiling"),
        Iri("dpv:ScoringOfIndividuals"),
        Iri("dpv:Store"),
        Iri("dpv:Erase"),
    )
    graph.add(me, "dpv:hasAutomationLevel", Iri("dpv:AssistiveAutomation"))
    graph.add(me, "dpv:hasActivityStatus", Iri(_status(record)))
    graph.add(me, "dpv:hasGeographicCoverage", Iri("loc:DK"))
    for purpose in use.purposes:
        name = f"here:purpose-{purpose.code}"
        graph.a(name, "dpv:Purpose", "dpv:ServiceOptimisation", "dpv:SupportEntityDecisionMaking")
        graph.add(name, "dct:title", purpose.name)
        graph.add(name, "dct:description", purpose.says)
        graph.add(me, "dpv:hasPurpose", Iri(name))
    for number, subject in enumerate(use.subjects, start=1):
        name = f"here:subjects-{number}"
        graph.a(name, "dpv:DataSubject")
        graph.add(name, "dct:title", subject)
        graph.add(me, "dpv:hasDataSubject", Iri(name))
    for number, recipient in enumerate(use.recipients, start=1):
        name = f"here:recipient-{number}"
        graph.a(name, "dpv:Recipient")
        graph.add(name, "dct:title", recipient)
        graph.add(me, "dpv:hasRecipient", Iri(name))
    graph.a("here:consequence", "dpv:Consequence")
    graph.add("here:consequence", "dct:description", use.impact)
    graph.add(me, "dpv:hasConsequence", Iri("here:consequence"))
    for number, never in enumerate(use.out_of_scope, start=1):
        name = f"here:prohibition-{number}"
        graph.a(name, "dpv:Prohibition")
        graph.add(name, "dct:title", never)
        graph.add(me, "dpv:hasProhibition", Iri(name))


def _status(record: Record) -> str:
    return {
        Status.NOT_BEGUN: "dpv:ActivityProposed",
        Status.IN_USE: "dpv:ActivityOngoing",
        Status.PAUSED: "dpv:ActivityHalted",
        Status.ENDED: "dpv:ActivityCompleted",
    }[record.system.status]


def _organisation(graph: Graph, record: Record) -> None:
    one, me = record.organisation, "here:controller"
    graph.a(me, "dpv:DataController", "dpv:GovernmentalOrganisation", "eu-aiact:AIDeployer")
    graph.add(me, "dpv:hasName", one.name)
    graph.add(me, "dct:identifier", one.code)
    for way in (one.address, one.email, one.phone, one.website):
        if not isinstance(way, NotStated):
            graph.add(me, "dpv:hasContact", way)
    if not isinstance(one.unit, NotStated):
        graph.a("here:unit", "dpv:OrganisationalUnit")
        graph.add("here:unit", "dpv:hasName", one.unit)
        graph.add(me, "dpv:hasOrganisationalUnit", Iri("here:unit"))
    graph.a("here:dpo", "dpv:DataProtectionOfficer")
    graph.add("here:dpo", "dpv:hasContact", one.dpo.text if isinstance(one.dpo, NotStated) else one.dpo)
    graph.add("here:process", "dpv:hasDataProtectionOfficer", Iri("here:dpo"))
    if not isinstance(one.operator, NotStated):
        graph.a("here:operator", "dpv:DataProcessor")
        graph.add("here:operator", "dpv:hasName", one.operator)
        graph.add("here:process", "dpv:hasDataProcessor", Iri("here:operator"))


def _data(graph: Graph, record: Record) -> None:
    graph.a("here:case-system", "dpv:DataSource")
    graph.add("here:case-system", "dct:title", Text(da="Kommunens fagsystem", en="The municipality’s case system"))
    graph.add("here:process", "dpv:hasDataSource", Iri("here:case-system"))
    for element in record.elements:
        name = f"here:element-{element.code}"
        special = element.legal_class != "ordinary"
        own = _CATEGORIES.get(element.code)
        kinds = (own,) if own else _FAMILIES[element.family]
        graph.a(name, "dpv:SpecialCategoryPersonalData" if special else "dpv:PersonalData", *kinds)
        graph.add(name, "dct:identifier", element.code)
        graph.add(name, "dct:title", element.name)
        graph.add(name, "dct:description", element.meaning)
        graph.add(name, "dct:source", element.source)
        graph.add(name, "dpv:hasJustification", element.why)
        add_notes(graph, name, element, beside="here:element-")
        graph.add("here:process", "dpv:hasPersonalData", Iri(name))
    for term in record.retention:
        name = f"here:storage-{term.code}"
        graph.a(name, "dpv:StorageCondition")
        graph.add(name, "dct:title", term.name)
        graph.add(name, "dct:description", term.counted_from)
        graph.a(f"{name}-duration", "dpv:StorageDuration")
        graph.add(f"{name}-duration", "rdf:value", Value(f"P{term.months}M", type="xsd:duration"))
        graph.add(name, "dpv:hasDuration", Iri(f"{name}-duration"))
        graph.add("here:process", "dpv:hasStorageCondition", Iri(name))


def _law(graph: Graph, record: Record) -> None:
    me = "here:process"
    if not record.legal_bases:
        graph.add(me, "rdfs:comment", Text(da="Ingen hjemmel er i kraft.", en="No legal basis is in force."))
    for basis in record.legal_bases:
        name = f"here:legal-basis-{basis.code}"
        graph.a(name, _ARTICLES[basis.article], "dpv:LegalBasis")
        graph.add(name, "dct:title", basis.citation)
        graph.add(name, "dct:valid", Value(basis.valid_from.isoformat(), type="xsd:date"))
        graph.add(name, "dpv:hasJustification", basis.necessity)
        if isinstance(basis.link, str):
            graph.add(name, "dct:source", Iri(basis.link))
        graph.add(me, "dpv:hasLegalBasis", Iri(name))
        graph.add(me, "dpv:hasEntityInvolvement", Iri(_CHOICES[basis.participation]))
    for article in _RIGHTS:
        graph.add(me, "dpv:hasRight", Iri(f"eu-gdpr:{article}"))
    graph.a("here:notice", "dpv:PrivacyNotice")
    graph.add("here:notice", "dct:description", record.use_case.information)
    graph.add(me, "dpv:hasNotice", Iri("here:notice"))
    for number, filed in enumerate(record.assessments, start=1):
        name = f"here:assessment-{number}"
        graph.a(name, "eu-gdpr:DPIAProcedure" if filed.kind == "dpia" else "eu-aiact:FRIA")
        graph.add(name, "dct:title", filed.title)
        graph.add(name, "dct:date", Value(filed.signed_on.isoformat(), type="xsd:date"))
        graph.add(me, "dpv:hasImpactAssessment", Iri(name))


def _oversight(graph: Graph, record: Record) -> None:
    for name, kind, says in (
        ("here:human-decision", "dpv:HumanInvolvementForDecision", record.use_case.human_role),
        ("here:human-oversight", "dpv:HumanInvolvementForOversight", record.use_case.appeal),
    ):
        graph.a(name, "dpv:HumanInvolvement", kind)
        graph.add(name, "dct:description", says)
        graph.add("here:process", "dpv:hasHumanInvolvement", Iri(name))
    for one in record.oversight:
        name = f"here:oversight-{one.code}"
        graph.a(name, "dpv:OrganisationalMeasure")
        graph.add(name, "dct:title", one.name)
        graph.add(name, "dct:description", one.says)
        graph.add("here:process", "dpv:hasTechnicalOrganisationalMeasure", Iri(name))
    for number, says in enumerate(record.security, start=1):
        name = f"here:security-{number}"
        graph.a(name, "dpv:TechnicalMeasure")
        graph.add(name, "dct:title", says)
        graph.add("here:process", "dpv:hasTechnicalOrganisationalMeasure", Iri(name))


def _risks(graph: Graph, record: Record) -> None:
    for risk in record.risks:
        name = f"here:risk-{risk.code}"
        graph.a(name, "dpv:Risk")
        graph.add(name, "dct:title", risk.name)
        graph.add(name, "dct:description", risk.says)
        graph.add("here:process", "dpv:hasRisk", Iri(name))
        for number, measure in enumerate(risk.measures, start=1):
            graph.a(f"{name}-{number}", "dpv:RiskMitigationMeasure")
            graph.add(f"{name}-{number}", "dct:title", measure)
            graph.add(name, "dpv:isMitigatedByMeasure", Iri(f"{name}-{number}"))


def _technology(graph: Graph, record: Record) -> None:
    graph.a("here:logic", "dpv:AlgorithmicLogic")
    graph.add("here:logic", "dct:description", record.system.method)
    graph.add("here:process", "dpv:hasAlgorithmicLogic", Iri("here:logic"))
    if not isinstance(record.version, NotStated):
        graph.add("here:logic", "dct:hasVersion", record.version.id)
        graph.add("here:logic", "dct:identifier", f"sha256:{record.version.sha256}")


def _write(record: Record, about: About) -> Iterator[Export]:
    graph = graph_of(record, about)
    yield Export(_CODE, "dpv.ttl", TURTLE, graph.to_turtle())
    yield Export(_CODE, "dpv.jsonld", JSON_LD, graph.to_json_ld())


DPV = Standard(
    code=_CODE,
    name="Data Privacy Vocabulary",
    edition="2.3",
    link="https://w3id.org/dpv/2.3",
    says=Text(
        da="Behandlingen i fælles begreber, som maskiner kan læse", en="The processing in shared terms for machines"
    ),
    write=_write,
)
