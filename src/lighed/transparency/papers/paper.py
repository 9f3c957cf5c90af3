"""What a paper is: its kind, its questions, and what the live record answers to each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from lighed.governance import Text
from lighed.transparency.record import NotStated, Record

Told = Text | NotStated
"""What the record says to a question; where it says nothing, why not."""


class PaperKind(StrEnum):
    DPIA = "dpia"
    FRIA = "fria"
    INSTRUCTIONS = "instructions"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question. `told` answers it from the record; where `is_own` only the municipality can say the rest."""

    code: str
    says: Text
    told: Callable[[Record], Iterable[Told]]
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    title: Text
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """A kind of paper: its name, what asks for it, and its questions.

    `is_advised`: the data protection officer gives advice before anybody signs, and is not the one who signs.
    """

    kind: PaperKind
    name: Text
    short: Text
    rests_on: Text
    says: Text
    parts: tuple[Part, ...]
    is_advised: bool = False

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Every question, in order."""
        return tuple(ask for part in self.parts for ask in part.asks)

    def ask(self, code: str) -> Ask | None:
        return next((ask for ask in self.asks if ask.code == code), None)
