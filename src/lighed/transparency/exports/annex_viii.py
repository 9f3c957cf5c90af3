"""A record -> what the AI Act's Annex VIII asks of a provider (section A) and of a public deployer (section C)."""

from __future__ import annotations

from collections.abc import Iterator

from lighed.governance import Text
from lighed.transparency.exports import prose
from lighed.transparency.exports.export import JSON, LANGUAGES, About, Export, Field, Standard, as_json, faults_of
from lighed.transparency.record import NotStated, Record, Status
from lighed.transparency.record_data import in_words

_CODE = "ai-act-annex-viii"
SECTION_A = tuple(Field(f"A{number}", is_required=True) for number in range(1, 14))
SECTION_C = tuple(Field(f"C{number}", is_required=True) for number in range(1, 6))
_STATUS = {
    Status.NOT_BEGUN: Text(da="Ikke taget i brug", en="Not put into service"),
    Status.IN_USE: Text(da="I brug", en="In service"),
    Status.PAUSED: Text(da="I brug, sat på pause", en="In service, paused"),
    Status.ENDED: Text(da="Ikke længere i brug", en="No longer in service"),
}
_NO_REPRESENTATIVE = NotStated(
    Text(
        da="en bemyndiget repræsentant kun kræves, når udbyderen er uden for EU.",
        en="an authorised representative is required only of a provider outside the Union.",
    )
)
_NO_CERTIFICATE = NotStated(
    Text(
        da="systemtypen vurderes ved intern kontrol, uden et bemyndiget organ.",
        en="systems of this kind are assessed by internal control, without a notified body.",
    )
)
_NO_DECLARATION = NotStated(
    Text(
        da="udbyderen ikke har udstedt en EU-overensstemmelseserklæring.",
        en="the provider has not issued an EU declaration of conformity.",
    )
)
_NO_PROVIDER_ENTRY = NotStated(
    Text(da="udbyderen ikke har en post i EU’s database.", en="the provider has no entry in the database of the Union.")
)
_NO_FRIA = NotStated(
    Text(
        da="analysen af konsekvenser for grundlæggende rettigheder ikke er registreret her.",
        en="the fundamental rights impact assessment is not on record here.",
    )
)


def _write(record: Record, about: About) -> Iterator[Export]:
    for language in LANGUAGES:
        document = {
            "about": {"standard": "AI Act (EU) 2024/1689, Annex VIII", "language": language, **about.to_data()},
            "section_a": _provider(record, about, language),
            "section_c": _deployer(record, language),
        }
        faults = (
            *faults_of(document["section_a"], SECTION_A),
            *faults_of(document["section_c"], SECTION_C),
        )
        yield Export(_CODE, f"annex-viii.{language}.json", JSON, as_json(document), language, faults)


def _provider(record: Record, about: About, language: str) -> dict[str, str]:
    system = record.system
    same = Text(da="Den samme som udbyderen", en="The same as the provider").in_(language)
    return {
        "A1": system.supplier.in_(language),
        "A2": same,
        "A3": in_words(_NO_REPRESENTATIVE, language),
        "A4": f"{system.name} {system.software_version} ({system.reference})",
        "A5": f"{prose.purposes(record, language)}\n{prose.process(record, language)}",
        "A6": f"{prose.source_data(record, language)}\n{prose.method(record, language)}",
        "A7": f"{_STATUS[system.status].in_(language)}. {system.status_says.in_(language)}",
        "A8": in_words(_NO_CERTIFICATE, language),
        "A9": in_words(_NO_CERTIFICATE, language),
        "A10": Text(da="Danmark", en="Denmark").in_(language),
        "A11": in_words(_NO_DECLARATION, language),
        "A12": f"{prose.human_role(record, language)}\n\n{system.maintenance.in_(language)}",
        "A13": about.page("register/"),
    }


def _deployer(record: Record, language: str) -> dict[str, str]:
    one = record.organisation
    contact = [in_words(way, language) for way in (one.address, one.email, one.phone) if not isinstance(way, NotStated)]
    submitted = Text(da="Kommunen selv", en="The municipality itself").in_(language)
    if not isinstance(one.accountable, NotStated):
        submitted = f"{one.name}, {one.accountable}"
    reached = "; ".join(contact) or in_words(one.email, language)
    return {
        "C1": f"{one.name}. {reached}",
        "C2": submitted,
        "C3": in_words(_NO_PROVIDER_ENTRY, language),
        "C4": _fria(record, language),
        "C5": prose.assessments(record, language, kind="dpia"),
    }


def _fria(record: Record, language: str) -> str:
    filed = [one for one in record.assessments if one.kind == "fria"]
    if not filed:
        return in_words(_NO_FRIA, language)
    return "\n".join(f"{one.title} ({one.filed_at}), {one.signed_on}" for one in filed)


ANNEX_VIII = Standard(
    code=_CODE,
    name="AI Act, Annex VIII",
    edition="(EU) 2024/1689",
    link="https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
    says=Text(
        da="Oplysninger til EU’s database over AI-systemer", en="What the Union’s database of AI systems asks for"
    ),
    write=_write,
)
