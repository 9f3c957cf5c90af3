"""A record -> a catalogue of its datasets after DCAT-AP-DK, as Turtle and as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lighed.governance import Text
from lighed.transparency.exports.element_notes import SKOS, add_notes
from lighed.transparency.exports.export import CSV, JSON, JSON_LD, TURTLE, About, Export, Standard
from lighed.transparency.exports.graph import Graph, Iri, Value
from lighed.transparency.record import Dataset, NotStated, Record

_CODE = "dcat-ap-dk"
_EU = "http://publications.europa.eu/resource/authority/"
_RIGHTS, _LICENCE = f"{_EU}access-right/", f"{_EU}licence/"
PREFIXES: Mapping[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "skos": SKOS,
}
_GIVEN = (
    (
        "elements", "elements.csv", CSV, "file-type/CSV",
        Text(da="Dataelementkatalog", en="Catalogue of data elements"),
        Text(
            da="Hver oplysning, der må bruges: betydning, kilde, juridisk klasse, hvorfor den bruges, hvordan den er "
            "samlet ind og læses, hvad den ses sammen med, og hvor den ikke er objektiv.",
            en="Every piece of information that may be used: meaning, source, legal class, why it is used, how it is "
            "collected and read, what it is seen together with, and where it is not objective.",
        ),
    ),
    (
        "results", "results.csv", CSV, "file-type/CSV",
        Text(da="Evalueringsresultater", en="Results of the evaluation"),
        Text(
            da="Tal for hvor godt skønnene passer, for alle og for grupper, med intervaller.",
            en="How well the estimates fit, for everyone and by group, with intervals.",
        ),
    ),
    (
        "record", "record.json", JSON, "file-type/JSON",
        Text(da="Registerposten", en="The register entry"),
        Text(
            da="Alt, hvad der fortælles om kommunens brug af værktøjet, som data.",
            en="All that is told of the municipality’s use of the tool, as data.",
        ),
    ),
)  # fmt: skip


def graph_of(record: Record, about: About) -> Graph:
    """The catalogue: what is given away, what is only described because it is about people, and what a value means."""
    graph = Graph({**PREFIXES, "here": about.page("data/dcat#")})
    _catalogue(graph, record, about)
    for code, name, media_type, file_type, title, says in _GIVEN:
        _given(graph, about, code, name, media_type, file_type, title, says)
    for one in record.datasets:
        _described(graph, about, one)
    _dictionary(graph, record)
    return graph


def _catalogue(graph: Graph, record: Record, about: About) -> None:
    one, me = record.organisation, "here:catalogue"
    title = Text(da=f"Åbne data om Lighed i {one.name}", en=f"Open data about Lighed in {one.name}")
    graph.a(me, "dcat:Catalog")
    graph.add(me, "dct:title", title)
    graph.add(me, "dct:description", record.system.summary)
    graph.add(me, "dct:publisher", Iri("here:publisher"))
    graph.add(me, "dct:identifier", about.reference)
    graph.add(me, "dct:modified", Value(about.made_at.isoformat(timespec="seconds"), type="xsd:dateTime"))
    graph.add(me, "foaf:homepage", Iri(about.address))
    graph.add(me, "dct:license", Iri(f"{_LICENCE}CC0"))
    graph.add(me, "dct:language", Iri(f"{_EU}language/DAN"), Iri(f"{_EU}language/ENG"))
    graph.add(me, "dct:spatial", Iri(f"{_EU}country/DNK"))
    graph.a(about.address, "foaf:Document")
    graph.a(f"{_LICENCE}CC0", "dct:LicenseDocument")
    for language in ("DAN", "ENG"):
        graph.a(f"{_EU}language/{language}", "dct:LinguisticSystem")
    graph.a(f"{_EU}country/DNK", "dct:Location")
    graph.a("here:publisher", "foaf:Agent")
    graph.add("here:publisher", "foaf:name", one.name)
    graph.a("here:contact", "vcard:Kind", "vcard:Organization")
    graph.add("here:contact", "vcard:fn", one.name)
    if not isinstance(one.email, NotStated):
        graph.add("here:contact", "vcard:hasEmail", Iri(f"mailto:{one.email}"))
    if not isinstance(one.phone, NotStated):
        graph.add("here:contact", "vcard:hasTelephone", Iri(f"tel:{one.phone.replace(' ', '')}"))


def _given(
    graph: Graph, about: About, code: str, name: str, media_type: str, file_type: str, title: Text, says: Text
) -> None:
    me = f"here:{code}"
    _dataset(graph, about, me, code, title, says, right="PUBLIC")
    file = f"here:{code}-file"
    graph.a(file, "dcat:Distribution")
    graph.add(file, "dct:title", title)
    graph.add(file, "dcat:accessURL", Iri(about.page("data/")))
    graph.add(file, "dcat:downloadURL", Iri(about.page(f"data/{name}")))
    graph.add(file, "dcat:mediaType", Iri(f"https://www.iana.org/assignments/media-types/{media_type}"))
    graph.add(file, "dct:format", Iri(f"{_EU}{file_type}"))
    graph.add(file, "dct:license", Iri(f"{_LICENCE}CC0"))
    graph.a(f"{_EU}{file_type}", "dct:MediaTypeOrExtent")
    graph.a(f"https://www.iana.org/assignments/media-types/{media_type}", "dct:MediaType")
    graph.add(me, "dcat:distribution", Iri(file))


def _described(graph: Graph, about: About, one: Dataset) -> None:
    me = f"here:{one.code}"
    _dataset(
        graph, about, me, one.code, one.title, one.description, right="NON_PUBLIC" if not one.is_public else "PUBLIC"
    )
    graph.a(f"{me}-provenance", "dct:ProvenanceStatement")
    graph.add(f"{me}-provenance", "dct:description", one.collection)
    graph.add(me, "dct:provenance", Iri(f"{me}-provenance"))
    if not isinstance(one.from_day, NotStated) and not isinstance(one.until_day, NotStated):
        graph.a(f"{me}-period", "dct:PeriodOfTime")
        graph.add(f"{me}-period", "dcat:startDate", Value(one.from_day.isoformat(), type="xsd:date"))
        graph.add(f"{me}-period", "dcat:endDate", Value(one.until_day.isoformat(), type="xsd:date"))
        graph.add(me, "dct:temporal", Iri(f"{me}-period"))


def _dictionary(graph: Graph, record: Record) -> None:
    """Each element as a term, with what to know before its value is read."""
    me = "here:dictionary"
    graph.a(me, "skos:ConceptScheme")
    graph.add(me, "dct:title", Text(da="Oplysningerne og hvordan de læses", en="The elements and how to read them"))
    graph.add("here:catalogue", "dcat:themeTaxonomy", Iri(me))
    graph.add("here:elements", "dct:relation", Iri(me))
    for element in record.elements:
        name = f"here:element-{element.code}"
        graph.a(name, "skos:Concept")
        graph.add(name, "skos:inScheme", Iri(me))
        graph.add(name, "skos:notation", element.code)
        graph.add(name, "skos:prefLabel", element.name)
        graph.add(name, "skos:definition", element.meaning)
        graph.add(name, "dct:source", element.source)
        graph.add(name, "dct:description", element.why)
        add_notes(graph, name, element, beside="here:element-")


def _dataset(graph: Graph, about: About, me: str, code: str, title: Text, says: Text, *, right: str) -> None:
    graph.add("here:catalogue", "dcat:dataset", Iri(me))
    graph.a(me, "dcat:Dataset")
    graph.add(me, "dct:title", title)
    graph.add(me, "dct:description", says)
    graph.add(me, "dct:identifier", f"{about.reference}-{code}")
    graph.add(me, "dct:publisher", Iri("here:publisher"))
    graph.add(me, "dcat:contactPoint", Iri("here:contact"))
    graph.add(me, "dcat:theme", Iri(f"{_EU}data-theme/SOCI"))
    graph.a(f"{_EU}data-theme/SOCI", "skos:Concept")
    graph.add(f"{_EU}data-theme/SOCI", "skos:prefLabel", Text(da="Befolkning og samfund", en="Population and society"))
    graph.add(me, "dcat:keyword", Text(da="beskæftigelse", en="employment"))
    graph.add(me, "dct:accessRights", Iri(f"{_RIGHTS}{right}"))
    graph.a(f"{_RIGHTS}{right}", "dct:RightsStatement")


def _write(record: Record, about: About) -> Iterator[Export]:
    graph = graph_of(record, about)
    yield Export(_CODE, "dcat.ttl", TURTLE, graph.to_turtle())
    yield Export(_CODE, "dcat.jsonld", JSON_LD, graph.to_json_ld())


DCAT_AP_DK = Standard(
    code=_CODE,
    name="DCAT-AP-DK",
    edition="2.0",
    link="https://github.com/digst/DCAT-AP-DK",
    says=Text(da="Katalog over datasæt", en="A catalogue of the datasets"),
    write=_write,
)
