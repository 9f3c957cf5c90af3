"""What an approval rests on, gathered: the version, its reports, the law, the assessments and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lighed.elements import Element
from lighed.governance import LegalBasis, LegalRegister, Moment, Signature, Text
from lighed.persontypes import Version


@dataclass(frozen=True, slots=True)
class Gate:
    """What one gate found. `seen` is what was looked at, `missing` what stands against it; without that it is open."""

    code: str
    name: Text
    seen: tuple[Text, ...]
    missing: tuple[Text, ...]

    @property
    def is_open(self) -> bool:
        return not self.missing

    @property
    def failure(self) -> Text:
        """What is said where a step is refused because of this gate."""
        return Text(
            da=f"Gate ikke opfyldt: {self.name.da.lower()}, {'; '.join(one.da for one in self.missing)}.",
            en=f"Gate not open: {self.name.en.lower()}, {'; '.join(one.en for one in self.missing)}.",
        )


@dataclass(frozen=True, slots=True)
class Assessment:
    """An impact assessment that covers the version: where it is filed, who signed it, when its review is due."""

    title: str
    filed_at: str
    signed: Signature
    review_due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that the gates look at, as of one day.

    Attributes
    ----------
    version : as loaded and checked just now; None where the file cannot be used, and `fault` says why
    elements : the software's register, by code
    figures : of the newest report of each moment, as `evaluation.verdict.figures_of` keeps them
    training_bases : bases for training, as they stood on the day of the hand-over
    law : as of now, for what operation rests on
    rationales : groups to be watched for which somebody has written why they may be accepted: ``moment/grouping/label``
    way_back : the version that can be gone back to, and whether its file is whole; None where this is the first one
    """

    version: Version | None
    fault: str
    municipality: str
    elements: Mapping[str, Element]
    figures: Mapping[Moment, Mapping[str, Any]]
    training_bases: tuple[LegalBasis, ...]
    law: LegalRegister
    today: date
    assessments: tuple[Assessment, ...]
    rationales: frozenset[str]
    way_back: tuple[str, bool] | None
