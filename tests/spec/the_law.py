"""What the stories of the law are told with: provisions that are made up, municipalities, people and days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from lighed.elements import REGISTER
from lighed.governance import (
    Conditions,
    ElementUse,
    GdprArticle,
    LegalBasis,
    LegalClass,
    LegalRegister,
    Moment,
    NotPermitted,
    Participation,
    Proportionality,
    Purpose,
    Request,
    Signature,
    SpecialCategories,
    Standing,
    Text,
    check_permit,
)

BROBY, SKOVBY = "951", "952"
"""Two municipalities that do not exist."""

ELEMENTS = frozenset(element.use for element in REGISTER)
HEALTH = ElementUse("sick_leave", "earlier_course", LegalClass.SPECIAL_CATEGORY)
SAFEGUARD = Text(da="Kun to navngivne medarbejdere ser det", en="Only two named employees see it")


def provision(name: str, *, of: str = BROBY, entered: date, **changes: Any) -> LegalBasis:
    """A provision as the municipality entered it; it is approved when somebody else says so."""
    basis = LegalBasis(
        id=name,
        purpose=Purpose.OPERATION,
        article=GdprArticle.PUBLIC_AUTHORITY,
        provision=Text(da="§ 3", en="section 3"),
        title=Text(da=f"Opdigtet bekendtgørelse {name}", en=f"Made-up order {name}"),
        eli="https://example.org/eli/made-up",
        municipalities=frozenset({of}),
        moments=frozenset(Moment),
        elements=None,
        families=None,
        special_categories=None,
        conditions=Conditions(Participation.NOT_OPTIONAL, is_information_first=False),
        decision_document="Sag 1",
        proportionality=Proportionality("needed", "in proportion", "manager", entered),
        valid_from=entered,
        valid_to=None,
        review_due=entered.replace(year=entered.year + 1),
        is_fictional=False,
        entered=Signature("ane", "Ane Berg", "manager", entered),
    )
    return replace(basis, **changes)


def approved(basis: LegalBasis, *, by: str = "bent", on: date | None = None) -> LegalBasis:
    day = on or basis.valid_from
    return replace(basis, approved=Signature(by, by.title(), "approver", day))


def law(*bases: LegalBasis, **more: Any) -> LegalRegister:
    return LegalRegister(bases, **more)


def answer(
    register: LegalRegister,
    *,
    on: date,
    person: Standing | None = None,
    municipality: str = BROBY,
    purpose: Purpose = Purpose.OPERATION,
    elements: frozenset[ElementUse] = ELEMENTS,
) -> str:
    """What the engine answers to someone who wants to estimate a person who registers: "permitted", or the grounds."""
    request = Request(
        purpose, frozenset({municipality}), on, frozenset({Moment.REGISTRATION}), elements, is_synthetic=False,
        standing=person,
    )  # fmt: skip
    try:
        check_permit(register, request)
    except NotPermitted as refused:
        return ", ".join(sorted({refusal.ground.value for refusal in refused.refusals}))
    return "permitted"


def with_health(basis: LegalBasis) -> LegalBasis:
    """The provision names sick leave and gives a safeguard, under Article 9(2)(g)."""
    every = frozenset(use.code for use in ELEMENTS)
    cover = SpecialCategories(Text(da="§ 4", en="section 4"), (SAFEGUARD,))
    return replace(basis, elements=every | {HEALTH.code}, special_categories=cover)
