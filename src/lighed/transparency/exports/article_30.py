"""A record -> the record of processing that GDPR Article 30(1) asks for, (a) to (g), with Danish practice beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lighed.governance import Text
from lighed.transparency.exports import prose
from lighed.transparency.exports.export import JSON, About, Export, Field, Standard, as_json, faults_of
from lighed.transparency.record import NotStated, Record

FIELDS = tuple(
    Field(name, is_required=True)
    for name in ("about", "a", "b", "c", "d", "e", "f", "g", "legal_basis", "system", "data_owner", "subject_number")
)
STANDARD_CODE = "gdpr-article-30"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the Article: its letter, what it asks for, and what is said; `field` names where it is edited."""

    letter: str
    asks: Text
    said: tuple[Text | NotStated, ...]
    field: str


def points_of(record: Record) -> tuple[Point, ...]:
    """The points in the order of the Article, then what Danish municipalities write beside them."""
    return tuple(_points(record))


def _points(record: Record) -> Iterator[Point]:
    one, use = record.organisation, record.use_case
    yield Point(
        "a",
        Text(da="Dataansvarlig og databeskyttelsesrådgiver", en="Controller and data protection officer"),
        (
            Text(one.name, one.name),
            _labelled("Adresse", "Address", one.address),
            _labelled("Kontakt", "Contact", one.email),
            _labelled("Telefon", "Phone", one.phone),
            _labelled("Databeskyttelsesrådgiver", "Data protection officer", one.dpo),
            Text(
                da="Fælles dataansvarlig: ingen. Kommunen er dataansvarlig alene.",
                en="Joint controller: none. The municipality is the only controller.",
            ),
        ),
        "organisation",
    )
    yield Point("b", Text(da="Formål", en="Purposes"), tuple(_said(p.name, p.says) for p in use.purposes), "purposes")
    yield Point(
        "c",
        Text(da="Personer og oplysninger", en="People and data"),
        (*use.subjects, *_data(record)),
        "elements",
    )
    yield Point("d", Text(da="Modtagere", en="Recipients"), use.recipients, "organisation")
    yield Point("e", Text(da="Tredjelande", en="Third countries"), (use.transfers,), "organisation")
    yield Point(
        "f",
        Text(da="Slettefrister", en="Time limits for erasure"),
        tuple(
            Text(
                da=f"{term.name.da}: {term.months} måneder {term.counted_from.da}",
                en=f"{term.name.en}: {term.months} months {term.counted_from.en}",
            )
            for term in record.retention
        ),
        "retention",
    )
    yield Point("g", Text(da="Sikkerhed", en="Security"), record.security, "security")
    yield Point("legal_basis", Text(da="Hjemmel", en="Legal basis"), _bases(record), "legal_bases")
    software = f"{record.system.name} {record.system.software_version}"
    yield Point("system", Text(da="System", en="System"), (Text(software, software),), "system")
    yield Point(
        "data_owner",
        Text(da="Dataejer", en="Data owner"),
        (_or_not(one.accountable), _or_not(one.unit)),
        "organisation",
    )
    yield Point(
        "subject_number",
        Text(da="Emne i journalplanen", en="Subject in the filing plan"),
        (_or_not(one.subject_number),),
        "organisation",
    )


def _data(record: Record) -> Iterator[Text]:
    families: dict[Text, list[Text]] = {}
    for element in record.elements:
        families.setdefault(element.family_name, []).append(element.name)
    for family, names in families.items():
        yield Text(
            da=f"{family.da}: {', '.join(name.da for name in names)}",
            en=f"{family.en}: {', '.join(name.en for name in names)}",
        )
    yield Text(
        da="Navn, telefon, sprog og fagsystemets nøgler for person og forløb, til sagsbehandlerens liste",
        en="Name, phone, language and the case system’s keys of person and course, for the caseworker’s list",
    )
    yield Text(
        da="Det, der opstår her: skønnet med forklaring, sagsbehandlerens egen vurdering, planen for samtaler, "
        "personens valg, anmodninger og egne ord, og breve",
        en="What comes about here: the estimate with its explanation, the caseworker’s own assessment, the plan of "
        "meetings, the person’s choices, requests and own words, and letters",
    )
    yield prose.catalogue(record)
    special = [element for element in record.elements if element.legal_class != "ordinary"]
    yield (
        Text(
            da="Følsomme oplysninger: " + ", ".join(element.name.da for element in special),
            en="Special categories: " + ", ".join(element.name.en for element in special),
        )
        if special
        else Text(da="Følsomme oplysninger (artikel 9): ingen", en="Special categories (Article 9): none")
    )


def _bases(record: Record) -> tuple[Text | NotStated, ...]:
    if not record.legal_bases:
        return (NotStated(Text(da="ingen hjemmel er i kraft.", en="no legal basis is in force.")),)
    return tuple(
        Text(
            da=f"{basis.citation.da} (databeskyttelsesforordningen art. {basis.article})",
            en=f"{basis.citation.en} (GDPR Article {basis.article})",
        )
        for basis in record.legal_bases
    )


def _labelled(da: str, en: str, value: str | NotStated) -> Text | NotStated:
    if isinstance(value, NotStated):
        return NotStated(Text(da=f"{value.because.da} ({da.lower()})", en=f"{value.because.en} ({en.lower()})"))
    return Text(da=f"{da}: {value}", en=f"{en}: {value}")


def _or_not(value: str | NotStated) -> Text | NotStated:
    return value if isinstance(value, NotStated) else Text(value, value)


def _said(name: Text, says: Text) -> Text:
    return Text(da=f"{name.da}: {says.da}", en=f"{name.en}: {says.en}")


def _write(record: Record, about: About) -> Iterator[Export]:
    document: dict[str, object] = {"about": {"standard": "GDPR Article 30(1)", **about.to_data()}}
    for point in points_of(record):
        texts = [said.text if isinstance(said, NotStated) else said for said in point.said]
        document[point.letter] = {
            "asks": {"da": point.asks.da, "en": point.asks.en},
            "said": [{"da": text.da, "en": text.en} for text in texts],
        }
    empty = [
        f"{name}: nothing is said" for name, of in document.items() if isinstance(of, dict) and of.get("said") == []
    ]
    faults = (*faults_of(document, FIELDS), *empty)
    yield Export(STANDARD_CODE, "article-30.json", JSON, as_json(document), faults=faults)


ARTICLE_30 = Standard(
    code=STANDARD_CODE,
    name="GDPR, Article 30(1)",
    edition="2016/679",
    link="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    says=Text(da="Fortegnelsen over behandlingen", en="The record of the processing"),
    write=_write,
)
