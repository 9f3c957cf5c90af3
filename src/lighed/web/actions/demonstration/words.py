"""A level of support and the one that the estimate speaks for -> what a made-up caseworker could say of it, and why."""

from __future__ import annotations

from dataclasses import dataclass

from lighed.governance import AssessmentReason, SupportLevel


@dataclass(frozen=True, slots=True)
class Sentence:
    reason: AssessmentReason
    words: str


FIRST = {
    SupportLevel.LESS: (
        "Søger selv hver uge og har styr på sin jobplan efter den første samtale.",
        "Har flere kontakter i sit fag og klarer det meste på egen hånd.",
    ),
    SupportLevel.SOME: (
        "Er godt i gang, men vil gerne have hjælp til ansøgninger.",
        "Kan selv søge i sit fag. Skal have hjælp til at se bredere.",
    ),
    SupportLevel.MORE: (
        "Har brug for faste aftaler for at komme i gang med at søge.",
        "Skal finde en ny retning efter mange år i samme fag.",
    ),
    SupportLevel.NOT_KNOWN: (
        "Vi har kun talt kort sammen. Jeg ved mere efter næste samtale.",
        "Jeg har læst CV’et, men vi har ikke talt sammen endnu.",
    ),
}
"""What an own assessment rests on, before the estimate has been seen."""
_AGREES = {
    SupportLevel.LESS: (
        Sentence(AssessmentReason.PROFESSIONAL, "Søger bredt og får svar. Der er ikke brug for ekstra samtaler."),
        Sentence(AssessmentReason.NEW_INFORMATION, "Har været til to samtaler om job, siden vi talte sammen sidst."),
        Sentence(AssessmentReason.OWN_WISHES, "Vil helst søge selv og ringer, hvis der er noget."),
        Sentence(AssessmentReason.PROFESSIONAL, "CV’et er opdateret, og der er mange stillinger i faget lige nu."),
    ),
    SupportLevel.SOME: (
        Sentence(AssessmentReason.PROFESSIONAL, "Søger jævnligt, men skal have hjælp til at målrette ansøgningerne."),
        Sentence(AssessmentReason.OWN_WISHES, "Vil gerne tale sammen hver tredje uge. Det passer med det, jeg ser."),
        Sentence(AssessmentReason.NEW_INFORMATION, "Har fået afslag på to job og vil prøve et nært beslægtet fag."),
        Sentence(AssessmentReason.PROFESSIONAL, "Kender sit fag godt, men har ikke søgt job i flere år."),
    ),
    SupportLevel.MORE: (
        Sentence(AssessmentReason.PROFESSIONAL, "Har ikke søgt uden for sit gamle fag. Vi skal finde en retning."),
        Sentence(AssessmentReason.OWN_WISHES, "Vil gerne tale sammen hver anden uge i begyndelsen."),
        Sentence(AssessmentReason.SPECIAL_CIRCUMSTANCES, "Venter på at få sin uddannelse godkendt. Det tager tid."),
        Sentence(AssessmentReason.NEW_INFORMATION, "Har mistet modet efter mange afslag og vil gerne i praktik."),
    ),
}
_LESS_THAN_ESTIMATED = (
    Sentence(AssessmentReason.ON_THE_WAY, "Har en mundtlig aftale om et job. Kontrakten er på vej."),
    Sentence(AssessmentReason.SOMETHING_MISSING, "Kender mange i branchen. Det kan man ikke se i data."),
    Sentence(AssessmentReason.WRONG_DATA, "CV’et er gammelt. Der mangler et kursus fra i år."),
    Sentence(AssessmentReason.CANNOT_SEE_WHY, "Grundene passer ikke med den aktive søgning, som jeg ser."),
)
_MORE_THAN_ESTIMATED = (
    Sentence(AssessmentReason.OWN_WISHES, "Vil gerne tale sammen oftere, end vi plejer."),
    Sentence(AssessmentReason.SPECIAL_CIRCUMSTANCES, "Kan ikke arbejde skiftehold mere. Det lukker for mange job."),
    Sentence(AssessmentReason.SOMETHING_MISSING, "Bor langt fra de fleste job i faget og har ingen bil."),
    Sentence(AssessmentReason.WRONG_DATA, "Jobmålet i data er ikke længere det, borgeren søger."),
)
_ORDER = (SupportLevel.LESS, SupportLevel.SOME, SupportLevel.MORE)


def sentences(level: SupportLevel, *, estimated: SupportLevel) -> tuple[Sentence, ...]:
    """What fits an assessment made in view of an estimate: two or more, so that none need be said twice."""
    if level is estimated:
        return _AGREES[level]
    return _LESS_THAN_ESTIMATED if _ORDER.index(level) < _ORDER.index(estimated) else _MORE_THAN_ESTIMATED
