"""A municipality's imported tables on disk -> a case base of lazy frames; swapped whole, never half."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from lighed.governance import Text
from lighed.records.tables import TABLES

_ROOT = "case-bases"
_POINTER = "case-base.json"
_FORMAT = "lighed-case-base"
_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBase:
    """The cases of one municipality, as of one extraction (requirement A1).

    Attributes
    ----------
    sha256
        The identity of the import: the same export with the same mapping gives the same.
    is_partial
        Whether rows with faults were left out.
    n_rows
        Table -> its rows.
    tables
        Every table of the case export, also the ones without rows, as a lazy scan with the declared types.
    """

    municipality: str
    case_system: str
    extracted_at: datetime
    is_synthetic: bool
    sha256: str
    is_partial: bool
    n_rows: Mapping[str, int]
    tables: Mapping[str, pl.LazyFrame]

    @property
    def extracted_on(self) -> date:
        """The day of extraction, by the case system's own clock; open courses are censored on it."""
        return self.extracted_at.date()


class CaseBaseMissing(LookupError):
    """There is no case base for the municipality; `text` says what to do."""

    def __init__(self, municipality: str) -> None:
        shown = municipality if _is_municipality(municipality) else "?"
        self.text = Text(
            f"Kommune {shown} har ingen indlæst sagsbase. Indlæs et udtræk med: lighed import",
            f"Municipality {shown} has no case base. Import an export with: lighed import",
        )
        super().__init__(self.text.en)


def case_base_root(data: Path) -> Path:
    """The folder that holds every municipality's case base."""
    return data / _ROOT


def list_case_bases(data: Path) -> list[str]:
    """The municipalities that have a case base, by code."""
    root = case_base_root(data)
    if not root.is_dir():
        return []
    return sorted(path.name for path in root.iterdir() if _is_municipality(path.name) and (path / _POINTER).is_file())


def open_case_base(data: Path, municipality: str) -> CaseBase:
    """The case base of `municipality`.

    Raises
    ------
    CaseBaseMissing
        Where none was imported, or its files are gone.
    """
    folder = case_base_root(data) / municipality
    if not _is_municipality(municipality) or not (folder / _POINTER).is_file():
        raise CaseBaseMissing(municipality)
    pointer = json.loads((folder / _POINTER).read_text(encoding="utf-8"))
    paths = {name: folder / pointer["folder"] / f"{name}.parquet" for name in TABLES}
    if pointer.get("version") != _VERSION or not all(path.is_file() for path in paths.values()):
        raise CaseBaseMissing(municipality)
    return CaseBase(
        municipality=municipality,
        case_system=pointer["case_system"],
        extracted_at=datetime.fromisoformat(pointer["extracted_at"]),
        is_synthetic=pointer["is_synthetic"],
        sha256=pointer["sha256"],
        is_partial=pointer["is_partial"],
        n_rows=MappingProxyType(dict(pointer["n_rows"])),
        tables=MappingProxyType(
            {name: pl.scan_parquet(path, glob=False, hive_partitioning=False) for name, path in paths.items()}
        ),
    )


def publish_case_base(written: Path, *, data: Path, municipality: str, facts: Mapping[str, Any]) -> None:
    """Make the tables in `written` the case base of `municipality`, in one step that either happens or does not.

    The tables move into a folder of their own, and the small file that names the folder is replaced last. What it
    named before is then removed: data that a later export has corrected or left out are not kept.
    """
    home = case_base_root(data) / municipality
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{facts['sha256'][:12]}-", dir=home))
    for path in written.iterdir():
        path.rename(folder / path.name)
    pointer = home / f"{_POINTER}.new"
    content = {"format": _FORMAT, "version": _VERSION, "municipality": municipality, "folder": folder.name, **facts}
    with pointer.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(home / _POINTER)
    for other in home.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other)


def _is_municipality(code: str) -> bool:
    return re.fullmatch("[0-9]{3}", code) is not None
