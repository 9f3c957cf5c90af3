"""A data home and what was known of a person -> the files in which some of it is still found."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lighed.records import case_base_root

_LONG = 6
"""A shorter id or name stands in many places that have nothing to do with the person: it is looked for as a whole
value only, and not in the midst of a text."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where something was found, as the name of a table and column or of a file, and how often. Never what it was."""

    where: str
    n: int


class Needles:
    """What to look for: ids and names, as whole values and, where they are long enough, inside texts; and `pieces` of
    files, inside bytes."""

    def __init__(self, values: Iterable[str], *, pieces: Iterable[bytes] = ()) -> None:
        self.pieces = frozenset(pieces)
        self.values = frozenset(value.strip() for value in values if value.strip())
        forms = {form for value in self.values if len(value) >= _LONG for form in (value, json.dumps(value)[1:-1])}
        told = "|".join(re.escape(form) for form in sorted(forms)) or "(?!)"
        self._in_text = re.compile(rf"(?<![\w-])(?:{told})(?![\w-])")
        self._in_bytes = re.compile(rf"(?<![\w-])(?:{told})(?![\w-])".encode())

    def are_in(self, text: str) -> bool:
        """Whether `text` is one of them, or holds one."""
        return text.strip() in self.values or self._in_text.search(text) is not None

    def are_in_bytes(self, content: bytes) -> bool:
        """The same for bytes, and whether a piece of a file is in them."""
        return self._in_bytes.search(content) is not None or any(piece in content for piece in self.pieces)


def search_files(folder: Path, needles: Needles, *, but_not: Iterable[Path] = ()) -> tuple[int, list[Found]]:
    """Look through every file of the data home, also inside zip files and tables.

    Returns
    -------
    How many files were searched, and those in which something was found, with how many rows or members of each.
    """
    left_out = [path.resolve() for path in but_not]
    n_files, found = 0, []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(path.resolve().is_relative_to(other) for other in left_out):
            continue
        try:
            n = _in_table(path, needles) if path.suffix == ".parquet" else sum(_in_members(path, needles))
        except FileNotFoundError:
            # Somebody removed it meanwhile, and then nobody is in it.
            continue
        n_files += 1
        if n:
            found.append(Found(str(path.relative_to(folder)), n))
    return n_files, found


def held_in_case_bases(data: Path, values: Iterable[str]) -> frozenset[str]:
    """Those of the values that stand in some municipality's case base, as a whole value or inside one."""
    tables = sorted(case_base_root(data).rglob("*.parquet"))
    held, left = set[str](), set(values)
    for table in tables:
        if left and _in_table(table, Needles(left)):
            held |= {value for value in left if _in_table(table, Needles([value]))}
            left -= held
    return frozenset(held)


def _in_table(path: Path, needles: Needles) -> int:
    table = pl.read_parquet(path, glob=False, hive_partitioning=False)
    texts = [name for name, kind in table.schema.items() if kind in (pl.String, pl.Categorical)]
    n = 0
    for name in texts:
        values = table[name].cast(pl.String).drop_nulls().unique()
        n += sum(needles.are_in(value) for value in values)
    return n


def _in_members(path: Path, needles: Needles) -> Iterator[bool]:
    if not zipfile.is_zipfile(path):
        yield needles.are_in_bytes(path.read_bytes())
        return
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            yield needles.are_in_bytes(archive.read(member))
