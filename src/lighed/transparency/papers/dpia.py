"""The data protection impact assessment: what GDPR Article 35(7) asks of what learns, in questions of our own."""

from __future__ import annotations

from collections.abc import Iterator

from lighed.governance import Text
from lighed.transparency.papers import told
from lighed.transparency.papers.paper import Ask, PaperForm, PaperKind, Part, Told
from lighed.transparency.record import Record


def _people(record: Record) -> tuple[Told, ...]:
    return (*record.use_case.subjects, record.use_case.volume)


def _recipients(record: Record) -> tuple[Told, ...]:
    return (*record.use_case.recipients, record.use_case.transfers)


def _system(record: Record) -> Iterator[Told]:
    yield record.system.description
    yield record.system.architecture
    yield from told.version(record)


def _rights(record: Record) -> tuple[Told, ...]:
    return (record.use_case.information, *record.use_case.rights, record.use_case.appeal)


def _human(record: Record) -> tuple[Told, ...]:
    return (record.use_case.human_role, record.use_case.display_says, record.use_case.training_of_users)


def _why_each(record: Record) -> Iterator[Told]:
    """Of the elements that are read, why each is; of all that may be, where no version says which."""
    for element in record.elements:
        if element.is_used is not False:
            yield Text(da=f"{element.name.da}: {element.why.da}", en=f"{element.name.en}: {element.why.en}")


def _accuracy(record: Record) -> Iterator[Told]:
    yield from told.performance(record)
    yield from told.groups(record)


