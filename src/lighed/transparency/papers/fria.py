"""The fundamental rights impact assessment: the six points of the AI Act's Article 27(1)."""

from __future__ import annotations

from lighed.governance import Text
from lighed.transparency.exports import prose
from lighed.transparency.papers import told
from lighed.transparency.papers.paper import Ask, PaperForm, PaperKind, Part, Told
from lighed.transparency.record import NotStated, Record


def _when(record: Record) -> tuple[Told, ...]:
    since = told.labelled("I brug siden", "In use since", _day(record))
    return (*record.use_case.moments, since, record.use_case.volume)


def _day(record: Record) -> Text | NotStated:
    since = record.system.in_use_since
    return since if isinstance(since, NotStated) else Text(da=prose.day(since, "da"), en=prose.day(since, "en"))


def _people(record: Record) -> tuple[Told, ...]:
    return (*record.use_case.subjects, *told.sensitive(record))


def _harm(record: Record) -> tuple[Told, ...]:
    return (record.use_case.impact, *told.risks(record), *told.groups(record))


def _human(record: Record) -> tuple[Told, ...]:
    use = record.use_case
    return (use.human_role, use.display_says, use.training_of_users, *told.oversight(record))


def _if_it_happens(record: Record) -> tuple[Told, ...]:
    return (*told.stopped(record), record.use_case.appeal, *record.use_case.rights)


def _assessed(record: Record) -> tuple[Told, ...]:
    filed = [one for one in record.assessments if one.kind == "dpia"]
    if not filed:
        return (NotStated(Text(da="ingen konsekvensanalyse er registreret.", en="no impact assessment is on record.")),)
    return tuple(Text(*[f"{one.title} ({one.filed_at}), {one.signed_on}"] * 2) for one in filed)


FRIA = PaperForm(
    kind=PaperKind.FRIA,
    name=Text(
        da="Konsekvensanalyse vedrørende grundlæggende rettigheder (FRIA)",
        en="Fundamental rights impact assessment (FRIA)",
    ),
    short=Text(da="FRIA", en="FRIA"),
    rests_on=Text(da="AI-forordningen, artikel 27, stk. 1, litra a–f", en="AI Act, Article 27(1)(a)–(f)"),
    says=Text(
        da="Hvem brugen rammer, hvordan den kan skade deres rettigheder, og hvad der sker, hvis den gør.",
        en="Whom the use affects, how it can harm their rights, and what happens if it does.",
    ),
    is_advised=True,
    parts=(
        Part(
            Text(da="Brugen", en="The use"),
            (
                Ask(
                    code="a",
                    says=Text(
                        da="a) I hvilket arbejde bruges systemet, og passer det med det formål, det er lavet til?",
                        en="(a) In which work is the system used, and does that fit the purpose it is made for?",
                    ),
                    told=lambda record: (*told.purposes(record), *record.use_case.steps, *told.out_of_scope(record)),
                ),
                Ask(
                    code="b",
                    says=Text(
                        da="b) Hvor længe og hvor ofte bruges det?", en="(b) For how long and how often is it used?"
                    ),
                    told=_when,
                    is_own=True,
                ),
            ),
        ),
        Part(
            Text(da="Menneskene", en="The people"),
            (
                Ask(
                    code="c",
                    says=Text(
                        da="c) Hvilke mennesker og grupper kan brugen røre ved her?",
                        en="(c) Which people and groups may the use affect here?",
                    ),
                    told=_people,
                    is_own=True,
                ),
                Ask(
                    code="d",
                    says=Text(
                        da="d) Hvilken skade kan hver af grupperne lide, og på hvilke rettigheder?",
                        en="(d) What harm may each of the groups suffer, and to which rights?",
                    ),
                    told=_harm,
                    is_own=True,
                ),
            ),
        ),
        Part(
            Text(da="Hvad der gøres", en="What is done"),
            (
                Ask(
                    code="e",
                    says=Text(
                        da="e) Hvordan holder mennesker øje, som vejledningen siger?",
                        en="(e) How do human beings watch over it, as the instructions say?",
                    ),
                    told=_human,
                ),
                Ask(
                    code="f",
                    says=Text(
                        da="f) Hvad gøres der, hvis det går galt, hvem styrer det, og hvor kan man klage?",
                        en="(f) What is done if it goes wrong, who governs it, and where can one complain?",
                    ),
                    told=_if_it_happens,
                    is_own=True,
                ),
                Ask(
                    code="dpia",
                    says=Text(
                        da="Hvilken konsekvensanalyse vedrørende databeskyttelse hører til?",
                        en="Which data protection impact assessment does it belong with?",
                    ),
                    told=_assessed,
                ),
            ),
        ),
    ),
)
