"""A caseworker's judgement, reason and words -> whether it can be recorded, and how it stands to an estimate."""

from __future__ import annotations

from enum import StrEnum

from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.governance.refused import Refused
from lighed.governance.text import Text


class SupportLevel(StrEnum):
    """How much support a caseworker thinks that the person will need."""

    LESS = "less"
    SOME = "some"
    MORE = "more"
    NOT_KNOWN = "not_known"
    """Not yet known: an answer before the estimate is seen, never the assessment that a plan follows."""


class AssessmentStep(StrEnum):
    OWN_FIRST = "own_first"
    """Before the estimate was seen. It is never changed; what comes later is written beside it."""
    NOW = "now"
    ALONE = "alone"
    """Written before an estimate that has been erased since: read as any other, and counted nowhere."""


class AssessmentReason(StrEnum):
    """Why a caseworker assesses as they do, whether it agrees with the estimate or not."""

    NEW_INFORMATION = "new_information"
    WRONG_DATA = "wrong_data"
    SOMETHING_MISSING = "something_missing"
    OWN_WISHES = "own_wishes"
    ON_THE_WAY = "on_the_way"
    SPECIAL_CIRCUMSTANCES = "special_circumstances"
    PROFESSIONAL = "professional"
    CANNOT_SEE_WHY = "cannot_see_why"
    OTHER = "other"


class Relation(StrEnum):
    """How an assessment stands to the estimate that was seen."""

    SAME = "same"
    LESS_THAN_ESTIMATED = "less_than_estimated"
    MORE_THAN_ESTIMATED = "more_than_estimated"


LEAST_WORDS = 10
"""Signs of the words that an assessment is given with: one short sentence."""

_ORDER = {"low": 0, "medium": 1, "high": 2}
_LEVELS = {SupportLevel.LESS: 0, SupportLevel.SOME: 1, SupportLevel.MORE: 2}


class AssessmentRefused(Refused):
    """What was written cannot be recorded as an assessment; the text says what is lacking."""


def relation_to(level: SupportLevel, band: str) -> Relation | None:
    """How `level` stands to a band; None where there was no band, or the level is not yet known."""
    if level not in _LEVELS or band not in _ORDER:
        return None
    difference = _LEVELS[level] - _ORDER[band]
    if not difference:
        return Relation.SAME
    return Relation.MORE_THAN_ESTIMATED if difference > 0 else Relation.LESS_THAN_ESTIMATED


def check_assessment(level: SupportLevel, *, step: AssessmentStep, reason: AssessmentReason | None, words: str) -> None:
    """Refuse an assessment without its reason and words. To agree takes as much as to disagree.

    Raises
    ------
    AssessmentRefused
        With what is lacking.
    """
    if looks_like_cpr(words):
        raise AssessmentRefused(NO_CPR)
    is_short = len(words.strip()) < LEAST_WORDS
    if step is AssessmentStep.OWN_FIRST:
        if is_short:
            raise AssessmentRefused(
                Text(da="Skriv kort, hvad du bygger vurderingen på.", en="Write briefly what the assessment rests on.")
            )
        return
    if level is SupportLevel.NOT_KNOWN:
        raise AssessmentRefused(
            Text(
                da="Vælg, hvor meget støtte borgeren får brug for.", en="Choose how much support the person will need."
            )
        )
    if reason is None or is_short:
        raise AssessmentRefused(
            Text(da="Vælg en årsag og skriv mindst én sætning.", en="Choose a reason and write at least one sentence.")
        )
