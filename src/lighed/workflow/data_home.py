"""The folder of an installation -> where each step's product lies in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DataHome:
    """`LIGHED_DATA`: case bases, hand-overs, versions and reports, a folder each."""

    path: Path

    @property
    def hand_overs(self) -> Path:
        return self.path / "hand-overs"

    @property
    def ledger(self) -> Path:
        """One line per release: what it spent of epsilon, on whose cases, when."""
        return self.hand_overs / "ledger.jsonl"

    @property
    def versions(self) -> Path:
        return self.path / "versions"

    @property
    def reports(self) -> Path:
        return self.path / "reports"
