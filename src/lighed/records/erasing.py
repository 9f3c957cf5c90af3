"""A municipality's case base and a person's id -> the same case base without that person; or no case base at all."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import polars as pl

from lighed.records.case_base import CaseBase, case_base_root, list_case_bases, open_case_base, publish_case_base


def erase_from_case_base(data: Path, municipality: str, *, is_erased: Callable[[str], bool]) -> dict[str, int]:
    """Write the case base anew without the people whom `is_erased` tells, and swap it in whole.

    An import that is under way is waited for. Cut off at any point, the case base is the old one or the new one, and
    the next call does what is left.

    Returns
    -------
    Table -> how many rows were taken out; empty where there was nobody to take out.
    """
    if municipality not in list_case_bases(data):
        return {}
    with _alone(data) as root:
        base = open_case_base(data, municipality)
        ids = base.tables["persons"].select("person_id").unique().collect().to_series()
        erased = [person for person in ids if is_erased(person)]
        if not erased:
            return {}
        courses = _courses_of(base, erased)
        # Under a name that no municipality has, so that what a cut-off leaves is not taken for a case base.
        with tempfile.TemporaryDirectory(prefix=".erasing-", dir=root) as place:
            n_rows, n_erased = {}, {}
            for name, table in base.tables.items():
                kept = table.collect().filter(~_is_of(table, erased, courses))
                kept.write_parquet(Path(place) / f"{name}.parquet")
                n_rows[name] = kept.height
                n_erased[name] = base.n_rows[name] - kept.height
            publish_case_base(Path(place), data=data, municipality=municipality, facts=_facts(base, n_rows))
    return {name: n for name, n in n_erased.items() if n}


def is_in_case_base(data: Path, municipality: str, *, person_id: str) -> bool:
    """Whether the person has any row, in any table."""
    if municipality not in list_case_bases(data):
        return False
    base = open_case_base(data, municipality)
    return any(
        not table.filter(pl.col("person_id") == person_id).head(1).collect().is_empty()
        for table in base.tables.values()
        if "person_id" in table.collect_schema().names()
    )


def extracted_at(data: Path, municipality: str) -> datetime | None:
    """When the case base was extracted; None where there is none."""
    return open_case_base(data, municipality).extracted_at if municipality in list_case_bases(data) else None


def remove_case_base(data: Path, municipality: str) -> bool:
    """Remove the whole case base of the municipality; False where there is none."""
    if municipality not in list_case_bases(data):
        return False
    with _alone(data) as root:
        # The name goes first: a case base that is half gone is none.
        gone = Path(tempfile.mkdtemp(prefix=".removing-", dir=root))
        (root / municipality).rename(gone / municipality)
        shutil.rmtree(gone)
    return True


def clear_leftovers(data: Path) -> int:
    """Remove what an erasure that was cut off has left behind; returns how many folders."""
    root = case_base_root(data)
    if not root.is_dir():
        return 0
    with _alone(data):
        left = [*root.glob(".erasing-*"), *root.glob(".removing-*")]
        for folder in left:
            shutil.rmtree(folder)
    return len(left)


def _courses_of(base: CaseBase, people: list[str]) -> list[str]:
    courses = base.tables["contact_courses"].filter(pl.col("person_id").is_in(people))
    return courses.select("course_id").collect().to_series().to_list()


def _is_of(table: pl.LazyFrame, people: list[str], courses: list[str]) -> pl.Expr:
    """Which rows are about these people: by the person, or by the course."""
    names = table.collect_schema().names()
    found = pl.lit(value=False)
    if "person_id" in names:
        found = found | pl.col("person_id").is_in(people).fill_null(value=False)
    if "course_id" in names:
        found = found | pl.col("course_id").is_in(courses).fill_null(value=False)
    return found


def _facts(base: CaseBase, n_rows: dict[str, int]) -> dict[str, object]:
    return {
        "case_system": base.case_system,
        "extracted_at": base.extracted_at.isoformat(),
        "is_synthetic": base.is_synthetic,
        "is_partial": base.is_partial,
        "sha256": base.sha256,
        "n_rows": n_rows,
    }


@contextmanager
def _alone(data: Path) -> Iterator[Path]:
    """The folder of the case bases, in which nobody else writes meanwhile."""
    root = case_base_root(data)
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield root
