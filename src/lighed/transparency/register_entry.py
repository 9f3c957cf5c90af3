"""A record -> the register entry that people read, in two tiers: in short, and in full by subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from lighed.governance import Text
from lighed.transparency.exports import prose
from lighed.transparency.exports.export import LANGUAGES
from lighed.transparency.record import NotStated, Record

Said = Text | NotStated


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is told: what it is called, and what is said of it."""

    name: Text
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Lines about one subject."""

    code: str
    heading: Text
    lines: tuple[Line, ...]


def short_entry(record: Record) -> tuple[Line, ...]:
    """The first tier: what everyone should know."""
    one, system, use = record.organisation, record.system, record.use_case
    n = len(record.elements)
    return (
        Line(Text(da="Hvem bruger det", en="Who uses it"), (_same(one.name),)),
        Line(Text(da="Hvad det er", en="What it is"), (system.summary,)),
        Line(Text(da="Er det i brug", en="Is it in use"), (system.status_says,)),
        Line(Text(da="Hvad det er til", en="What it is for"), tuple(purpose.says for purpose in use.purposes)),
        Line(Text(da="Hvem bestemmer", en="Who decides"), (_DECIDES, use.display_says)),
        Line(
            Text(da="Hvilke oplysninger", en="Which information"),
            (
                Text(
                    da=f"{n} oplysninger fra kommunens fagsystem. Ingen andre.",
                    en=f"{n} pieces of information from the municipality’s case system. No others.",
                ),
            ),
        ),
        Line(Text(da="Hvad loven siger", en="What the law says"), _law_in_short(record)),
        Line(Text(da="Hvis du er uenig", en="If you disagree"), (_DISAGREE,)),
        Line(Text(da="Kontakt", en="Contact"), (_or_same(one.phone), _or_same(one.email))),
    )


_DECIDES = Text(
    da="Et menneske. Værktøjet viser et tal. En sagsbehandler vurderer selv og lægger planen.",
    en="A human being. The tool shows a number. A caseworker judges and makes the plan.",
)
_DISAGREE = Text(
    da="Du kan få rettet fejl, sige fra og få et andet menneske til at se på din sag. Du får et svar med grunde.",
    en="You can have mistakes put right, object, and have another human being look at your case. You get an answer "
    "with reasons.",
)


def full_entry(record: Record) -> tuple[Section, ...]:
    """The second tier: every fact of the record, by subject."""
    return tuple(_sections(record))


def _sections(record: Record) -> Iterator[Section]:
    yield _responsible(record)
    yield _use(record)
    yield _human(record)
    yield _law(record)
    yield _data(record)
    yield _model(record)
    yield _measured(record)
    yield _risks(record)
    yield _kept(record)


def _responsible(record: Record) -> Section:
    one, system = record.organisation, record.system
    return Section(
        "responsible",
        Text(da="Hvem har ansvaret", en="Who is responsible"),
        (
            Line(Text(da="Enhed", en="Unit"), (_or_same(one.unit),)),
            Line(Text(da="Ansvarlig", en="Accountable"), (_or_same(one.accountable),)),
            Line(Text(da="Adresse", en="Address"), (_or_same(one.address),)),
            Line(Text(da="Hjemmeside", en="Website"), (_or_same(one.website),)),
            Line(Text(da="Databeskyttelsesrådgiver", en="Data protection officer"), (_or_same(one.dpo),)),
            Line(Text(da="Hvem driver serverne", en="Who runs the servers"), (_or_same(one.operator),)),
            Line(Text(da="Hvem har lavet softwaren", en="Who made the software"), (system.supplier,)),
            Line(
                Text(da="Software og licens", en="Software and licence"),
                (_same(f"{system.name} {system.software_version}, {system.licence}"),),
            ),
            Line(Text(da="Kildekode", en="Source code"), (_or_same(system.source_code),)),
            Line(Text(da="I brug siden", en="In use since"), (_day(system.in_use_since),)),
        ),
    )


def _use(record: Record) -> Section:
    use = record.use_case
    return Section(
        "use",
        Text(da="Sådan bruges det", en="How it is used"),
        (
            Line(Text(da="Trin for trin", en="Step by step"), use.steps),
            Line(Text(da="Hvad det betyder for folk", en="What it means for people"), (use.impact,)),
            Line(Text(da="Hvad det skal gavne", en="What good it should do"), (use.benefit,)),
            Line(Text(da="Bruges ikke til", en="Not used for"), use.out_of_scope),
            Line(Text(da="Hvor tit", en="How often"), (use.volume,)),
            Line(Text(da="Afvejning", en="Balancing"), (_or_same(use.proportionality),)),
            Line(Text(da="Andre veje, der blev overvejet", en="Other ways considered"), (use.alternatives,)),
        ),
    )


def _human(record: Record) -> Section:
    use = record.use_case
    watched = tuple(
        Line(
            measure.name,
            (
                measure.says,
                *(
                    (
                        Text(
                            da="Hvem: " + ", ".join(role.da for role in measure.roles),
                            en="Who: " + ", ".join(role.en for role in measure.roles),
                        ),
                    )
                    if measure.roles
                    else ()
                ),
            ),
        )
        for measure in record.oversight
    )
    return Section(
        "human",
        Text(da="Mennesker og kontrol", en="People and oversight"),
        (
            Line(Text(da="Menneskets rolle", en="The human role"), (use.human_role, use.display_says)),
            Line(Text(da="Uddannelse", en="Training"), (use.training_of_users,)),
            Line(Text(da="Dine rettigheder", en="Your rights"), use.rights),
            Line(Text(da="Klage", en="Complaint"), (use.appeal,)),
            *watched,
        ),
    )


def _law(record: Record) -> Section:
    lines = [
        Line(
            basis.citation,
            (
                Text(da=f"Databeskyttelsesforordningen art. {basis.article}", en=f"GDPR Article {basis.article}"),
                basis.participation_says,
                _same(basis.necessity),
                Text(
                    da=f"Gælder fra {_da(basis.valid_from)}. Læses igen senest {_da(basis.review_due)}.",
                    en=f"In force from {basis.valid_from}. To be read again by {basis.review_due}.",
                ),
                *((_MADE_UP,) if basis.is_fictional else ()),
            ),
        )
        for basis in record.legal_bases
    ] or [Line(Text(da="Hjemmel", en="Legal basis"), (_NO_BASIS,))]
    filed = tuple(_in_both(lambda language: prose.assessments(record, language)))
    lines.append(Line(Text(da="Konsekvensanalyse", en="Impact assessment"), filed))
    lines.append(Line(Text(da="Risikoklasse", en="Risk class"), (record.system.risk_class,)))
    return Section("law", Text(da="Loven", en="The law"), tuple(lines))


_MADE_UP = Text(
    da="Opdigtet: gælder kun opdigtede personer.", en="Made up: it covers made-up people only."
)  # fmt: skip
_NO_BASIS = NotStated(Text(da="ingen hjemmel er i kraft.", en="no legal basis is in force."))


def _law_in_short(record: Record) -> tuple[Said, ...]:
    # What is in force for planning is what a citizen meets; the whole list stands in the second tier.
    bases = [basis for basis in record.legal_bases if basis.purpose == "plan_contact_course"]
    return tuple(basis.participation_says for basis in bases) or (_NO_BASIS,)


def _data(record: Record) -> Section:
    families: dict[Text, list[Text]] = {}
    for element in record.elements:
        families.setdefault(element.family_name, []).append(element.name)
    return Section(
        "data",
        Text(da="Oplysninger og data", en="Information and data"),
        (
            *(
                Line(
                    family,
                    (Text(", ".join(name.da for name in names), ", ".join(name.en for name in names)),),
                )
                for family, names in families.items()
            ),
            *(Line(one.title, (one.description, one.collection)) for one in record.datasets),
            Line(Text(da="Hvem får det at se", en="Who gets to see it"), record.use_case.recipients),
            Line(Text(da="Andre lande", en="Other countries"), (record.use_case.transfers,)),
        ),
    )


def _model(record: Record) -> Section:
    version = record.version
    built: tuple[Said, ...]
    if isinstance(version, NotStated):
        built = (version,)
    else:
        built = (
            _same(f"{version.id} (sha256 {version.sha256})"),
            Text(
                da=f"Bygget {_da(version.made_on)} af anonyme grupper på mindst {version.k} personer",
                en=f"Built on {version.made_on} of anonymous groups of at least {version.k} people",
            ),
        )
    return Section(
        "model",
        Text(da="Sådan regner det", en="How it computes"),
        (
            Line(Text(da="Beskrivelse", en="Description"), (record.system.description,)),
            Line(Text(da="Metode", en="Method"), (record.system.method,)),
            Line(Text(da="Version", en="Version"), built),
            Line(Text(da="Grænser", en="Limits"), tuple(_in_both(lambda language: prose.limits(record, language)))),
            Line(Text(da="Opbygning", en="Architecture"), (record.system.architecture,)),
            Line(Text(da="Vedligehold", en="Maintenance"), (record.system.maintenance,)),
        ),
    )


def _measured(record: Record) -> Section:
    lines = []
    for one in record.evaluations:
        figures = tuple(
            Text(da=prose.figure(metric, "da"), en=prose.figure(metric, "en")) for metric in one.metrics
        )  # fmt: skip
        on = Text(
            da=f"{one.n_cases} forløb fra {_da(one.registered_from)} til {_da(one.registered_to)}",
            en=f"{one.n_cases} courses from {one.registered_from} to {one.registered_to}",
        )
        lines.append(Line(one.name, (on, *figures)))
    if not lines:
        says = tuple(_in_both(lambda language: prose.performance(record, language)))
        lines = [Line(Text(da="Målinger", en="Measurements"), says)]
    return Section("measured", Text(da="Hvor godt det passer", en="How well it fits"), tuple(lines))


def _risks(record: Record) -> Section:
    return Section(
        "risks",
        Text(da="Risici, og hvad der gøres", en="Risks, and what is done"),
        tuple(Line(risk.name, (risk.says, *risk.measures)) for risk in record.risks),
    )


def _kept(record: Record) -> Section:
    return Section(
        "kept",
        Text(da="Hvor længe, og hvor sikkert", en="How long, and how safely"),
        (
            *(
                Line(
                    term.name,
                    (
                        Text(
                            da=f"{term.months} måneder {term.counted_from.da}",
                            en=f"{term.months} months {term.counted_from.en}",
                        ),
                    ),
                )
                for term in record.retention
            ),
            Line(Text(da="Sikkerhed", en="Security"), record.security),
        ),
    )


def _in_both(say: Callable[[str], str]) -> Iterator[Text]:
    da, en = (say(language).split("\n") for language in LANGUAGES)
    return (Text(da=one, en=other) for one, other in zip(da, en, strict=True))


def _same(said: str) -> Text:
    return Text(said, said)


def _or_same(said: str | NotStated) -> Said:
    return said if isinstance(said, NotStated) else _same(said)


def _day(day: date | NotStated) -> Said:
    return day if isinstance(day, NotStated) else Text(da=_da(day), en=prose.day(day, "en"))


def _da(day: date) -> str:
    return prose.day(day, "da")
