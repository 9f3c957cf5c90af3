"""What one municipality does with the tool -> `Record`, from which all that we tell of it is made.

A fact that is not there is a `NotStated` with its reason, never an empty text: whoever reads sees what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lighed.governance import Text


@dataclass(frozen=True, slots=True)
class NotStated:
    """A fact that nobody has entered, or that is not there to be told."""

    because: Text

    @property
    def text(self) -> Text:
        """What a reader sees in the fact's place."""
        return Text(da=f"Ikke oplyst, fordi {self.because.da}", en=f"Not stated, because {self.because.en}")


class Status(StrEnum):
    """Where the use of the tool stands in the municipality."""

    NOT_BEGUN = "not_begun"
    """No version has ever been in operation there."""
    IN_USE = "in_use"
    PAUSED = "paused"
    """A version is in operation, but estimates are stopped or no legal basis is in force."""
    ENDED = "ended"
    """A version was in operation and none is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The controller. `code` is the municipality's; `people_say` is what the authority calls itself to people."""

    code: str
    name: str
    people_say: Text
    unit: str | NotStated
    accountable: str | NotStated
    """The role that answers for the use of the tool, by title."""
    address: str | NotStated
    email: str | NotStated
    phone: str | NotStated
    website: str | NotStated
    dpo: str | NotStated
    """How the data protection officer is reached."""
    operator: str | NotStated
    """Who runs the servers for the municipality: a processor, or the municipality itself."""
    operated_in: str | NotStated
    subject_number: str | NotStated
    """The number of the subject in the municipality's own filing plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlgorithmSystem:
    """The tool as a thing: what it is, how it computes, who made it, where it stands in this municipality."""

    name: str
    reference: str
    """Tells this use from every other: the product and the municipality's code."""
    software_version: str
    public_address: str
    """Where its public pages begin, with a slash at the end."""
    status: Status
    status_says: Text
    is_demo: bool
    in_use_since: date | NotStated
    ended_on: date | NotStated
    summary: Text
    description: Text
    method: Text
    architecture: Text
    maintenance: Text
    risk_class: Text
    is_high_risk: bool
    supplier: Text
    licence: str
    source_code: str | NotStated
    keywords: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeOfUse:
    """One purpose: what the software calls it, its name, and what it is in the municipality's words."""

    code: str
    name: Text
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCase:
    """The processing activity: for what, how, by whom, about whom, and what the person can do."""

    purposes: tuple[PurposeOfUse, ...]
    steps: tuple[Text, ...]
    out_of_scope: tuple[Text, ...]
    impact: Text
    benefit: Text
    alternatives: Text
    proportionality: str | NotStated
    """As weighed in the legal bases in force, in the language in which it was written."""
    moments: tuple[Text, ...]
    display_mode: str
    display_says: Text
    human_role: Text
    training_of_users: Text
    volume: Text
    rights: tuple[Text, ...]
    appeal: Text
    information: Text
    subjects: tuple[Text, ...]
    recipients: tuple[Text, ...]
    transfers: Text | NotStated


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasisShown:
    """One legal basis in force. `link` leads to the provision; `covers` is which elements, in words."""

    code: str
    revision: int
    purpose: str
    article: str
    citation: Text
    link: str | NotStated
    covers: tuple[str, ...]
    """Codes of the elements that it covers."""
    participation: str
    participation_says: Text
    is_information_first: bool
    other_conditions: tuple[Text, ...]
    necessity: str
    proportionality: str
    weighed_by: str
    weighed_on: date
    decision_document: str
    valid_from: date
    valid_to: date | None
    review_due: date
    is_fictional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataElement:
    """One piece of information that may be used about a person, as the register declares it."""

    code: str
    name: Text
    meaning: Text
    family: str
    family_name: Text
    source: Text
    tables: tuple[str, ...]
    why: Text
    legal_class: str
    protection: str
    protection_says: Text
    moments: tuple[str, ...]
    unit: Text | None
    values: Mapping[str, Text]
    fresh_for_days: int | None
    is_changeable: bool
    collected: Text
    reading: Text
    together_with: tuple[str, ...]
    objectivity: Text
    """Where it is not objective, or why it is."""
    since: str
    is_used: bool | NotStated
    """Whether the version in operation reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Data that the tool was made with, is measured with, or works on."""

    code: str
    title: Text
    description: Text
    is_personal: bool
    is_public: bool
    source: Text
    collection: Text
    from_day: date | NotStated
    until_day: date | NotStated
    n_people: int | NotStated
    """Rounded, as the hand-over states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelMoment:
    """What the version does at one moment: its limits between low, medium and high, and what it was built of."""

    moment: str
    name: Text
    threshold_weeks: float
    cut_offs: tuple[float, float]
    n_types: int
    n_voting: int
    kappa: float
    alpha: float
    usual_share: float
    n_people: int
    registered_from: date
    registered_before: date
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A step in the version's life here: which, on which side, by which role, when and why. Names stay in the log."""

    step: str
    says: Text
    side: str
    role: Text
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVersionShown:
    """The version in operation, as its file says."""

    id: str
    sha256: str
    hand_over_sha256: str
    register_sha256: str
    software: str
    made_on: date
    mode: str
    is_demo: bool
    is_synthetic: bool
    k: int
    epsilon: float | None
    in_operation_from: datetime | None
    moments: tuple[ModelMoment, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A figure of the evaluation, with the ends of its 95 % interval; None where it could not be computed."""

    code: str
    name: Text
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    """How well the estimates fit one group. Without metrics where it has too few people."""

    grouping: str
    label: str
    n_people: int | None
    is_reference: bool
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationShown:
    """The newest report on the version in operation at one moment."""

    moment: str
    name: Text
    made_at: datetime
    registered_from: date
    registered_to: date
    n_cases: int
    n_people: int
    metrics: tuple[Metric, ...]
    groups: tuple[GroupShown, ...]
    files: Mapping[str, str]
    """Name of each file of the report -> its SHA-256."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentShown:
    """An impact assessment: where it is filed, which role signed it when, and until when it counts."""

    kind: str
    title: str
    filed_at: str
    signed_by_role: Text
    signed_on: date
    review_due: date
    covers: Text
    is_fictional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OversightMeasure:
    code: str
    name: Text
    says: Text
    roles: tuple[Text, ...]
    """The roles that can do it, from the table of rights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What could go wrong, for whom, and what is done about it."""

    code: str
    name: Text
    says: Text
    measures: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionTerm:
    code: str
    name: Text
    months: int
    counted_from: Text
    why: Text
    is_decided: bool
    """Whether the municipality has decided the term, or the product's own proposal applies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """An emergency stop that is in force: what it does and since when."""

    says: Text
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that is told about one municipality's use. `legal_bases` are those in force; none may be."""

    organisation: Organisation
    system: AlgorithmSystem
    use_case: UseCase
    legal_bases: tuple[LegalBasisShown, ...]
    elements: tuple[DataElement, ...]
    register_sha256: str
    datasets: tuple[Dataset, ...]
    version: ModelVersionShown | NotStated
    evaluations: tuple[EvaluationShown, ...]
    assessments: tuple[AssessmentShown, ...]
    oversight: tuple[OversightMeasure, ...]
    risks: tuple[Risk, ...]
    retention: tuple[RetentionTerm, ...]
    security: tuple[Text, ...]
    stop: Stopped | None
