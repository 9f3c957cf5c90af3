"""Why something is not permitted: one ground and its words, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lighed.governance.text import Text


class Ground(StrEnum):
    """What was missing. The last three are about one person, and are for nobody but that person to know."""

    NO_BASIS = "no_basis"
    PURPOSE = "purpose"
    MUNICIPALITY = "municipality"
    DAY = "day"
    MOMENT = "moment"
    ELEMENT = "element"
    LEGAL_CLASS = "legal_class"
    SPECIAL_CATEGORY = "special_category"
    APPROVAL = "approval"
    SUSPENDED = "suspended"
    CONDITION = "condition"
    FICTIONAL = "fictional"
    TRAINING_INFORMATION = "training_information"
    STOPPED = "stopped"
    INFORMATION = "information"
    PARTICIPATION = "participation"
    OBJECTION = "objection"


PERSONAL = frozenset({Ground.INFORMATION, Ground.PARTICIPATION, Ground.OBJECTION})


@dataclass(frozen=True, slots=True)
class Refusal:
    ground: Ground
    text: Text


class NotPermitted(Exception):
    """No legal basis covers the request. `refusals` has every reason."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(" ".join(refusal.text.en for refusal in refusals))

    @property
    def reasons(self) -> tuple[Text, ...]:
        """Every reason in words."""
        return tuple(refusal.text for refusal in self.refusals)

    @property
    def is_personal(self) -> bool:
        """Whether the law would allow it, and only what this person has said or has not been told stands against it."""
        return all(refusal.ground in PERSONAL for refusal in self.refusals)
