"""`manifest.json` -> what the export says of itself, or every fault in it at once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from lighed.governance import Text
from lighed.governance.cpr import looks_like_cpr
from lighed.records.faults import FaultLedger
from lighed.records.naming import shown_name
from lighed.records.rules import Rule

MANIFEST_NAME = "manifest.json"
FORMAT = "lighed-case-export"
VERSION = 1
_MOST_BYTES = 1_000_000
_ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "windows-1252": "windows-1252", "cp1252": "windows-1252"}
_FILE_NAME = re.compile(r"[\w\-]+(?:[ .\-\w]*)\.(?:csv|parquet)", re.IGNORECASE)

_KEYS: Mapping[str, Text] = {
    "format": Text(f'"{FORMAT}"', f'"{FORMAT}"'),
    "version": Text(str(VERSION), str(VERSION)),
    "municipality": Text('kommunekoden på tre cifre, fx "900"', 'the three-digit municipality code, e.g. "900"'),
    "case_system": Text("fagsystemets navn, højst 100 tegn", "the case system's name, at most 100 characters"),
    "extracted_at": Text(
        "ISO 8601 med tidszone, fx 2026-11-20T06:00:00+01:00", "ISO 8601 with offset, e.g. 2026-11-20T06:00:00+01:00"
    ),
    "synthetic": Text("true eller false", "true or false"),
    "tables": Text("tabelnavn til {file, rows, sha256}", "table name to {file, rows, sha256}"),
}
_CSV_KEYS: Mapping[str, Text] = {
    "encoding": Text("utf-8 eller windows-1252", "utf-8 or windows-1252"),
    "separator": Text('";" eller ","', '";" or ","'),
    "decimal": Text('"," eller "."', '"," or "."'),
}
_TABLE_KEYS: Mapping[str, Text] = {
    "file": Text(
        "et filnavn i udtrækkets mappe, der ender på .csv eller .parquet, forskelligt for hver tabel",
        "a file name in the export's folder that ends in .csv or .parquet, different for each table",
    ),
    "rows": Text("et helt tal fra 0", "a whole number from 0"),
    "sha256": Text("64 hexadecimale cifre", "64 hexadecimal digits"),
    **_CSV_KEYS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """Where one table is, and what the manifest promises of it. `encoding` and the like are `None` when not stated."""

    table: str
    file: str
    n_rows: int
    sha256: str
    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None

    @property
    def is_csv(self) -> bool:
        """Whether the file is CSV; otherwise it is Parquet."""
        return self.file.lower().endswith(".csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an export says of itself. The tables are named as the case system names them."""

    municipality: str
    case_system: str
    extracted_at: datetime
    is_synthetic: bool
    tables: Mapping[str, TableFile] = field(default_factory=dict)

    @property
    def extracted_on(self) -> date:
        """The day of extraction, by the case system's own clock."""
        return self.extracted_at.date()


def read_manifest(path: Path, *, ledger: FaultLedger) -> Manifest | None:
    """The manifest at `path`; `None`, with every fault in `ledger`, where it cannot be used."""
    if path.is_symlink() or not path.is_file():
        ledger.add(MANIFEST_NAME, Rule.MISSING_MANIFEST, Text(MANIFEST_NAME, MANIFEST_NAME))
        return None
    document = _parse(path)
    if document is None:
        allowed = Text(
            f"ét JSON-objekt i UTF-8 uden gentagne navne, højst {_MOST_BYTES} bytes",
            f"one JSON object in UTF-8 without repeated names, at most {_MOST_BYTES} bytes",
        )
        ledger.add(MANIFEST_NAME, Rule.BAD_MANIFEST, allowed)
        return None
    return _ManifestReader(ledger).read(document)


def _parse(path: Path) -> dict[str, Any] | None:
    if path.stat().st_size > _MOST_BYTES:
        return None
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError, OSError):
        return None
    return document if isinstance(document, dict) else None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)


