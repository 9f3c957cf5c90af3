"""A CSV file of any length -> batches of rows as text, in bounded memory, with the rows that do not fit the heading."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
import polars as pl

from lighed.records.csv_format import LONGEST_LINE, CsvFormat

_BLOCK = 16 << 20
_QUOTED_BATCH = 50_000
_BOM = b"\xef\xbb\xbf"


class Unreadable(Exception):
    """A file that cannot be read to its end."""


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Some rows as text.

    Attributes
    ----------
    frame
        Column `n` of the file is called ``str(n)``, counted from 0.
    rows
        The rows' numbers in the file, from 1, blank lines not counted.
    ragged
        The numbers of rows with too many or too few fields; they are not in `frame`.
    """

    frame: pl.DataFrame
    rows: pl.Series
    ragged: tuple[int, ...] = ()

    @property
    def n_rows(self) -> int:
        """Rows that the batch stands for."""
        return len(self.rows) + len(self.ragged)


def read_csv_rows(path: Path, *, form: CsvFormat) -> Iterator[RawBatch]:
    """The file's rows after its heading.

    A file without a quote is cut at line ends and read by the column reader, about ten times as fast; one with quotes
    may have separators and line ends inside a field and goes through the row reader.

    Raises
    ------
    Unreadable
        Where the file ends inside a quoted field, or a line has no end.
    """
    first = 1
    for frame, ragged in _quoted(path, form) if form.has_quotes else _plain(path, form):
        n_rows = len(frame) + len(ragged)
        rows = np.arange(first, first + n_rows, dtype=np.int64)
        if ragged:
            rows = np.delete(rows, ragged)
        yield RawBatch(frame, pl.Series(rows), tuple(first + at for at in ragged))
        first += n_rows


def _plain(path: Path, form: CsvFormat) -> Iterator[tuple[pl.DataFrame, list[int]]]:
    is_heading = True
    for block in _line_blocks(path):
        if form.encoding != "utf-8":
            block = block.decode(form.encoding).encode("utf-8")
        block = block.removeprefix(_BOM) if is_heading else block
        block = _without_blank_lines(block)
        if is_heading and block:
            block, is_heading = block[block.index(b"\n") + 1 :], False
        if block:
            yield _plain_rows(block, form)


def _line_blocks(path: Path) -> Iterator[bytes]:
    rest = b""
    with path.open("rb") as file:
        while chunk := file.read(_BLOCK):
            block = rest + chunk
            cut = block.rfind(b"\n") + 1
            rest = block[cut:]
            if len(rest) > LONGEST_LINE:
                raise Unreadable
            if cut:
                yield block[:cut]
    if rest:
        yield rest + b"\n"


def _without_blank_lines(block: bytes) -> bytes:
    block = block.replace(b"\r\n", b"\n")
    while b"\n\n" in block:
        block = block.replace(b"\n\n", b"\n")
    return block.removeprefix(b"\n")


def _plain_rows(block: bytes, form: CsvFormat) -> tuple[pl.DataFrame, list[int]]:
    ragged: list[int] = []
    n_lines = block.count(b"\n")
    per_line = len(form.headings) - 1
    content = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero(content == ord("\n"))
    separators = np.flatnonzero(content == ord(form.separator))
    before = np.searchsorted(separators, ends)
    is_ragged = np.diff(before, prepend=0) != per_line
    if is_ragged.any():
        ragged = np.flatnonzero(is_ragged).tolist()
        lines = block.split(b"\n")
        block = b"".join(line + b"\n" for line, is_bad in zip(lines, is_ragged, strict=False) if not is_bad)
    names = [str(at) for at in range(len(form.headings))]
    if len(ragged) == n_lines:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String)), ragged
    frame = pl.read_csv(
        block,
        has_header=False,
        separator=form.separator,
        quote_char=None,
        schema=dict.fromkeys(names, pl.String),
        infer_schema=False,
    )
    if len(frame) + len(ragged) != n_lines:
        raise Unreadable
    return frame, ragged


def _quoted(path: Path, form: CsvFormat) -> Iterator[tuple[pl.DataFrame, list[int]]]:
    encoding = "utf-8-sig" if form.encoding == "utf-8" else form.encoding
    n_fields = len(form.headings)
    names = [str(at) for at in range(n_fields)]
    with path.open(encoding=encoding, newline="") as file:
        reader = (row for row in csv.reader(_lines(file), delimiter=form.separator, strict=True) if row)
        try:
            next(reader, None)
            while rows := list(itertools.islice(reader, _QUOTED_BATCH)):
                ragged = [at for at, row in enumerate(rows) if len(row) != n_fields]
                columns = list(zip(*(row for row in rows if len(row) == n_fields), strict=True)) or [()] * n_fields
                series = [pl.Series(name, values, dtype=pl.String) for name, values in zip(names, columns, strict=True)]
                yield pl.DataFrame(series), ragged
        except (csv.Error, UnicodeDecodeError) as error:
            raise Unreadable from error


def _lines(file: TextIO) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Unreadable
        yield line
