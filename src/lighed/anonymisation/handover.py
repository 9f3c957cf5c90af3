"""Anonymised cases of every scoring moment + what they were made under -> one hand-over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lighed.anonymisation.cases import Outcome
from lighed.anonymisation.release import AnonymisedCases, Limits
from lighed.governance import Moment

LEAST_PEOPLE = 10_000
"""Fewest people at every moment of a release. Below it, only a research hand-over can be made, and no site uses one."""


LEAST_K = 50
"""Fewest people with known outcome per group that a release may be made with."""


@dataclass(frozen=True, slots=True)
class LookupRow:
    """One row of a learned table that an element needs for a new person. It holds no outcome."""

    lookup: str
    key_1: str
    key_2: str
    share: float
    people: int


@dataclass(frozen=True, slots=True)
class Period:
    """The registration days of the parts of one moment's cases."""

    first_registered_on: date
    evaluation_from: date
    untouched_from: date


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where a hand-over comes from and what it keeps to."""

    release: int
    made_on: date
    mode: Literal["release", "research"]
    software: str
    register_sha256: str
    municipalities: tuple[str, ...]
    legal_bases: tuple[str, ...]
    is_synthetic: bool
    is_demo: bool
    """Made under a fictional legal basis, or of synthetic cases: what is built from it is marked *demo*."""
    limits: Limits
    outcomes: tuple[Outcome, ...]
    periods: Mapping[Moment, Period]
    people: Mapping[Moment, int]
    """People with a course at each moment, the untouched ones included, rounded down to 100."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """All that crosses from the case system's side to the model's side."""

    manifest: Manifest
    moments: Mapping[Moment, AnonymisedCases]
    lookups: tuple[LookupRow, ...]
    sha256: str = ""
    """Of the archive it was read from; empty before it is written."""