class _ManifestReader:
    """Reads a parsed manifest, noting every fault instead of stopping at the first."""

    def __init__(self, ledger: FaultLedger) -> None:
        self.ledger = ledger
        self.is_sound = True

    def read(self, document: Mapping[str, Any]) -> Manifest | None:
        self.refuse_unknown(document, {**_KEYS, **_CSV_KEYS}, prefix="")
        self.require(document, "format", document.get("format") == FORMAT)
        version = document.get("version")
        self.require(document, "version", version == VERSION and type(version) is int)
        municipality, case_system = document.get("municipality"), document.get("case_system")
        self.require(document, "municipality", isinstance(municipality, str) and re.fullmatch("[0-9]{3}", municipality))
        self.require(document, "case_system", is_short_name(case_system))
        extracted_at = read_moment(document.get("extracted_at"))
        self.require(document, "extracted_at", extracted_at is not None)
        self.require(document, "synthetic", isinstance(document.get("synthetic"), bool))
        tables = document.get("tables")
        self.require(document, "tables", isinstance(tables, dict))
        stated = self.read_csv_keys(document, prefix="", default={})
        files = self.read_tables(tables, stated) if isinstance(tables, dict) else {}
        if not self.is_sound or extracted_at is None:
            return None
        return Manifest(
            municipality=str(municipality),
            case_system=str(case_system),
            extracted_at=extracted_at,
            is_synthetic=bool(document["synthetic"]),
            tables=files,
        )

    def read_tables(self, tables: Mapping[str, Any], stated: Mapping[str, str | None]) -> dict[str, TableFile]:
        files: dict[str, TableFile] = {}
        taken: set[str] = set()
        for name, entry in tables.items():
            prefix = f"tables.{shown_name(name)}."
            if not isinstance(entry, dict):
                self.fault(prefix[:-1], _KEYS["tables"])
                continue
            table_file = self.read_table(name, entry, stated, prefix)
            if table_file is None:
                continue
            if table_file.file.casefold() in taken:
                self.fault(f"{prefix}file", _TABLE_KEYS["file"])
            taken.add(table_file.file.casefold())
            files[name] = table_file
        return files

    def read_table(
        self, name: str, entry: Mapping[str, Any], stated: Mapping[str, str | None], prefix: str
    ) -> TableFile | None:
        self.refuse_unknown(entry, _TABLE_KEYS, prefix=prefix)
        csv_keys = self.read_csv_keys(entry, prefix=prefix, default=stated)
        file, rows, sha256 = entry.get("file"), entry.get("rows"), entry.get("sha256")
        has_file = isinstance(file, str) and self.is_safe_file(file, prefix)
        has_rows = type(rows) is int and 0 <= rows < 10**12
        has_hash = isinstance(sha256, str) and re.fullmatch("[0-9a-fA-F]{64}", sha256) is not None
        if not has_rows:
            self.fault(f"{prefix}rows", _TABLE_KEYS["rows"])
        if not has_hash:
            self.fault(f"{prefix}sha256", _TABLE_KEYS["sha256"])
        if not isinstance(file, str):
            self.fault(f"{prefix}file", _TABLE_KEYS["file"])
        if not (has_file and has_rows and has_hash):
            return None
        return TableFile(table=name, file=str(file), n_rows=int(str(rows)), sha256=str(sha256).lower(), **csv_keys)

    def is_safe_file(self, file: str, prefix: str) -> bool:
        path = PurePosixPath(file)
        is_inside = not path.is_absolute() and ".." not in path.parts and "\\" not in file and ":" not in file
        if not is_inside:
            self.fault(f"{prefix}file", _TABLE_KEYS["file"], rule=Rule.UNSAFE_NAME)
        elif len(path.parts) > 3 or not path.parts or not _FILE_NAME.fullmatch(path.name) or looks_like_cpr(file):
            self.fault(f"{prefix}file", _TABLE_KEYS["file"])
            return False
        return is_inside

    def read_csv_keys(
        self, entry: Mapping[str, Any], *, prefix: str, default: Mapping[str, str | None]
    ) -> dict[str, str | None]:
        found: dict[str, str | None] = {name: default.get(name) for name in _CSV_KEYS}
        choices: Mapping[str, Mapping[str, str]] = {
            "encoding": _ENCODINGS,
            "separator": {";": ";", ",": ","},
            "decimal": {",": ",", ".": "."},
        }
        for name, allowed in _CSV_KEYS.items():
            if name not in entry:
                continue
            value = entry[name]
            chosen = choices[name].get(value.lower()) if isinstance(value, str) else None
            if chosen is None:
                self.fault(f"{prefix}{name}", allowed)
            found[name] = chosen
        return found

    def refuse_unknown(self, entry: Mapping[str, Any], known: Mapping[str, Text], *, prefix: str) -> None:
        names = ", ".join(known)
        for name in entry:
            if name not in known:
                self.fault(f"{prefix}{shown_name(name)}", Text(f"kun {names}", f"only {names}"))

    def require(self, document: Mapping[str, Any], name: str, is_right: object) -> None:
        if not is_right:
            self.fault(name, _KEYS[name])

    def fault(self, where: str, allowed: Text, *, rule: Rule = Rule.BAD_MANIFEST) -> None:
        self.is_sound = False
        self.ledger.add(MANIFEST_NAME, rule, allowed, column=where)


def read_moment(value: object) -> datetime | None:
    """An ISO 8601 time with offset; `None` for anything else."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None and moment.year >= 2000 else None


def is_short_name(value: object) -> bool:
    """Whether `value` is a printable name of at most 100 characters that does not hide a CPR number."""
    return (
        isinstance(value, str) and 0 < len(value.strip()) <= 100 and value.isprintable() and not looks_like_cpr(value)
    )
