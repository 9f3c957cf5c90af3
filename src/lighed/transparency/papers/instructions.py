"""The instructions for use that the AI Act's Article 13(3) asks of who provides a system."""

from __future__ import annotations

from collections.abc import Iterator

from lighed.governance import Text
from lighed.transparency.papers import told
from lighed.transparency.papers.paper import Ask, PaperForm, PaperKind, Part, Told
from lighed.transparency.record import Record


def _provider(record: Record) -> tuple[Told, ...]:
    system = record.system
    return (
        system.supplier,
        told.labelled("Software", "Software", f"{system.name} {system.software_version}"),
        told.labelled("Licens", "Licence", system.licence),
        told.labelled("Kildekode", "Source code", system.source_code),
    )


def _misuse(record: Record) -> Iterator[Told]:
    yield from told.out_of_scope(record)
    yield from told.risks(record)


def _human(record: Record) -> tuple[Told, ...]:
    use = record.use_case
    return (use.human_role, use.display_says, use.training_of_users, *told.oversight(record))


INSTRUCTIONS = PaperForm(
    kind=PaperKind.INSTRUCTIONS,
    name=Text(da="Brugsanvisning", en="Instructions for use"),
    short=Text(da="Brugsanvisningen", en="The instructions for use"),
    rests_on=Text(da="AI-forordningen, artikel 13, stk. 3", en="AI Act, Article 13(3)"),
    says=Text(
        da="Hvad systemet kan og ikke kan, hvor rigtigt det er, og hvordan mennesker holder øje med det.",
        en="What the system can and cannot do, how right it is, and how human beings watch over it.",
    ),
    parts=(
        Part(
            Text(da="Hvem og hvad", en="Who and what"),
            (
                Ask(
                    code="provider",
                    says=Text(da="a) Hvem har lavet det?", en="(a) Who made it?"),
                    told=_provider,
                ),
                Ask(
                    code="purpose",
                    says=Text(da="b) i) Hvad er det lavet til?", en="(b)(i) What is it made for?"),
                    told=lambda record: (*told.purposes(record), *record.use_case.steps),
                ),
                Ask(
                    code="accuracy",
                    says=Text(
                        da="b) ii) Hvor rigtigt og hvor sikkert er det, målt på hvad?",
                        en="(b)(ii) How accurate and secure is it, measured on what?",
                    ),
                    told=lambda record: (*told.performance(record), *record.security),
                ),
                Ask(
                    code="misuse",
                    says=Text(
                        da="b) iii) Hvilken brug kan give fare for rettigheder?",
                        en="(b)(iii) Which use may put rights at risk?",
                    ),
                    told=_misuse,
                ),
                Ask(
                    code="explained",
                    says=Text(
                        da="b) iv) Hvordan forklarer det, hvad det siger?",
                        en="(b)(iv) How does it explain what it says?",
                    ),
                    told=lambda record: (record.system.method,),
                ),
                Ask(
                    code="groups",
                    says=Text(
                        da="b) v) Hvor godt passer det til grupper af mennesker?",
                        en="(b)(v) How well does it fit groups of people?",
                    ),
                    told=told.groups,
                ),
                Ask(
                    code="data",
                    says=Text(
                        da="b) vi) Hvad skal der til af oplysninger, og hvad er det bygget af?",
                        en="(b)(vi) Which data does it take, and what is it built of?",
                    ),
                    told=lambda record: (
                        *told.data(record),
                        *told.datasets(record),
                        *told.contexts(record, "why", "collected", "since"),
                    ),
                ),
                Ask(
                    code="reading",
                    says=Text(
                        da="b) vii) Hvordan læses det, og hvad betyder hver oplysning?",
                        en="(b)(vii) How is it read, and what does each piece of information mean?",
                    ),
                    told=lambda record: (
                        *told.moments(record),
                        *told.contexts(record, "reading", "together_with", "objectivity"),
                    ),
                ),
            ),
        ),
        Part(
            Text(da="Ændringer, mennesker og drift", en="Changes, people and operation"),
            (
                Ask(
                    code="changes",
                    says=Text(
                        da="c) Hvilke ændringer er planlagt på forhånd?", en="(c) Which changes are planned beforehand?"
                    ),
                    told=lambda record: (*told.version(record), record.system.maintenance),
                ),
                Ask(
                    code="human",
                    says=Text(
                        da="d) Hvordan holder mennesker øje, og hvad hjælper dem til at læse skønnet?",
                        en="(d) How do human beings watch over it, and what helps them read the estimate?",
                    ),
                    told=_human,
                ),
                Ask(
                    code="upkeep",
                    says=Text(
                        da="e) Hvad kræver det at drive, og hvad skal gøres hvor tit?",
                        en="(e) What does it take to run, and what is to be done how often?",
                    ),
                    told=lambda record: (record.system.architecture, record.system.maintenance),
                ),
                Ask(
                    code="logs",
                    says=Text(da="f) Hvordan gemmes og læses loggen?", en="(f) How is the log kept and read?"),
                    told=told.log_kept,
                ),
                Ask(
                    code="local",
                    says=Text(
                        da="Hvad gælder særligt her i kommunen, som brugerne skal vide?",
                        en="What holds in this municipality alone that its users must know?",
                    ),
                    told=told.controller,
                    is_own=True,
                ),
            ),
        ),
    ),
)
