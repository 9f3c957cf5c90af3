"""What an installation has on record about the law: its legal bases, whom it informed, and where it has stopped."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lighed.governance.legal_basis import LegalBasis


class Choice(StrEnum):
    """What a person has said where the provision lets them choose."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on record about one person's own rights; nothing is on record to begin with."""

    choice: Choice | None = None
    is_informed: bool = False
    has_open_objection: bool = False
    has_upheld_objection: bool = False
    """Until the person takes the objection back."""


@dataclass(frozen=True, slots=True)
class LegalRegister:
    """Everything that a permit is given from, as of one moment.

    `told_of_training` are the municipalities that have entered whom they informed that earlier courses are used for
    training; `stopped` those where an emergency stop is in force.
    """

    legal_bases: tuple[LegalBasis, ...] = ()
    told_of_training: frozenset[str] = frozenset()
    stopped: frozenset[str] = frozenset()
