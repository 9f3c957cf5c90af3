"""The register -> the element catalogue as a page of Markdown, in Danish or in English."""

from __future__ import annotations

from collections.abc import Iterator

from lighed.elements.element import NUMBER_OF, Element, Family, Kind, Protection
from lighed.elements.register import REGISTER, ElementRegister
from lighed.governance import Moment, Text
from lighed.governance.text import Language

_TITLE = Text(da="Dataelementer", en="Data elements")
_INTRODUCTION = Text(
    da="Værktøjet bruger {n} oplysninger om en person, og ingen andre. Hver oplysning bruges, som den stod i "
    "fagsystemet dagen før tilmeldingen eller overgangen til kommunen. Fra dagen selv bruges kun tilmeldingen og "
    "overgangen. Ingen af dem hører til en særlig kategori af personoplysninger (databeskyttelsesforordningens "
    "artikel 9). En manglende oplysning er ikke en dårlig oplysning.",
    en="The tool uses {n} pieces of information about a person, and no others. Each is used as it stood in the case "
    "system on the day before the registration or the hand-over to the municipality. Of the day itself only the "
    "registration and the hand-over are used. None belongs to a special category of personal data (GDPR Article 9). "
    "A missing piece of information is not a bad one.",
)
_REGISTER = Text(da="Registrets kontrolsum", en="Checksum of the register")
_FAMILIES = {
    Family.CV: Text(da="CV", en="CV"),
    Family.JOB_LOG: Text(da="Joblog", en="Job log"),
    Family.EARLIER_COURSE: Text(da="Kontaktforløb", en="Contact courses"),
    Family.MASTER_DATA: Text(da="Stamdata", en="Master data"),
}
_MOMENTS = {
    Moment.REGISTRATION: Text(da="tilmelding", en="registration"),
    Moment.HAND_OVER: Text(da="overgang til kommunen", en="hand-over to the municipality"),
}
_PROTECTION = {
    Protection.NONE: Text(da="almindelig oplysning", en="ordinary information"),
    Protection.PROTECTED: Text(da="beskyttet oplysning", en="protected attribute"),
    Protection.PROXY: Text(
        da="kan hænge sammen med en beskyttet oplysning, og virkningen følges",
        en="may stand in for a protected attribute, and its effect is watched",
    ),
}
_YES = Text(da="ja", en="yes")
_NO = Text(da="nej", en="no")


def catalogue_page(language: Language, *, register: ElementRegister = REGISTER) -> str:
    """Write the catalogue page: each element with its meaning, source, values, legal status and why it is used."""
    return "\n".join(_page(language, register))


def _page(language: Language, register: ElementRegister) -> Iterator[str]:
    yield f"# {_TITLE.in_(language)}\n"
    yield _INTRODUCTION.in_(language).format(n=len(register)) + "\n"
    yield f"{_REGISTER.in_(language)}: `{register.sha256}`\n"
    for family, name in _FAMILIES.items():
        elements = [element for element in register if element.family is family]
        yield f"## {name.in_(language)} ({len(elements)})\n"
        for element in elements:
            yield from _entry(element, language, register)


def _entry(element: Element, language: Language, register: ElementRegister) -> Iterator[str]:
    yield f"### {element.name.in_(language)}\n"
    yield f"{element.meaning.in_(language)}\n"
    for label, content in _lines(element, language, register):
        yield f"- **{label.in_(language)}**: {content}"
    yield ""


def _lines(element: Element, language: Language, register: ElementRegister) -> Iterator[tuple[Text, str]]:
    yield Text(da="Hvorfor", en="Why"), element.rationale.in_(language)
    yield (
        Text(da="Hvordan og hvorfor det er samlet ind", en="How and why it was collected"),
        element.collected.in_(language),
    )
    yield Text(da="Sådan læses det", en="How to read it"), element.reading.in_(language)
    yield Text(da="Skal ses sammen med", en="To be seen together with"), _beside(element, language, register)
    if element.not_objective is not None:
        yield Text(da="Hvor det ikke er objektivt", en="Where it is not objective"), element.not_objective.in_(language)
    if element.objective_because is not None:
        yield Text(da="Hvorfor det er objektivt", en="Why it is objective"), element.objective_because.in_(language)
    yield Text(da="Hvor det ses i fagsystemet", en="Where the case system shows it"), element.screen.in_(language)
    yield Text(da="Tabeller", en="Tables"), ", ".join(f"`{table}`" for table in element.tables)
    yield Text(da="Værdi", en="Value"), _allowed(element, language)
    if element.absence is not None:
        yield Text(da="Uden værdi betyder", en="No value means"), element.absence.in_(language)
    moments = [name.in_(language) for moment, name in _MOMENTS.items() if moment in element.moments]
    yield Text(da="Bruges ved", en="Used at"), ", ".join(moments)
    yield Text(da="Juridisk", en="Legal status"), _PROTECTION[element.protection].in_(language)
    yield Text(da="Forældet efter", en="Out of date after"), _freshness(element, language)
    changeable = _YES if element.is_citizen_changeable else _NO
    yield Text(da="Kan borgeren selv ændre det", en="Can the citizen change it"), changeable.in_(language)
    yield Text(da="Med siden version", en="Here since version"), element.since
    yield Text(da="Kode", en="Code"), f"`{element.code}`"


def _beside(element: Element, language: Language, register: ElementRegister) -> str:
    return "; ".join(register[code].name.in_(language) for code in element.together_with)


def _allowed(element: Element, language: Language) -> str:
    if element.kind is Kind.CATEGORY:
        return "; ".join(f"{text.in_(language)} (`{code}`)" for code, text in element.codes.items())
    unit = element.unit or NUMBER_OF
    return (
        unit.in_(language)
        if unit == NUMBER_OF
        else Text(da="tal, {unit}", en="number, {unit}").in_(language).format(unit=unit.in_(language))
    )


def _freshness(element: Element, language: Language) -> str:
    if element.fresh_for_days is None:
        return Text(da="bliver ikke forældet", en="does not go out of date").in_(language)
    return Text(da="{n} dage", en="{n} days").in_(language).format(n=element.fresh_for_days)
