"""A made-up person, changed as the reader likes -> the card of the version in operation, where the law allows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from lighed.elements import REGISTER, Element
from lighed.elements.element import Kind
from lighed.estimates import Assessed, Basis, CannotBeAssessed, estimate
from lighed.governance import Choice, Moment, NotPermitted, Permit, Purpose, Request, Standing, Text, check_permit
from lighed.web.queries.approved_alternatives import approved_alternatives
from lighed.web.queries.legal_register import legal_register
from lighed.web.queries.person.estimate_card import EstimateCard, estimate_card
from lighed.web.queries.profiling import profiling_status
from lighed.web.queries.public.elements import live_version
from lighed.web.queries.public.made_up_people import PEOPLE, MadeUp, Value
from lighed.workflow import Version

CHANGEABLE = (
    "age", "sex", "education_level", "years_experience", "goal_distance", "danish_level", "has_car_licence",
    "n_earlier_courses",
)  # fmt: skip
"""What the reader can change: few enough to try, and some of each kind, protected ones too."""
_MOST: Mapping[str, float] = {"age": 70, "years_experience": 50, "goal_distance": 4, "n_earlier_courses": 10}
_LEAST: Mapping[str, float] = {"age": 18}
_MADE_UP = Standing(choice=Choice.YES, is_informed=True)
"""Nobody is behind a made-up person, so there is nobody to inform or to ask."""


class NotAValue(ValueError):
    """What was asked for cannot be a value of the element."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Tried:
    """`card` where there is an estimate, `abstention` where the tool says that it cannot tell."""

    card: EstimateCard | None
    abstention: CannotBeAssessed | None
    basis: Basis
    made_at: datetime


def made_up_people() -> tuple[MadeUp, ...]:
    return PEOPLE


def made_up_person(key: str) -> MadeUp | None:
    return next((one for one in PEOPLE if one.key == key), None)


def changeable() -> tuple[Element, ...]:
    return tuple(REGISTER[code] for code in CHANGEABLE)


def limits_of(element: Element) -> tuple[float, float]:
    """The least and the greatest number that can be tried."""
    return _LEAST.get(element.code, 0), _MOST.get(element.code, 100)


def read_value(element: Element, said: str) -> Value:
    """What the reader wrote, as a value of the element; nothing is no value.

    Raises
    ------
    NotAValue
        With what is allowed.
    """
    if not said.strip():
        return None
    if element.kind is Kind.CATEGORY:
        if said not in element.codes:
            raise NotAValue(Text(da="Vælg en af mulighederne på listen.", en="Pick one of the list."))
        return said
    least, most = limits_of(element)
    refusal = NotAValue(
        Text(da=f"Skriv et tal fra {least:g} til {most:g}.", en=f"Write a number from {least:g} to {most:g}.")
    )
    try:
        number = float(said.replace(",", "."))
    except ValueError:
        raise refusal from None
    # Not a number compares with nothing, so it is refused here as well.
    if not least <= number <= most:
        raise refusal
    return number


def try_it(municipality: str, values: Mapping[str, Value], *, now: datetime, today: date) -> Tried | None:
    """Estimate a made-up person with the version in operation, as a real one would be; nothing is kept.

    Returns
    -------
    None where there is no version, or where the law does not let it be used today: then nobody is estimated.
    """
    version = live_version(municipality)
    if version is None:
        return None
    moment = Moment.REGISTRATION if Moment.REGISTRATION in version.person_types else next(iter(version.person_types))
    if moment not in profiling_status(municipality, today=today).moments:
        return None
    types = version.person_types[moment]
    try:
        permit = _permit(municipality, version, moment, today=today)
    except NotPermitted:
        return None
    basis = Basis(
        municipality=municipality,
        moment=moment,
        version=version.id,
        version_sha256=version.sha256,
        is_demo=version.is_demo,
        legal_bases=permit.legal_bases,
        scored_on=today,
        made_on=today,
        threshold_weeks=int(version.threshold_weeks),
    )
    known = {code: value for code, value in values.items() if moment in REGISTER[code].moments}
    made = estimate(known, types, permit=permit, basis=basis)
    if isinstance(made, Assessed):
        card = estimate_card(made, made_at=now, approved=approved_alternatives(municipality))
        return Tried(card, None, basis, now)
    return Tried(None, made, basis, now)


def _permit(municipality: str, version: Version, moment: Moment, *, today: date) -> Permit:
    """Under the law that would hold for a real person."""
    return check_permit(
        legal_register(municipality),
        Request(
            purpose=Purpose.OPERATION,
            municipalities=frozenset({municipality}),
            on=today,
            moments=frozenset({moment}),
            elements=frozenset(REGISTER[code].use for code in version.person_types[moment].codes),
            is_synthetic=True,
            standing=_MADE_UP,
        ),
    )


def changed(person: MadeUp, values: Mapping[str, Value]) -> MadeUp:
    """The person with other values."""
    return replace(person, values={**person.values, **values})
