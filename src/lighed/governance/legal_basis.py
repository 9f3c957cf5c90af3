"""A legal basis: dated data about one provision, what it covers, on which conditions, and who answers for its use.

The software knows no provision of its own, and a fresh installation has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lighed.governance.text import Text
from lighed.governance.two_people import person_key


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


class Participation(StrEnum):
    """What the provision says about the person's own choice."""

    NOT_OPTIONAL = "not_optional"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a provision demands besides. `other` is what the software has no record of, so nothing is permitted then.

    `allows_joins` is whether data may be joined with other registers; this product never does, whatever is allowed.
    """

    participation: Participation
    is_information_first: bool = True
    allows_joins: bool = False
    other: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class SpecialCategories:
    """Cover for special categories under Article 9(2)(g): its own provision, and the safeguards that the law names."""

    provision: Text
    safeguards: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answered for something, in which role, and when. `person` tells people apart; `name` is what is shown."""

    person: str
    name: str
    role: str
    on: date

    @property
    def key(self) -> str:
        """The same for one person in two spellings; empty where nobody is named."""
        return person_key(self.person)


@dataclass(frozen=True, slots=True)
class Proportionality:
    """Why the processing is necessary and proportionate, as written by named roles on a day."""

    necessity: str
    proportionality: str
    roles: str
    on: date


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One provision for one purpose, what it covers, and who entered and approved that it is used.

    Attributes
    ----------
    id
        As the municipality calls it; `id` and `revision` together are one entry.
    provision, title, eli
        Which provision of which act or order, and the European Legislation Identifier that leads to it ("" where a
        made-up provision has none).
    elements, families
        The data elements covered, by code and by family; both None means every declared ordinary element.
    special_categories
        Cover for elements of special categories; None where the provision gives none.
    decision_document
        Where the municipality's decision to rely on it is filed.
    valid_from, valid_to
        First and last day in force; `valid_to` None means until further notice.
    review_due
        When the entry is to be read again.
    is_fictional
        A made-up provision for demonstrations: it covers synthetic case exports only.
    """

    id: str
    purpose: Purpose
    article: GdprArticle
    provision: Text
    title: Text
    eli: str
    municipalities: frozenset[str]
    moments: frozenset[Moment]
    elements: frozenset[str] | None
    families: frozenset[str] | None
    special_categories: SpecialCategories | None
    conditions: Conditions
    decision_document: str
    proportionality: Proportionality
    valid_from: date
    valid_to: date | None
    review_due: date
    is_fictional: bool
    revision: int = 1
    entered: Signature | None = None
    approved: Signature | None = None
    suspended: Signature | None = None
    """Who suspended it. From then on it permits nothing, until two people have entered and approved it again."""

    @property
    def citation(self) -> Text:
        """Provision and title as one text."""
        return Text(da=f"{self.title.da}, {self.provision.da}", en=f"{self.title.en}, {self.provision.en}")


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
