"""A CSV file -> its hash, encoding, separator, decimal sign and headings, detected or as stated."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 4 << 20
LONGEST_LINE = 1 << 20
"""Bytes within which a line must end: a file without line ends is no table."""
_NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_CP1252_LETTERS = re.compile(rb"[\x80-\xff]")
_DECIMAL = re.compile(r"^[+-]?\d+([.,])\d+$")


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over a file's bytes shows.

    `encoding` is `None` where the bytes are no text that is allowed, and `is_text` says whether they look like text.
    """

    sha256: str
    encoding: str | None
    has_bom: bool
    has_quotes: bool
    is_ascii: bool
    is_text: bool


def survey_file(path: Path) -> Survey:
    """Hash the file and find its encoding from every byte, since one late letter can decide it."""
    sha256, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    is_utf8 = is_cp1252 = is_ascii = is_text = True
    has_quotes, start = False, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            start = start or chunk[:4]
            sha256.update(chunk)
            has_quotes = has_quotes or b'"' in chunk
            is_text = is_text and b"\0" not in chunk
            if chunk.isascii() and not decoder.getstate()[0]:
                continue
            is_ascii = False
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
            is_cp1252 = is_cp1252 and _NOT_IN_CP1252.search(chunk) is None
    is_utf8 = is_utf8 and not decoder.getstate()[0]
    encoding = "utf-8" if is_utf8 else "windows-1252" if is_cp1252 else None
    return Survey(
        sha256=sha256.hexdigest(),
        encoding=encoding if is_text else None,
        has_bom=start.startswith(codecs.BOM_UTF8),
        has_quotes=has_quotes,
        is_ascii=is_ascii,
        is_text=is_text or start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)),
    )


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def hash_file(path: Path) -> str:
    """The file's sha256, read by stream."""
    sha256 = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            sha256.update(chunk)
    return sha256.hexdigest()


@dataclass(frozen=True, slots=True)
class CsvFormat:
    """How a CSV file is read, and the names in its first line."""

    encoding: str
    separator: str
    decimal: str
    has_quotes: bool
    has_bom: bool
    headings: tuple[str, ...]


def detect_format(
    path: Path, *, survey: Survey, encoding: str, separator: str | None, decimal: str | None
) -> CsvFormat | None:
    """The format of the file; what is stated is taken, the rest is detected. `None` where there is no first line."""
    with path.open("rb") as file:
        sample = file.read(LONGEST_LINE)
    cut = sample.rfind(b"\n") + 1
    if not cut and len(sample) == LONGEST_LINE:
        return None
    text = (sample[:cut] or sample).decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        return None
    if separator is None:
        bare = re.sub(r'"[^"]*"', "", first)
        separator = ";" if bare.count(";") >= bare.count(",") else ","
    rows = list(_rows(text, separator))
    if not rows:
        return None
    if decimal is None:
        decimal = _decimal(rows[1:500]) or ("," if separator == ";" else ".")
    headings = tuple(name.strip() for name in rows[0])
    return CsvFormat(encoding, separator, decimal, survey.has_quotes, survey.has_bom, headings)


def _rows(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if row:
                rows.append(row)
    except csv.Error:
        # A quote that is never closed: the headings before it still tell what the file is.
        return rows
    return rows


def _decimal(rows: list[list[str]]) -> str | None:
    signs = [match[1] for row in rows for field in row if (match := _DECIMAL.match(field))]
    return max(set(signs), key=signs.count) if signs else None
