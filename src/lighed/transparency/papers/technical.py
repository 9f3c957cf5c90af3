"""The technical documentation by the nine points of the AI Act's Annex IV."""

from __future__ import annotations

from collections.abc import Iterator

from lighed.governance import Text
from lighed.transparency.papers import told
from lighed.transparency.papers.paper import Ask, PaperForm, PaperKind, Part, Told
from lighed.transparency.record import NotStated, Record

_NO_DECLARATION = NotStated(
    Text(
        da="udbyderen ikke har udstedt en EU-overensstemmelseserklæring.",
        en="the provider has not issued an EU declaration of conformity.",
    )
)
_NO_STANDARDS = NotStated(
    Text(
        da="ingen harmoniserede standarder er fulgt. Reglerne og deres prøver står i produktets dokumentation.",
        en="no harmonised standards are followed. The rules that are kept, and their tests, are in the product’s own "
        "documentation.",
    )
)


def _general(record: Record) -> Iterator[Told]:
    system = record.system
    yield system.summary
    yield system.description
    yield told.labelled("Software", "Software", f"{system.name} {system.software_version} ({system.reference})")
    yield system.supplier
    yield from told.version(record)
    yield from told.purposes(record)


def _parameters(record: Record) -> Iterator[Told]:
    yield from told.moments(record)
    if isinstance(record.version, NotStated):
        return
    for moment in record.version.moments:
        yield Text(
            da=f"{moment.name.da}: kappa {moment.kappa:g}, alpha {moment.alpha:g}, sædvanlig andel "
            f"{moment.usual_share}",
            en=f"{moment.name.en}: kappa {moment.kappa:g}, alpha {moment.alpha:g}, usual share {moment.usual_share}",
        )


def _reports(record: Record) -> Iterator[Told]:
    yield from told.performance(record)
    for report in record.evaluations:
        for name, sha256 in report.files.items():
            yield told.labelled(report.name.da, report.name.en, f"{name}, SHA-256 {sha256}")


def _human(record: Record) -> tuple[Told, ...]:
    return (record.use_case.human_role, record.use_case.display_says, *told.oversight(record))


TECHNICAL = PaperForm(
    kind=PaperKind.TECHNICAL,
    name=Text(da="Teknisk dokumentation", en="Technical documentation"),
    short=Text(da="Den tekniske dokumentation", en="The technical documentation"),
    rests_on=Text(da="AI-forordningen, artikel 11 og bilag IV", en="AI Act, Article 11 and Annex IV"),
    says=Text(
        da="Hvordan systemet er bygget, målt og holdt ved lige, punkt for punkt.",
        en="How the system is built, measured and kept up, point by point.",
    ),
    parts=(
        Part(
            Text(da="1. Systemet i det hele", en="1. The system as a whole"),
            (
                Ask(code="1", says=Text(da="Hvad er systemet?", en="What is the system?"), told=_general),
                Ask(
                    code="1_forms",
                    says=Text(
                        da="Hvordan er det sat op, og hvad arbejder det sammen med?",
                        en="How is it set up, and what does it work with?",
                    ),
                    told=lambda record: (record.system.architecture, *record.use_case.recipients),
                ),
            ),
        ),
        Part(
            Text(da="2. Dele og tilblivelse", en="2. Parts and making"),
            (
                Ask(
                    code="2_method",
                    says=Text(da="Hvordan regner det, og hvorfor sådan?", en="How does it compute, and why so?"),
                    told=lambda record: (record.system.method, *_parameters(record)),
                ),
                Ask(
                    code="2_data",
                    says=Text(
                        da="Hvilke data er det bygget af, og hvordan er de valgt, renset og gjort anonyme?",
                        en="Which data is it built of, and how was it chosen, cleaned and made anonymous?",
                    ),
                    told=lambda record: (
                        *told.datasets(record),
                        *told.data(record),
                        *told.contexts(record, "collected", "objectivity", "since"),
                    ),
                ),
                Ask(
                    code="2_human",
                    says=Text(da="Hvad kan mennesker gøre?", en="What can human beings do?"),
                    told=_human,
                ),
                Ask(
                    code="2_changes",
                    says=Text(
                        da="Hvilke ændringer er fastlagt på forhånd?", en="Which changes are laid down beforehand?"
                    ),
                    told=lambda record: (record.system.maintenance,),
                ),
                Ask(
                    code="2_tests",
                    says=Text(
                        da="Hvordan er det prøvet, og med hvilke tal?", en="How was it tested, and with which figures?"
                    ),
                    told=_reports,
                ),
                Ask(
                    code="2_security",
                    says=Text(da="Hvordan er det sikret?", en="How is it secured?"),
                    told=lambda record: record.security,
                ),
            ),
        ),
        Part(
            Text(da="3.–5. Drift, mål og risici", en="3–5. Operation, measures and risks"),
            (
                Ask(
                    code="3",
                    says=Text(
                        da="3. Hvor rigtigt er det for hver gruppe, og hvad kan det ikke?",
                        en="3. How accurate is it for each group, and what can it not do?",
                    ),
                    told=lambda record: (*told.groups(record), *told.out_of_scope(record)),
                ),
                Ask(
                    code="4",
                    says=Text(da="4. Hvorfor er netop de mål valgt?", en="4. Why were those very measures chosen?"),
                    told=lambda record: (
                        Text(
                            da="Rangordning, kalibrering og fejl ved hver grænse, alle med usikkerhed, samlet og for "
                            "hver gruppe. Andelen af 100 læses som et tal, og derfor skal den passe.",
                            en="Ranking, calibration and errors at each limit, all with uncertainty, in all and for "
                            "each group. The share of 100 is read as a number, and must therefore fit.",
                        ),
                    ),
                ),
                Ask(
                    code="5",
                    says=Text(da="5. Hvordan styres risici?", en="5. How are risks managed?"),
                    told=told.risks,
                    is_own=True,
                ),
            ),
        ),
        Part(
            Text(da="6.–9. Over tid", en="6–9. Over time"),
            (
                Ask(
                    code="6",
                    says=Text(da="6. Hvad er ændret, af hvem og hvorfor?", en="6. What was changed, by whom and why?"),
                    told=told.decisions,
                ),
                Ask(
                    code="7",
                    says=Text(da="7. Hvilke standarder er fulgt?", en="7. Which standards were followed?"),
                    told=lambda record: (_NO_STANDARDS,),
                ),
                Ask(
                    code="8",
                    says=Text(
                        da="8. Hvor er overensstemmelseserklæringen?", en="8. Where is the declaration of conformity?"
                    ),
                    told=lambda record: (_NO_DECLARATION,),
                ),
                Ask(
                    code="9",
                    says=Text(
                        da="9. Hvordan holdes der øje, efter at det er taget i brug?",
                        en="9. How is it watched once it is in use?",
                    ),
                    told=lambda record: (*told.oversight(record), *told.stopped(record)),
                ),
            ),
        ),
    ),
)
