"""A legal basis: dated data about one provision, what it covers, and who approved that it is used.

The software knows no provision of its own, and a fresh installation has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lighed.governance.text import Text


class Purpose(StrEnum):
    """The only purposes there are. Sanctions, availability control and fraud detection cannot be expressed."""

    TRAINING = "train_person_types"
    OPERATION = "plan_contact_course"


class Moment(StrEnum):
    """When a person is compared with the person types."""

    REGISTRATION = "registration"
    HAND_OVER = "hand_over"


class GdprArticle(StrEnum):
    """Grounds that a municipality can have for this processing.

    Grounds that the Danish Data Protection Agency refused for profiling of recipients of unemployment benefit in its
    opinion of 18 May 2022, or that an authority cannot use, are not values of this type.
    """

    PUBLIC_AUTHORITY = "6(1)(e)"


@dataclass(frozen=True, slots=True)
class Approval:
    name: str
    role: str
    on: date


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One provision in force for one purpose, with what it covers and who approved that it is used.

    `municipalities` and `elements` list what is covered; None in `elements` means every declared ordinary element.
    `conditions` are what the provision demands besides. This release keeps no record by which a condition could be
    kept, so a basis that has one gives no permit.
    """

    id: str
    purpose: Purpose
    article: GdprArticle
    citation: Text
    municipalities: frozenset[str]
    moments: frozenset[Moment]
    elements: frozenset[str] | None
    conditions: tuple[Text, ...]
    valid_from: date
    valid_to: date | None
    approvals: tuple[Approval, ...]
    is_fictional: bool
    """A made-up provision for demonstrations: it covers synthetic case exports only."""


@dataclass(frozen=True, slots=True)
class LegalBasisFault:
    """One thing that is wrong in a file of legal bases. `entry` counts from 1; None means the file as a whole."""

    file: str
    entry: int | None
    field: str
    rule: Text
    """What is wrong and what is allowed."""

    @property
    def text(self) -> Text:
        """The whole message: where, which field, what is allowed."""
        post = "" if self.entry is None else f", hjemmel {self.entry}"
        entry = "" if self.entry is None else f", legal basis {self.entry}"
        field = f", {self.field}" if self.field else ""
        return Text(da=f"{self.file}{post}{field}: {self.rule.da}", en=f"{self.file}{entry}{field}: {self.rule.en}")


class LegalBasisError(ValueError):
    """Files of legal bases that cannot be used. `faults` has every fault of them all."""

    def __init__(self, faults: Sequence[LegalBasisFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.text.en for fault in faults))
