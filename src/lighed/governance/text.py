"""One message -> the same message in Danish and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["da", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """A user-visible text that the core produces, in both languages."""

    da: str
    en: str

    def in_(self, language: str) -> str:
        """The text in `language`: Danish for ``"da"`` and its variants, else English."""
        return self.da if language.startswith("da") else self.en
