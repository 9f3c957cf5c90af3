"""A municipality -> the elements of which other values could be told: who approved which and why, and an example each.

The examples are made-up people, estimated with the version in operation under the law in force, so that an expert
reads the very sentence that a person would.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lighed.elements import REGISTER, Element
from lighed.estimates import can_be_told
from lighed.governance import Text
from lighed.web.models import AlternativeApproval
from lighed.web.queries.experts.feedback import element_name
from lighed.web.queries.person.alternatives_shown import LEAST_MOVED, ShownIfDifferent, in_figures
from lighed.web.queries.public.made_up_people import PEOPLE
from lighed.web.queries.public.try_it import try_it


@dataclass(frozen=True, slots=True)
class Example:
    """What a made-up person would read; `is_told` where it moves the estimate enough to be told."""

    person: Text
    shown: ShownIfDifferent

    @property
    def is_told(self) -> bool:
        return self.shown.moves >= LEAST_MOVED


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """An element of which other values could be told.

    Attributes
    ----------
    approval : the one in force; None where nothing is told
    earlier : those that were withdrawn, the newest first
    example : None where no made-up person has a value that can be another, or nobody may be estimated now
    """

    element: Element
    approval: AlternativeApproval | None
    earlier: tuple[AlternativeApproval, ...]
    example: Example | None


@dataclass(frozen=True, slots=True)
class NoLongerTold:
    """An approval in force of an element that has become protected, or that nobody can change: nothing is told."""

    name: Text
    approval: AlternativeApproval


def alternative_rows(municipality: str, *, now: datetime, today: date) -> list[AlternativeRow]:
    """Every element that could be approved, in the order of the register."""
    approvals = list(AlternativeApproval.objects.filter(municipality=municipality).order_by("-approved_at", "-pk"))
    examples = _examples(municipality, now=now, today=today)
    return [
        AlternativeRow(
            element=element,
            approval=next((one for one in of_it if one.withdrawn_at is None), None),
            earlier=tuple(one for one in of_it if one.withdrawn_at is not None),
            example=examples.get(element.code),
        )
        for element in _elements()
        for of_it in ([one for one in approvals if one.element == element.code],)
    ]


def no_longer_told(municipality: str) -> list[NoLongerTold]:
    """What is approved and told nobody, since the register has changed."""
    known = {element.code for element in _elements()}
    in_force = AlternativeApproval.objects.filter(municipality=municipality, withdrawn_at=None).order_by("element")
    return [NoLongerTold(element_name(one.element), one) for one in in_force if one.element not in known]


def is_told_of(element: str) -> bool:
    """Whether there is an element of this code of which other values could be told."""
    return element in REGISTER and can_be_told(REGISTER[element])


def _elements() -> list[Element]:
    return [element for element in REGISTER if can_be_told(element)]


def _examples(municipality: str, *, now: datetime, today: date) -> dict[str, Example]:
    """By element, the made-up person whose estimate it moves the most."""
    found: dict[str, Example] = {}
    for person in PEOPLE:
        tried = try_it(municipality, person.values, now=now, today=today)
        if tried is None or tried.card is None:
            continue
        for one in tried.card.estimate.if_different or ():
            as_told = in_figures(one, tried.card.estimate, least=LEAST_MOVED)
            shown = as_told if as_told.alternatives else in_figures(one, tried.card.estimate, least=1)
            example = Example(person.name, shown)
            if one.element not in found or example.shown.moves > found[one.element].shown.moves:
                found[one.element] = example
    return found
