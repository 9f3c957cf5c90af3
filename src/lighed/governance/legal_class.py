"""A data element -> what the law must know of it: its family, and whether it tells of what Article 9 protects."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LegalClass(StrEnum):
    """Whether the element tells of what GDPR Article 9 protects. It is declared for every element, never assumed."""

    ORDINARY = "ordinary"
    SPECIAL_CATEGORY = "special_category"


@dataclass(frozen=True, slots=True)
class ElementUse:
    """One data element as a request names it. Without a declared class it cannot be used."""

    code: str
    family: str
    legal_class: LegalClass | None
