"""A legal basis + a request -> why the basis does not cover it; nothing where it does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from lighed.governance.legal_basis import LegalBasis, Participation, Purpose
from lighed.governance.legal_class import ElementUse, LegalClass
from lighed.governance.legal_register import Choice, LegalRegister, Standing
from lighed.governance.refusal import Ground, Refusal
from lighed.governance.text import Text

if TYPE_CHECKING:
    from lighed.governance.permit import Request

_Found = Iterator[tuple[Ground, str, str]]


def refusals_of(basis: LegalBasis, register: LegalRegister, request: Request, municipality: str) -> list[Refusal]:
    """Every reason why `basis` does not cover `request` in `municipality`."""
    found = [
        *_of_scope(basis, request, municipality),
        *not_in_force(basis, on=request.on),
        *_of_elements(basis, request.elements),
        *_of_conditions(basis, request),
        *_of_register(basis, register, request, municipality),
    ]
    return [
        Refusal(
            ground,
            Text(da=f"Kommune {municipality}, {basis.id}: {da}", en=f"Municipality {municipality}, {basis.id}: {en}"),
        )
        for ground, da, en in found
    ]


def is_in_force(basis: LegalBasis, *, on: date) -> bool:
    """Whether the entry itself permits anything that day: in its period, approved by two people, not suspended."""
    return not any(not_in_force(basis, on=on))


def not_in_force(basis: LegalBasis, *, on: date) -> _Found:
    """Why the entry itself permits nothing that day, as ground and words."""
    if on < basis.valid_from:
        yield Ground.DAY, f"gælder først fra {basis.valid_from}.", f"is in force from {basis.valid_from} only."
    if basis.valid_to is not None and on > basis.valid_to:
        yield Ground.DAY, f"gjaldt kun til {basis.valid_to}.", f"was in force until {basis.valid_to} only."
    if not _is_approved_by_two(basis, on=on):
        yield Ground.APPROVAL, "er ikke godkendt af to personer.", "is not approved by two people."
    if basis.suspended is not None:
        yield Ground.SUSPENDED, "er sat ud af kraft.", "is suspended."


def _is_approved_by_two(basis: LegalBasis, *, on: date) -> bool:
    """An approval counts from its day on, of what was entered by then, and by a person who is somebody else."""
    entered, approved = basis.entered, basis.approved
    if entered is None or approved is None or not entered.on <= approved.on <= on:
        return False
    return bool(entered.key and approved.key) and entered.key != approved.key


def _of_scope(basis: LegalBasis, request: Request, municipality: str) -> _Found:
    if basis.purpose is not request.purpose:
        purpose = request.purpose.value
        yield Ground.PURPOSE, f"dækker ikke formålet {purpose}.", f"does not cover the purpose {purpose}."
    if municipality not in basis.municipalities:
        yield Ground.MUNICIPALITY, "dækker ikke kommunen.", "does not cover the municipality."
    for moment in sorted(request.moments - basis.moments):
        yield Ground.MOMENT, f"dækker ikke tidspunktet {moment}.", f"does not cover the moment {moment}."
    if basis.is_fictional and not request.is_synthetic:
        yield Ground.FICTIONAL, "er fiktiv og gælder kun opdigtede data.", "is fictional and covers made-up data only."


def _of_elements(basis: LegalBasis, elements: frozenset[ElementUse]) -> _Found:
    for use in sorted(elements, key=lambda use: use.code):
        if use.legal_class is None:
            yield (
                Ground.LEGAL_CLASS,
                f"dataelementet {use.code} har ingen erklæret retlig klasse og kan ikke bruges.",
                f"the data element {use.code} has no declared legal class and cannot be used.",
            )
        elif use.legal_class is LegalClass.SPECIAL_CATEGORY and not _covers_special(basis, use):
            yield (
                Ground.SPECIAL_CATEGORY,
                f"dataelementet {use.code} er en særlig kategori, og hjemlen nævner det ikke efter artikel 9, stk. 2, "
                "litra g, med garantier.",
                f"the data element {use.code} is of a special category, and the basis does not name it under Article "
                "9(2)(g) with safeguards.",
            )
        elif not _covers(basis, use):
            yield (
                Ground.ELEMENT,
                f"dækker ikke dataelementet {use.code}.",
                f"does not cover the data element {use.code}.",
            )


def _covers(basis: LegalBasis, use: ElementUse) -> bool:
    if basis.elements is None and basis.families is None:
        return True
    return use.code in (basis.elements or ()) or use.family in (basis.families or ())


def _covers_special(basis: LegalBasis, use: ElementUse) -> bool:
    """A special category is covered only by name, and with a safeguard: no family and no silence takes it in."""
    special = basis.special_categories
    return special is not None and bool(special.safeguards) and use.code in (basis.elements or ())


def _of_conditions(basis: LegalBasis, request: Request) -> _Found:
    conditions = basis.conditions
    for other in conditions.other:
        yield (
            Ground.CONDITION,
            f"stiller en betingelse, som denne udgave ikke kan holde styr på: {other.da}",
            f"sets a condition that this release cannot keep: {other.en}",
        )
    if request.purpose is Purpose.TRAINING:
        # A choice is kept for the person whose course is running, not for everyone whose course has ended.
        if basis.purpose is Purpose.TRAINING and conditions.participation is not Participation.NOT_OPTIONAL:
            yield (
                Ground.CONDITION,
                "lader personen vælge, og denne udgave holder ikke styr på valg om træning.",
                "lets the person choose, and this release keeps no choices about training.",
            )
        return
    # Of whom nothing is said, nothing is on record.
    standing = request.standing or Standing()
    if conditions.is_information_first and not standing.is_informed:
        yield (
            Ground.INFORMATION,
            "personen skal have information først, og det er ikke registreret.",
            "the person must be informed first, and that is not on record.",
        )
    if conditions.participation is Participation.OPT_IN and standing.choice is not Choice.YES:
        yield Ground.PARTICIPATION, "personen har ikke valgt til.", "the person has not opted in."
    if conditions.participation is Participation.OPT_OUT and standing.choice is Choice.NO:
        yield Ground.PARTICIPATION, "personen har valgt fra.", "the person has opted out."
    if standing.has_open_objection:
        yield (
            Ground.OBJECTION,
            "personen har gjort indsigelse, og den er ikke afgjort.",
            "the person has objected, and nobody has decided on it yet.",
        )
    if standing.has_upheld_objection:
        yield (
            Ground.OBJECTION,
            "personen har gjort indsigelse og fået medhold.",
            "the person has objected, and the objection was upheld.",
        )


def _of_register(basis: LegalBasis, register: LegalRegister, request: Request, municipality: str) -> _Found:
    if municipality in register.stopped:
        yield Ground.STOPPED, "kommunen har trykket nødstop.", "the municipality has pressed the emergency stop."
    if request.purpose is Purpose.TRAINING and municipality not in register.told_of_training:
        yield (
            Ground.TRAINING_INFORMATION,
            "det er ikke registreret, hvordan de personer, hvis forløb bruges, er informeret.",
            "it is not on record how the people whose courses are used were informed.",
        )
