"""What is looked at again at intervals -> who does it, what they look at, and when it is due.

A tool that was right when it was taken into use does not stay so by itself: people, the law and the labour market
change. Each review that is done says when the next is due, and one that finds a fault says what follows and by when.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lighed.governance.refused import Refused
from lighed.governance.retention import due_on
from lighed.governance.roles import Role
from lighed.governance.text import Text


class ReviewKind(StrEnum):
    ETHICS = "ethics"
    ELEMENTS = "elements"
    LEGAL_BASIS = "legal_basis"
    RECALIBRATION = "recalibration"


class Conclusion(StrEnum):
    """What a review came to."""

    STANDS = "stands"
    CHANGE = "change"
    """Something has to change: what, and by when, is written with it."""


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """How one kind of review is done.

    Attributes
    ----------
    months : between one and the next, at most
    roles : those who may do it
    asks : what is looked at, one question each
    page : name of the address where what is asked about is seen
    """

    name: Text
    months: int
    roles: frozenset[Role]
    asks: tuple[Text, ...]
    page: str


REVIEWS: Mapping[ReviewKind, ReviewRule] = {
    ReviewKind.ETHICS: ReviewRule(
        Text(da="Etik", en="Ethics"),
        12,
        frozenset({Role.MANAGER, Role.DPO}),
        (
            Text(da="Er det stadig rimeligt at lave skøn om folk?", en="Is it still fair to estimate about people?"),
            Text(da="Hvem får gavn af det, og hvem kan det skade?", en="Who gains by it, and whom may it harm?"),
            Text(
                da="Bliver nogen grupper mødt anderledes med et skøn end uden?",
                en="Are some groups met in another way with an estimate than without?",
            ),
            Text(da="Hvad siger de borgere, der har klaget?", en="What do the citizens say who have complained?"),
        ),
        "effects",
    ),
    ReviewKind.ELEMENTS: ReviewRule(
        Text(da="Oplysningernes relevans", en="Relevance of the elements"),
        12,
        frozenset({Role.DOMAIN_EXPERT, Role.DATA_EXPERT}),
        (
            Text(da="Er hver oplysning stadig nødvendig?", en="Is each element still needed?"),
            Text(da="Er den stadig rigtig og frisk nok?", en="Is it still right, and fresh enough?"),
            Text(
                da="Siger den noget om personen eller om systemet?", en="Does it tell of the person or of the system?"
            ),
            Text(
                da="Hvad har sagsbehandlerne meldt om oplysningerne?",
                en="What have the caseworkers said about the elements?",
            ),
        ),
        "feedback",
    ),
    ReviewKind.LEGAL_BASIS: ReviewRule(
        Text(da="Hjemmel", en="Legal basis"),
        12,
        frozenset({Role.MANAGER, Role.DPO}),
        (
            Text(
                da="Gælder bestemmelsen stadig, som den er skrevet ind?", en="Is the provision still as it was entered?"
            ),
            Text(da="Dækker den hver oplysning, der bruges?", en="Does it cover each element that is used?"),
            Text(da="Er det stadig nødvendigt og forholdsmæssigt?", en="Is it still necessary and proportionate?"),
            Text(da="Ved folk, hvad de kan vælge?", en="Do people know what they can choose?"),
        ),
        "legal_bases",
    ),
    ReviewKind.RECALIBRATION: ReviewRule(
        Text(da="Om skønnene stadig passer", en="Whether the estimates still fit"),
        6,
        frozenset({Role.DATA_EXPERT}),
        (
            Text(
                da="Bliver lige så mange forløb lange, som skønnene siger?",
                en="Do as many courses become long as the estimates say?",
            ),
            Text(da="Gælder det også i hver gruppe?", en="Does that hold in each group as well?"),
            Text(da="Kommer der flere, som ligner ingen persontype?", en="Do more come who are like no person type?"),
            Text(da="Skal der bygges en ny version?", en="Does a new version have to be built?"),
        ),
        "versions",
    ),
}
"""In the order in which they are shown."""


class ReviewRefused(Refused):
    """The review is not recorded; `text` says why."""


NOT_YOURS = Text(da="Din rolle laver ikke dette eftersyn.", en="Your role does not do this review.")
WRITE_WHAT_YOU_SAW = Text(da="Skriv, hvad I har set på, og hvad I så.", en="Write what you looked at and what you saw.")
NEXT_TOO_LATE = Text(
    da="Næste eftersyn skal ligge efter i dag og højst {months} måneder frem.",
    en="The next review must be after today and at most {months} months ahead.",
)
SAY_WHAT_FOLLOWS = Text(
    da="Skriv, hvad der skal ændres, og hvornår det skal være gjort.",
    en="Write what has to change, and by when it has to be done.",
)
WRITE_WHAT_CAME = Text(da="Skriv, hvad der blev gjort.", en="Write what was done.")
IS_DONE = Text(da="Det er allerede gjort.", en="It is done already.")


def may_review(kind: ReviewKind, roles: Collection[Role]) -> bool:
    """Whether someone with these roles does this review."""
    return not REVIEWS[kind].roles.isdisjoint(roles)


def check_review(
    kind: ReviewKind,
    *,
    roles: Collection[Role],
    note: str,
    conclusion: Conclusion,
    next_due: date,
    follow_up: str,
    follow_up_due: date | None,
    today: date,
) -> None:
    """Refuse a review that is not the reader's to do, or says too little to be followed up.

    Raises
    ------
    ReviewRefused
        With the reason in both languages.
    """
    rule = REVIEWS[kind]
    if not may_review(kind, roles):
        raise ReviewRefused(NOT_YOURS)
    if not note.strip():
        raise ReviewRefused(WRITE_WHAT_YOU_SAW)
    if not today < next_due <= due_on(today, months=rule.months):
        raise ReviewRefused(
            Text(da=NEXT_TOO_LATE.da.format(months=rule.months), en=NEXT_TOO_LATE.en.format(months=rule.months))
        )
    if conclusion is Conclusion.CHANGE and (not follow_up.strip() or follow_up_due is None or follow_up_due < today):
        raise ReviewRefused(SAY_WHAT_FOLLOWS)


def review_due(
    kind: ReviewKind, *, next_due: date | None, reviewed_on: date | None, begun_on: date | None
) -> date | None:
    """The day by which the review has to be done; None where there is nothing yet to review.

    Parameters
    ----------
    next_due, reviewed_on : of the newest review of the kind, where there is one
    begun_on : since when there is something to review. Of how well estimates fit, what was seen of an earlier version
        says nothing of this one.
    """
    if begun_on is None:
        return None
    is_of_this = reviewed_on is not None and (kind is not ReviewKind.RECALIBRATION or reviewed_on >= begun_on)
    return next_due if next_due is not None and is_of_this else due_on(begun_on, months=REVIEWS[kind].months)


def basis_review_due(
    bases: Iterable[tuple[date, date]], *, next_due: date | None, reviewed_on: date | None
) -> date | None:
    """The same for legal bases, each with (approved on, due by its own words): the first that is due.

    A basis that was approved after the review was not seen in it, so its own day counts.
    """
    days = [
        next_due if next_due is not None and reviewed_on is not None and reviewed_on >= approved_on else due
        for approved_on, due in bases
    ]
    return min(days, default=None)
