"""The declared elements -> `REGISTER`, checked as a whole when it is made: a faulty declaration stops the product."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lighed.elements.context import Context, context_faults, in_context
from lighed.elements.context_courses import COURSE_CONTEXT
from lighed.elements.context_cv import CV_CONTEXT
from lighed.elements.context_master_data import MASTER_DATA_CONTEXT
from lighed.elements.context_search import GOAL_CONTEXT, JOB_LOG_CONTEXT
from lighed.elements.cv import EDUCATION, EXPERIENCE, LANGUAGES_AND_LICENCES
from lighed.elements.earlier_course import CURRENT_COURSE, EARLIER_COURSES
from lighed.elements.element import Element, Kind, Protection
from lighed.elements.job_goals import JOB_GOALS
from lighed.elements.job_log import JOB_LOG_ELEMENTS
from lighed.elements.master_data import MASTER_DATA
from lighed.governance import LegalClass, Moment, Text

FEWEST, MOST = 40, 50
"""The opinion of 18 May 2022 describes up to 50 pieces of information."""

_LONGEST_NAME = 45


class RegisterFault(ValueError):
    """A register that cannot be used: every fault, each naming its element."""


@dataclass(frozen=True)
class ElementRegister:
    """The elements that may be used, and nothing else may.

    Raises
    ------
    RegisterFault
        Naming every fault: too few or too many elements, a code used twice, a missing text, a special category.
    """

    elements: tuple[Element, ...]

    def __post_init__(self) -> None:
        if faults := list(_faults(self.elements)):
            raise RegisterFault("\n".join(faults))

    def __getitem__(self, code: str) -> Element:
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Element]:
        return iter(self.elements)

    def __len__(self) -> int:
        return len(self.elements)

    @cached_property
    def _by_code(self) -> dict[str, Element]:
        return {element.code: element for element in self.elements}

    def for_moment(self, moment: Moment) -> tuple[Element, ...]:
        """The elements that are found at `moment`, in the register's order."""
        return tuple(element for element in self.elements if moment in element.moments)

    @cached_property
    def sha256(self) -> str:
        """Identity of the register: another declaration, another way to find a value, another hash."""
        declared = [_declared(element) for element in self.elements]
        return hashlib.sha256(json.dumps(declared, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _declared(element: Element) -> dict[str, object]:
    def both(text: Text | None) -> list[str] | None:
        return None if text is None else [text.da, text.en]

    return {
        "code": element.code,
        "name": both(element.name),
        "meaning": both(element.meaning),
        "family": element.family.value,
        "tables": list(element.tables),
        "screen": both(element.screen),
        "view": [element.view.name, element.view.revision],
        # A Polars expression is written out alike in every run of one Polars version, which the lock file pins. Its
        # text would be easier to read, but leaves out the ends of long lists.
        "expression": hashlib.sha256(element.expression.meta.serialize()).hexdigest(),
        "kind": element.kind.value,
        "unit": both(element.unit),
        "step": element.step,
        "codes": [[code, *(both(text) or [])] for code, text in element.codes.items()],
        "when_empty": element.when_empty,
        "absence": both(element.absence),
        "dated_by": element.dated_by,
        "moments": sorted(element.moments),
        "legal_class": element.legal_class.value,
        "protection": element.protection.value,
        "rationale": both(element.rationale),
        "fresh_for_days": element.fresh_for_days,
        "is_citizen_changeable": element.is_citizen_changeable,
        "collected": both(element.collected),
        "reading": both(element.reading),
        "together_with": list(element.together_with),
        "not_objective": both(element.not_objective),
        "objective_because": both(element.objective_because),
        "since": element.since,
    }


def _faults(elements: tuple[Element, ...]) -> Iterator[str]:
    if not FEWEST <= len(elements) <= MOST:
        yield f"There are {len(elements)} elements; allowed are {FEWEST} to {MOST}."
    codes = [element.code for element in elements]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{code}: the code is declared more than once."
    for element in elements:
        for fault in (*_faults_of(element), *context_faults(element, frozenset(codes))):
            yield f"{element.code}: {fault}"


def _faults_of(element: Element) -> Iterator[str]:
    texts = [element.name, element.meaning, element.screen, element.rationale, *element.codes.values()]
    if any(not text.da.strip() or not text.en.strip() for text in texts):
        yield "every text must be there in Danish and in English."
    if max(len(element.name.da), len(element.name.en)) > _LONGEST_NAME:
        yield f"the name is longer than {_LONGEST_NAME} characters."
    if not element.tables or not element.moments:
        yield "the source tables and the moments must be declared."
    if element.kind is Kind.NUMBER and (element.unit is None or not element.step or element.codes):
        yield "a number has a unit and a step above 0, and no codes."
    if element.kind is Kind.CATEGORY and (not element.codes or element.unit is not None or element.step is not None):
        yield "a category has codes, and neither unit nor step."
    if not isinstance(element.protection, Protection) or not isinstance(element.legal_class, LegalClass):
        yield "the legal class and the protection must be declared."


_CONTEXTS: dict[str, Context] = {
    **CV_CONTEXT,
    **GOAL_CONTEXT,
    **JOB_LOG_CONTEXT,
    **COURSE_CONTEXT,
    **MASTER_DATA_CONTEXT,
}

REGISTER = ElementRegister(
    in_context(
        (
            *EDUCATION,
            *LANGUAGES_AND_LICENCES,
            *EXPERIENCE,
            *JOB_GOALS,
            *JOB_LOG_ELEMENTS,
            *EARLIER_COURSES,
            *CURRENT_COURSE,
            *MASTER_DATA,
        ),
        _CONTEXTS,
    )
)
"""Every element that the product may use."""
