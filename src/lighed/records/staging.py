"""One table's file -> typed rows in the staging folder and how it was read, with every fault of its rows noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from lighed.governance import Text
from lighed.records.column import Table
from lighed.records.conform import TextReading
from lighed.records.csv_format import CsvFormat, detect_format, hash_file, survey_file
from lighed.records.csv_rows import RawBatch, Unreadable, read_csv_rows
from lighed.records.faults import N_ROWS_SHOWN, FaultLedger
from lighed.records.headings import match_headings
from lighed.records.manifest import TableFile
from lighed.records.mapping import CaseSystemMapping
from lighed.records.naming import listed
from lighed.records.parquet_rows import read_headings, read_parquet_rows
from lighed.records.reading import FileReading
from lighed.records.row_checks import check_rows, no_rows
from lighed.records.rules import Rule
from lighed.records.source import find_file

OnRows = Callable[[str, int, int], None]
"""Called with a table's name, the rows read so far, and the rows that the manifest promises."""

_DATE_FORMS = {"%Y-%m-%d": "2024-03-01", "%d-%m-%Y": "01-03-2024", "%d.%m.%Y": "01.03.2024"}
_WHOLE_FILE = Text("en hel CSV- eller Parquet-fil", "a whole CSV or Parquet file")
_ENCODINGS = Text("UTF-8 eller Windows-1252, som manifestet siger", "UTF-8 or Windows-1252, as the manifest says")


@dataclass(frozen=True, slots=True)
class StagedTable:
    """A table whose rows are in the staging folder.

    Attributes
    ----------
    columns
        The product's column name -> the file's, for the columns that the file has.
    """

    table: Table
    reading: FileReading
    columns: Mapping[str, str]


def stage_table(
    table: Table,
    table_file: TableFile,
    *,
    folder: Path,
    parts: Path,
    until: date,
    mapping: CaseSystemMapping,
    ledger: FaultLedger,
    on_rows: OnRows | None,
) -> StagedTable | None:
    """Read, check and type the whole file; `None` where it cannot be read, which is then its one fault."""
    path = find_file(folder, table_file.file)
    if path is None:
        ledger.add(table_file.file, Rule.MISSING_FILE, Text(table_file.file, table_file.file), table=table.name)
        return None
    parts.mkdir(parents=True)
    stage = _Stage(table, table_file, path, parts, until, mapping, ledger, on_rows)
    try:
        return stage.run()
    except Unreadable:
        ledger.forget_file(table_file.file)
        ledger.add(table_file.file, Rule.UNREADABLE_FILE, _WHOLE_FILE, table=table.name)
        return None


@dataclass(slots=True)
class _Stage:
    table: Table
    file: TableFile
    path: Path
    parts: Path
    until: date
    mapping: CaseSystemMapping
    ledger: FaultLedger
    on_rows: OnRows | None

    def run(self) -> StagedTable | None:
        reading = FileReading(table=self.table.name, file=self.file.file, is_csv=self.file.is_csv)
        form = None
        if self.file.is_csv:
            form = self.csv_format()
            if form is None:
                return None
            stated = tuple(name for name in ("encoding", "separator", "decimal") if getattr(self.file, name))
            encoding = f"{form.encoding} (BOM)" if form.has_bom else form.encoding
            reading = replace(reading, encoding=encoding, separator=form.separator, decimal=form.decimal, stated=stated)
            headings = form.headings
        else:
            headings = read_headings(self.path)
            self.check_hash(hash_file(self.path))
        names = match_headings(
            headings,
            table=self.table,
            file=self.file.file,
            mapping=self.mapping.of(self.table.name),
            ledger=self.ledger,
        )
        if names is None:
            return None
        places = {name: str(headings.index(source)) if form else source for name, source in names.items()}
        batches = (
            read_csv_rows(self.path, form=form)
            if form
            else read_parquet_rows(self.path, columns=sorted(set(places.values())))
        )
        n_rows, date_forms = self.write_parts(batches, places, names, form)
        if n_rows != self.file.n_rows:
            allowed = Text(
                f"manifestet: {self.file.n_rows}; filen: {n_rows}", f"manifest: {self.file.n_rows}; file: {n_rows}"
            )
            self.fault(Rule.ROW_COUNT, allowed)
        dropped = self.mapping.of(self.table.name).drop & set(headings)
        reading = replace(
            reading,
            n_rows=n_rows,
            date_forms=tuple(sorted(_DATE_FORMS.get(date_form, date_form) for date_form in date_forms)),
            dropped_columns=tuple(sorted(dropped)),
            absent_columns=tuple(name for name in self.table.names if name not in names),
        )
        return StagedTable(self.table, reading, names)

    def csv_format(self) -> CsvFormat | None:
        """The file's format; `None`, with the fault noted, where its text cannot be read."""
        survey = survey_file(self.path)
        if not survey.is_text:
            raise Unreadable
        self.check_hash(survey.sha256)
        stated = self.file.encoding
        # Windows-1252 takes almost any byte, so UTF-8 read as such would turn every æøå into two other signs unseen.
        if survey.encoding is None or (stated and stated != survey.encoding and not survey.is_ascii):
            self.fault(Rule.WRONG_ENCODING, _ENCODINGS)
            return None
        form = detect_format(
            self.path,
            survey=survey,
            encoding=stated or survey.encoding,
            separator=self.file.separator,
            decimal=self.file.decimal,
        )
        if form is None:
            self.fault(Rule.NO_HEADING, listed(self.table.names))
        return form

    def write_parts(
        self, batches: Iterator[RawBatch], places: Mapping[str, str], names: Mapping[str, str], form: CsvFormat | None
    ) -> tuple[int, frozenset[str]]:
        text = TextReading(
            missing=self.mapping.missing,
            date_forms=self.mapping.date_forms,
            values=self.mapping.of(self.table.name).values,
            decimal=form.decimal if form else None,
        )
        n_rows, date_forms = 0, frozenset[str]()
        for number, batch in enumerate(batches, start=1):
            checked = check_rows(
                batch.frame, rows=batch.rows, table=self.table, names=places, reading=text, until=self.until
            )
            for found in checked.faults:
                rows = batch.rows.filter(found.mask)
                self.fault(found.rule, found.allowed, column=names[found.column], rows=rows)
            if batch.ragged:
                fields = len(form.headings) if form else 0
                allowed = Text(f"{fields} felter, som overskriften", f"{fields} fields, as the heading")
                self.fault(Rule.RAGGED_ROW, allowed, rows=pl.Series(batch.ragged))
            self.write_part(checked.frame, number)
            n_rows += batch.n_rows
            date_forms |= checked.date_forms
            if self.on_rows is not None:
                self.on_rows(self.table.name, n_rows, self.file.n_rows)
        if not n_rows:
            self.write_part(no_rows(self.table), 0)
        return n_rows, date_forms

    def write_part(self, frame: pl.DataFrame, number: int) -> None:
        frame.write_parquet(self.parts / f"{number:06}.parquet", compression="lz4", statistics=False)

    def check_hash(self, sha256: str) -> None:
        if sha256 != self.file.sha256:
            self.fault(Rule.WRONG_HASH, Text("manifestets sha256", "the manifest's sha256"))

    def fault(self, rule: Rule, allowed: Text, *, column: str | None = None, rows: pl.Series | None = None) -> None:
        self.ledger.add(
            self.file.file,
            rule,
            allowed,
            table=self.table.name,
            column=column,
            n_found=1 if rows is None else len(rows),
            rows=() if rows is None else rows.head(N_ROWS_SHOWN).to_list(),
        )
