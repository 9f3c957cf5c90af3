"""What an import read, refused and left out -> the import report, as plain data and as text in Danish and English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lighed.governance import Text
from lighed.records.faults import Fault
from lighed.records.reading import FileReading
from lighed.records.rendering import danish_number, fault_lines, reading_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The outcome of one import.

    Attributes
    ----------
    is_loaded
        Whether the municipality's case base is now this export. Where it is not, nothing has changed.
    sha256
        The identity of the import: of the manifest's statements, the files' hashes and the mapping. `None` where
        the import never came so far.
    """

    source: str
    is_partial: bool
    is_loaded: bool
    faults: tuple[Fault, ...]
    readings: tuple[FileReading, ...] = ()
    municipality: str | None = None
    case_system: str | None = None
    extracted_at: datetime | None = None
    is_synthetic: bool | None = None
    mapping: str | None = None
    sha256: str | None = None

    @property
    def n_faults(self) -> int:
        """Faults in all, each faulty row counted once per column and rule."""
        return sum(fault.n_found for fault in self.faults)

    @property
    def n_rows(self) -> int:
        """Rows in all files."""
        return sum(reading.n_rows for reading in self.readings)

    @property
    def n_loaded(self) -> int:
        """Rows that the case base got."""
        return sum(reading.n_loaded for reading in self.readings)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data, ready for JSON."""
        return {
            "source": self.source,
            "is_partial": self.is_partial,
            "is_loaded": self.is_loaded,
            "municipality": self.municipality,
            "case_system": self.case_system,
            "extracted_at": self.extracted_at.isoformat() if self.extracted_at else None,
            "is_synthetic": self.is_synthetic,
            "mapping": self.mapping,
            "sha256": self.sha256,
            "n_faults": self.n_faults,
            "n_rows": self.n_rows,
            "n_loaded": self.n_loaded,
            "files": [reading.to_dict() for reading in self.readings],
            "faults": [fault.to_dict() for fault in self.faults],
        }

    def text(self, language: str) -> str:
        """The whole report, to be read in a terminal."""
        readings = ["", *reading_lines(self.readings, language, is_loaded=self.is_loaded)] if self.readings else []
        faults = [line for fault in self.faults for line in fault_lines(fault, language)]
        return "\n".join([self.headline.in_(language), *faults, *readings])

    @property
    def headline(self) -> Text:
        """The outcome in one sentence."""
        if not self.is_loaded:
            return Text(
                f"{self.source}: afvist. Fejl: {danish_number(self.n_faults)}. Intet er indlæst.",
                f"{self.source}: refused. Faults: {self.n_faults:,}. Nothing is loaded.",
            )
        left_out = self.n_rows - self.n_loaded
        da = f"{self.source}: indlæst i kommune {self.municipality}. Rækker: {danish_number(self.n_loaded)}."
        en = f"{self.source}: loaded into municipality {self.municipality}. Rows: {self.n_loaded:,}."
        if not left_out:
            return Text(da, en)
        return Text(
            f"{da} Udeladt på grund af fejl: {danish_number(left_out)}.", f"{en} Left out for faults: {left_out:,}."
        )


class ImportRefused(Exception):
    """An export that is not loaded; `report` says everything that is wrong with it."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(report.headline.en)
        self.report = report