DPIA = PaperForm(
    kind=PaperKind.DPIA,
    name=Text(da="Konsekvensanalyse vedrørende databeskyttelse (DPIA)", en="Data protection impact assessment (DPIA)"),
    short=Text(da="DPIA", en="DPIA"),
    rests_on=Text(da="Databeskyttelsesforordningen, artikel 35", en="GDPR, Article 35"),
    says=Text(
        da="Hvad behandlingen er, om den er nødvendig, hvad den kan gøre ved mennesker, og hvad der gøres ved det.",
        en="What the processing is, whether it is needed, what it can do to people, and what is done about that.",
    ),
    is_advised=True,
    parts=(
        Part(
            Text(da="Hvorfor analysen laves", en="Why the assessment is made"),
            (
                Ask(
                    code="why",
                    says=Text(
                        da="Hvad gør, at der skal laves en konsekvensanalyse?",
                        en="What makes an impact assessment necessary?",
                    ),
                    told=lambda record: (record.system.risk_class, record.use_case.impact),
                    is_own=True,
                ),
                Ask(
                    code="controller",
                    says=Text(da="Hvem er ansvarlig for hvad?", en="Who is responsible for what?"),
                    told=told.controller,
                ),
                Ask(
                    code="asked",
                    says=Text(
                        da="Hvordan er borgere og medarbejdere, eller dem der taler for dem, hørt, og hvad sagde de?",
                        en="How were citizens, staff or those who speak for them heard, and what did they say?",
                    ),
                    told=told.nothing,
                    is_own=True,
                ),
            ),
        ),
        Part(
            Text(da="Hvad der sker", en="What happens"),
            (
                Ask(
                    code="system",
                    says=Text(
                        da="Hvad er det for en løsning, og hvordan virker den?",
                        en="What is the solution, and how does it work?",
                    ),
                    told=_system,
                ),
                Ask(
                    code="purposes",
                    says=Text(
                        da="Hvad bruges oplysningerne til, under udvikling og i drift? Hvad må de ikke bruges til?",
                        en="For what is the data used, in development and in operation? For what must it not be?",
                    ),
                    told=lambda record: (*told.purposes(record), *told.out_of_scope(record)),
                ),
                Ask(
                    code="steps",
                    says=Text(
                        da="Hvad sker der med oplysningerne fra start til slut?",
                        en="What happens to the data from beginning to end?",
                    ),
                    told=lambda record: record.use_case.steps,
                ),
                Ask(
                    code="people",
                    says=Text(
                        da="Hvem handler oplysningerne om, og hvor mange?", en="Who is the data about, and how many?"
                    ),
                    told=_people,
                    is_own=True,
                ),
                Ask(
                    code="data",
                    says=Text(da="Hvilke oplysninger bruges?", en="Which data is used?"),
                    told=lambda record: (*told.data(record), *told.sensitive(record)),
                ),
                Ask(
                    code="training_data",
                    says=Text(
                        da="Hvad er løsningen bygget af, og hvordan er det gjort anonymt?",
                        en="What was the solution built of, and how was that made anonymous?",
                    ),
                    told=told.datasets,
                ),
                Ask(
                    code="recipients",
                    says=Text(
                        da="Hvem får oplysninger, og forlader de EU?",
                        en="Who receives data, and does any leave the Union?",
                    ),
                    told=_recipients,
                ),
                Ask(
                    code="retention",
                    says=Text(da="Hvor længe gemmes hvad?", en="What is kept for how long?"),
                    told=told.retention,
                ),
            ),
        ),
        Part(
            Text(da="Om det er nødvendigt og rimeligt", en="Whether it is needed and fair"),
            (
                Ask(
                    code="legal_basis",
                    says=Text(
                        da="Hvilken hjemmel er der til udvikling og til drift?",
                        en="What is the legal basis for development and for operation?",
                    ),
                    told=told.bases,
                ),
                Ask(
                    code="necessity",
                    says=Text(
                        da="Kan formålet nås på en måde, der griber mindre ind? Hvorfor ikke?",
                        en="Could the purpose be reached in a way that intrudes less? Why not?",
                    ),
                    told=lambda record: (*told.weighed(record), record.use_case.alternatives),
                    is_own=True,
                ),
                Ask(
                    code="minimal",
                    says=Text(da="Hvorfor er hver oplysning nødvendig?", en="Why is each piece of information needed?"),
                    told=_why_each,
                ),
                Ask(
                    code="context",
                    says=Text(
                        da="Hvordan er hver oplysning samlet ind, hvor er den ikke objektiv, og hvad ses den med?",
                        en="How is each piece of data collected, where is it not objective, and what is it seen with?",
                    ),
                    told=lambda record: told.contexts(record, "collected", "objectivity", "together_with"),
                ),
                Ask(
                    code="accuracy",
                    says=Text(
                        da="Hvor rigtige er skønnene, samlet og for hver gruppe, og hvornår er de ikke gode nok?",
                        en="How right are the estimates, in all and for each group, and when are they not good enough?",
                    ),
                    told=_accuracy,
                    is_own=True,
                ),
                Ask(
                    code="rights",
                    says=Text(
                        da="Hvordan får borgeren besked, og hvordan bruger borgeren sine rettigheder?",
                        en="How is the citizen informed, and how are the citizen’s rights exercised?",
                    ),
                    told=_rights,
                ),
                Ask(
                    code="human",
                    says=Text(
                        da="Hvordan er det sikret, at et menneske beslutter, og ikke bare følger skønnet?",
                        en="How is it made sure that a human being decides, and does not merely follow the estimate?",
                    ),
                    told=_human,
                ),
                Ask(
                    code="explained",
                    says=Text(
                        da="Kan skønnet forklares for den, det handler om?",
                        en="Can the estimate be explained to the person whom it is about?",
                    ),
                    told=lambda record: (record.system.method,),
                ),
            ),
        ),
        Part(
            Text(da="Hvad der kan gå galt", en="What can go wrong"),
            (
                Ask(
                    code="risks",
                    says=Text(
                        da="Hvilke risici er der for mennesker, og hvad gøres der ved hver af dem?",
                        en="Which risks are there to people, and what is done about each?",
                    ),
                    told=told.risks,
                ),
                Ask(
                    code="own_risks",
                    says=Text(
                        da="Hvor sandsynlig og alvorlig er hver risiko hos os, før og efter? Er der flere?",
                        en="How likely and grave is each risk with us, before and after what is done? Are there more?",
                    ),
                    told=told.nothing,
                    is_own=True,
                ),
                Ask(
                    code="security",
                    says=Text(da="Hvordan er oplysningerne beskyttet?", en="How is the data protected?"),
                    told=lambda record: record.security,
                ),
                Ask(
                    code="oversight",
                    says=Text(
                        da="Hvem holder øje i drift, og hvordan opdages det, hvis løsningen bliver dårligere?",
                        en="Who watches over it in operation, and how is it found out if the solution gets worse?",
                    ),
                    told=lambda record: (*told.oversight(record), *told.stopped(record)),
                ),
            ),
        ),
        Part(
            Text(da="Konklusion", en="Conclusion"),
            (
                Ask(
                    code="conclusion",
                    says=Text(
                        da="Hvad er tilbage af risiko, og kan det forsvares? Skal Datatilsynet høres først?",
                        en="Which risk is left, and can it be justified? Must the authority be consulted first?",
                    ),
                    told=told.nothing,
                    is_own=True,
                ),
                Ask(
                    code="follow_up",
                    says=Text(
                        da="Hvad skal gøres inden hvornår, af hvem, og hvornår læses analysen igen?",
                        en="What is to be done by when, by whom, and when is the assessment read again?",
                    ),
                    told=lambda record: (record.system.maintenance,),
                    is_own=True,
                ),
            ),
        ),
    ),
)
