"""A mapping file (TOML) -> how one case system's tables, columns, codes and formats become the case export's."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lighed.governance import Text
from lighed.records.column import Column, Kind, Table
from lighed.records.conform import is_date_form
from lighed.records.faults import FaultLedger
from lighed.records.naming import listed, shown_name, shown_source
from lighed.records.rules import Rule
from lighed.records.tables import TABLES

FORMAT = "lighed-mapping"
VERSION = 1
_MOST_BYTES = 1_000_000
_TOP = ("format", "version", "name", "missing", "date_forms", "tables")
_PER_TABLE = ("name", "columns", "values", "drop")
EXAMPLE = Path(__file__).parent / "mappings" / "danish_headings.toml"
"""The worked example that ships with the product: a Danish-headed export."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """One table's names.

    Attributes
    ----------
    source
        The table's name in the manifest.
    columns
        The product's column name -> the file's; columns that are not named keep their name.
    values
        The product's column name -> the file's value -> the product's; an empty text means missing.
    drop
        The file's columns that are left out.
    """

    source: str
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSystemMapping:
    """A case system's whole mapping; the default maps everything to itself.

    Attributes
    ----------
    missing
        Texts that mean that a value is missing, beside the empty one.
    date_forms
        Forms of date, in strftime's letters, beside the ISO and Danish ones.
    sha256
        Of the file, a part of the import's identity; `None` without a file.
    """

    name: str | None = None
    missing: frozenset[str] = frozenset()
    date_forms: tuple[str, ...] = ()
    tables: Mapping[str, TableMapping] = field(default_factory=dict)
    sha256: str | None = None

    def of(self, table: str) -> TableMapping:
        """The mapping of the table that the product calls `table`."""
        return self.tables.get(table) or TableMapping(source=table)

    def source_names(self) -> dict[str, str]:
        """The manifest's table name -> the product's, for every table of the case export."""
        return {self.of(name).source: name for name in TABLES}


def read_mapping(path: Path, *, ledger: FaultLedger) -> CaseSystemMapping | None:
    """The mapping file at `path`; `None`, with every fault in `ledger`, where it cannot be used."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError
        content = path.read_bytes()
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError, OSError):
        allowed = Text("en TOML-fil i UTF-8, højst 1 MB", "a TOML file in UTF-8, at most 1 MB")
        ledger.add(shown_source(path.name), Rule.BAD_MAPPING, allowed)
        return None
    return _MappingReader(shown_source(path.name), ledger).read(document, hashlib.sha256(content).hexdigest())


class _MappingReader:
    """Reads a parsed mapping, noting every fault instead of stopping at the first."""

    def __init__(self, file: str, ledger: FaultLedger) -> None:
        self.file, self.ledger, self.is_sound = file, ledger, True

    def read(self, document: Mapping[str, Any], sha256: str) -> CaseSystemMapping | None:
        self.refuse_unknown(document, _TOP, where="")
        if document.get("format") != FORMAT:
            self.fault("format", Text(f'"{FORMAT}"', f'"{FORMAT}"'))
        if document.get("version") != VERSION or type(document.get("version")) is not int:
            self.fault("version", Text(str(VERSION), str(VERSION)))
        name = document.get("name", "")
        if not isinstance(name, str) or len(name) > 100 or not name.isprintable():
            self.fault("name", Text("tekst, højst 100 tegn", "text, at most 100 characters"))
        tables = document.get("tables", {})
        mapped = self.read_tables(tables if isinstance(tables, dict) else {})
        if not isinstance(tables, dict):
            self.fault("tables", listed(TABLES))
        missing = self.texts(document.get("missing", []), "missing")
        date_forms = self.texts(document.get("date_forms", []), "date_forms")
        for form in date_forms:
            if not is_date_form(form):
                self.fault("date_forms", Text("fx %d/%m/%Y", "e.g. %d/%m/%Y"))
        if not self.is_sound:
            return None
        return CaseSystemMapping(
            name=name or None, missing=frozenset(missing), date_forms=tuple(date_forms), tables=mapped, sha256=sha256
        )

    def read_tables(self, tables: Mapping[str, Any]) -> dict[str, TableMapping]:
        mapped = {}
        for name, entry in tables.items():
            where = f"tables.{shown_name(name)}"
            if name not in TABLES or not isinstance(entry, dict):
                self.fault(where, listed(TABLES))
                continue
            mapped[name] = self.read_table(TABLES[name], entry, where)
        sources = [mapped[name].source if name in mapped else name for name in TABLES]
        for source in {source for source in sources if sources.count(source) > 1}:
            allowed = Text("hver tabel sit eget navn", "each table its own name")
            self.fault(f"tables ({shown_name(source)})", allowed)
        return mapped

    def read_table(self, table: Table, entry: Mapping[str, Any], where: str) -> TableMapping:
        self.refuse_unknown(entry, _PER_TABLE, where=f"{where}.")
        source = entry.get("name", table.name)
        if not isinstance(source, str) or not source:
            self.fault(f"{where}.name", Text("tabellens navn i manifestet", "the table's name in the manifest"))
        columns = self.pairs(entry.get("columns", {}), f"{where}.columns")
        self.refuse_unknown(columns, table.names, where=f"{where}.columns.")
        values = entry.get("values", {})
        if not isinstance(values, dict):
            self.fault(f"{where}.values", listed(table.names))
            values = {}
        self.refuse_unknown(values, table.names, where=f"{where}.values.")
        return TableMapping(
            source=str(source),
            columns=columns,
            values={
                name: self.read_values(table.column(name), pairs, f"{where}.values.{name}")
                for name, pairs in values.items()
                if name in table.names
            },
            drop=frozenset(self.texts(entry.get("drop", []), f"{where}.drop")),
        )

    def read_values(self, column: Column, pairs: object, where: str) -> dict[str, str]:
        values = self.pairs(pairs, where)
        codes = column.allowed_codes or (frozenset({"true", "false"}) if column.kind is Kind.FLAG else frozenset())
        if codes and not set(values.values()) <= codes | {""}:
            self.fault(where, listed(codes))
        return values

    def pairs(self, value: object, where: str) -> dict[str, str]:
        if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
            return dict(value)
        self.fault(where, Text("tekst = tekst", "text = text"))
        return {}

    def texts(self, value: object, where: str) -> list[str]:
        if isinstance(value, list) and all(isinstance(text, str) for text in value):
            return list(value)
        self.fault(where, Text("en liste af tekster", "a list of texts"))
        return []

    def refuse_unknown(self, entry: Mapping[str, Any], known: tuple[str, ...], *, where: str) -> None:
        for name in entry:
            if name not in known:
                self.fault(f"{where}{shown_name(name)}", listed(known))

    def fault(self, where: str, allowed: Text) -> None:
        self.is_sound = False
        self.ledger.add(self.file, Rule.BAD_MAPPING, allowed, column=where)
