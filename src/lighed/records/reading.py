"""One table's file -> how it was read: encoding, separator, forms of date, rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """How one table's file was read.

    Attributes
    ----------
    encoding, separator, decimal
        For CSV: what was found in the file or stated in the manifest; `None` for Parquet.
    stated
        Which of the three the manifest states; the others were detected.
    date_forms
        The forms of date that were seen.
    n_rows, n_loaded
        Rows in the file, and rows that the case base got.
    dropped_columns
        Columns of the file that the mapping leaves out.
    absent_columns
        Columns that may be missing, and are.
    """

    table: str
    file: str
    is_csv: bool
    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    stated: tuple[str, ...] = ()
    date_forms: tuple[str, ...] = ()
    n_rows: int = 0
    n_loaded: int = 0
    dropped_columns: tuple[str, ...] = ()
    absent_columns: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The reading as plain data."""
        return {
            "table": self.table,
            "file": self.file,
            "kind": "csv" if self.is_csv else "parquet",
            "encoding": self.encoding,
            "separator": self.separator,
            "decimal": self.decimal,
            "stated": list(self.stated),
            "date_forms": list(self.date_forms),
            "n_rows": self.n_rows,
            "n_loaded": self.n_loaded,
            "dropped_columns": list(self.dropped_columns),
            "absent_columns": list(self.absent_columns),
        }
