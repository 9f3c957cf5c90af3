"""A case export, a folder or a zip file -> the municipality's case base and a report, or a refusal and a report."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import polars as pl

from lighed.governance import Text
from lighed.records.case_base import case_base_root, publish_case_base
from lighed.records.column import Reference
from lighed.records.faults import FaultLedger
from lighed.records.manifest import MANIFEST_NAME, Manifest, read_manifest
from lighed.records.mapping import CaseSystemMapping, read_mapping
from lighed.records.naming import listed, shown_name, shown_source
from lighed.records.reading import FileReading
from lighed.records.report import ImportRefused, ImportReport
from lighed.records.rules import Rule
from lighed.records.source import UnpackLimits, open_source
from lighed.records.staging import OnRows, StagedTable, stage_table
from lighed.records.tables import TABLES
from lighed.records.whole_checks import FoundRows, WholeChecks


def import_case_export(
    source: Path,
    *,
    data: Path,
    mapping: Path | None = None,
    is_partial: bool = False,
    limits: UnpackLimits | None = None,
    on_rows: OnRows | None = None,
) -> ImportReport:
    """Check a whole case export and make it the municipality's case base.

    Parameters
    ----------
    source
        A folder with ``manifest.json``, or a zip file of it.
    data
        The data home; the case base goes under ``case-bases/<municipality>``.
    mapping
        A TOML file that translates a case system's names, codes and formats.
    is_partial
        Load the sound rows and list the others. Faults of a file as a whole (an unknown column, a wrong hash)
        refuse the export nonetheless: no row of such a file is known to be sound.
    limits
        How far a zip file may unpack.
    on_rows
        Told of progress.

    Raises
    ------
    ImportRefused
        With the report of every fault; nothing is then changed.
    """
    load = _Import(source, data, is_partial, FaultLedger())
    try:
        with _alone(data) as staging:
            if staging is None:
                allowed = Text("én indlæsning ad gangen", "one import at a time")
                load.ledger.add(load.name, Rule.IMPORT_RUNNING, allowed)
                raise ImportRefused(load.report())
            return load.run(staging, mapping, limits or UnpackLimits(), on_rows)
    except (OSError, duckdb.Error, pl.exceptions.PolarsError) as error:
        load.ledger.add(
            load.name, Rule.CANNOT_WRITE, Text("plads på disken og adgang til den", "room on the disk and access to it")
        )
        raise ImportRefused(load.report()) from error


@contextmanager
def _alone(data: Path) -> Iterator[Path | None]:
    """An empty staging folder on the same disk as the case bases, removed afterwards; `None` if another import runs."""
    root = case_base_root(data)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    staging = root / ".staging"
    with (root / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        # What an import that was cut off has left is personal data that nobody will use.
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(mode=0o700)
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)


@dataclass(slots=True)
class _Import:
    source: Path
    data: Path
    is_partial: bool
    ledger: FaultLedger
    manifest: Manifest | None = None
    mapping: CaseSystemMapping | None = None
    staged: list[StagedTable] = field(default_factory=list)

    @property
    def name(self) -> str:
        return shown_source(self.source.resolve().name)

    def run(self, staging: Path, mapping: Path | None, limits: UnpackLimits, on_rows: OnRows | None) -> ImportReport:
        self.mapping = CaseSystemMapping() if mapping is None else read_mapping(mapping, ledger=self.ledger)
        unpacked = staging / "unpacked"
        unpacked.mkdir()
        folder = open_source(self.source, staging=unpacked, limits=limits, ledger=self.ledger)
        if folder is not None:
            self.manifest = read_manifest(folder / MANIFEST_NAME, ledger=self.ledger)
        if folder is None or self.manifest is None or self.mapping is None:
            raise ImportRefused(self.report())
        self.stage(self.manifest, self.mapping, folder, staging, on_rows)
        with closing(WholeChecks(staging)) as checks:
            self.check_whole(checks)
            if any(not (self.is_partial and fault.is_of_row) for fault in self.ledger.faults):
                raise ImportRefused(self.report())
            return self.load(checks, staging)

    def stage(
        self, manifest: Manifest, mapping: CaseSystemMapping, folder: Path, staging: Path, on_rows: OnRows | None
    ) -> None:
        names = mapping.source_names()
        for source in manifest.tables:
            if source not in names:
                self.ledger.add(MANIFEST_NAME, Rule.UNKNOWN_TABLE, listed(names), column=f"tables.{shown_name(source)}")
        for name, table in TABLES.items():
            source = mapping.of(name).source
            table_file = manifest.tables.get(source)
            if table_file is None:
                if table.is_required:
                    self.ledger.add(MANIFEST_NAME, Rule.MISSING_TABLE, Text(source, source), column=f"tables.{source}")
                continue
            staged = stage_table(
                table,
                table_file,
                folder=folder,
                parts=staging / "parts" / name,
                until=manifest.extracted_on,
                mapping=mapping,
                ledger=self.ledger,
                on_rows=on_rows,
            )
            if staged is not None:
                self.staged.append(staged)

    def check_whole(self, checks: WholeChecks) -> None:
        for staged in self.staged:
            checks.register(staged.table)
        for staged in self.staged:
            table = staged.table
            if all(name in staged.columns or not table.column(name).is_required for name in table.key):
                allowed = Text(
                    f"én gældende række for hver {', '.join(table.key)}",
                    f"one row in force for each {', '.join(table.key)}",
                )
                self.note(staged, Rule.DUPLICATE_KEY, table.key[0], allowed, checks.find_duplicates(table))
            for reference in self.references(staged):
                allowed = Text(f"et id fra {reference.table}", f"an id from {reference.table}")
                found = checks.find_orphans(table, reference)
                self.note(staged, Rule.ORPHAN, reference.column, allowed, found)

    def references(self, staged: StagedTable) -> tuple[Reference, ...]:
        """The references that can be checked: to tables that the export has and that could be read."""
        there = {other.table.name: other.columns for other in self.staged}
        return tuple(
            reference
            for reference in staged.table.references
            if reference.column in staged.columns and reference.key in there.get(reference.table, {})
        )

    def load(self, checks: WholeChecks, staging: Path) -> ImportReport:
        has_faults = bool(self.ledger.faults)
        if has_faults:
            for staged in self.staged:
                left_out = checks.keep_sound(staged.table, self.references(staged))
                allowed = Text("en række uden fejl, at høre til", "a row without faults to belong to")
                self.note(staged, Rule.DEPENDS_ON_DROPPED, None, allowed, left_out)
        written = staging / "written"
        written.mkdir()
        by_name = {staged.table.name: staged for staged in self.staged}
        n_rows = {}
        for name, table in TABLES.items():
            target = written / f"{name}.parquet"
            if name in by_name:
                n_rows[name] = checks.write(table, target, only_kept=has_faults)
            else:
                table.empty().write_parquet(target)
                n_rows[name] = 0
        if has_faults and not (n_rows["persons"] and n_rows["contact_courses"]):
            self.ledger.add(self.name, Rule.NOTHING_SOUND, Text("mindst én", "at least one"))
            raise ImportRefused(self.report())
        report = self.report(n_loaded=n_rows)
        facts = {
            "case_system": report.case_system,
            "extracted_at": report.extracted_at.isoformat() if report.extracted_at else None,
            "is_synthetic": report.is_synthetic,
            "is_partial": has_faults,
            "sha256": report.sha256,
            "n_rows": n_rows,
        }
        publish_case_base(written, data=self.data, municipality=str(report.municipality), facts=facts)
        return report

    def note(self, staged: StagedTable, rule: Rule, column: str | None, allowed: Text, found: FoundRows) -> None:
        if found.n_found:
            self.ledger.add(
                staged.reading.file,
                rule,
                allowed,
                table=staged.table.name,
                column=staged.columns.get(column, column) if column else None,
                n_found=found.n_found,
                rows=found.rows,
            )

    def report(self, *, n_loaded: dict[str, int] | None = None) -> ImportReport:
        manifest = self.manifest
        return ImportReport(
            source=self.name,
            is_partial=self.is_partial,
            is_loaded=n_loaded is not None,
            faults=self.ledger.faults,
            readings=tuple(self.reading(staged, n_loaded) for staged in self.staged),
            municipality=manifest.municipality if manifest else None,
            case_system=manifest.case_system if manifest else None,
            extracted_at=manifest.extracted_at if manifest else None,
            is_synthetic=manifest.is_synthetic if manifest else None,
            mapping=self.mapping.name if self.mapping else None,
            sha256=self.identity(),
        )

    def reading(self, staged: StagedTable, n_loaded: dict[str, int] | None) -> FileReading:
        return replace(staged.reading, n_loaded=n_loaded[staged.table.name] if n_loaded else 0)

    def identity(self) -> str | None:
        """What the import is made of, in one hash: the manifest's statements, the mapping and the way of loading."""
        if self.manifest is None or self.mapping is None:
            return None
        parts = {
            "municipality": self.manifest.municipality,
            "case_system": self.manifest.case_system,
            "extracted_at": self.manifest.extracted_at.isoformat(),
            "synthetic": self.manifest.is_synthetic,
            "mapping": self.mapping.sha256,
            "partial": self.is_partial,
            "tables": {name: table.sha256 for name, table in self.manifest.tables.items()},
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
