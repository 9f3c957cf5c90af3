"""Earlier CVs -> how common an occupation is for an education: a table without outcomes that an element needs.

It is learned from what was known before the training period, and crosses with the hand-over, so that a new person's
values are found with the same table as the earlier cases'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from lighed.elements.occupations import group

OCCUPATION_OF_EDUCATION = "occupation_of_education"
ALL = "*"
"""As `key_2`: everyone with the education of `key_1`."""

_SCHEMA = {
    "lookup": pl.String(),
    "key_1": pl.String(),
    "key_2": pl.String(),
    "share": pl.Float64(),
    "people": pl.Int64(),
}


@dataclass(frozen=True, slots=True, eq=False)
class Lookups:
    """Learned tables, as rows: ``lookup`` (which table), ``key_1``, ``key_2``, ``share`` in [0, 1], ``people``."""

    rows: pl.DataFrame

    @classmethod
    def empty(cls) -> Lookups:
        """Nothing learned: the elements that need a lookup are missing."""
        return cls(pl.DataFrame(schema=_SCHEMA))

    @classmethod
    def from_rows(cls, rows: pl.DataFrame) -> Lookups:
        """Take rows up again that were written out; extra columns are refused.

        Raises
        ------
        ValueError
            Naming the columns that are missing or too many.
        """
        if odd := sorted(set(rows.columns) ^ set(_SCHEMA)):
            raise ValueError(f"lookups: the columns {', '.join(odd)} are missing or not allowed.")
        return cls(rows.select(pl.col(name).cast(dtype) for name, dtype in _SCHEMA.items()))

    def occupations_of_education(self) -> pl.LazyFrame:
        """``education``, ``occupation_group``, ``share``: each cell with enough people, and `ALL` for the education."""
        return (
            self.rows.lazy()
            .filter(pl.col("lookup") == OCCUPATION_OF_EDUCATION)
            .select(pl.col("key_1").alias("education"), pl.col("key_2").alias("occupation_group"), "share")
        )


def highest_education() -> pl.Expr:
    """Education rows of one case or person -> the highest as ``level/field``; of several, the one completed last."""
    key = pl.col("level") + "/" + pl.col("field").fill_null("")
    return key.sort_by("level", "completed_on", "field", nulls_last=False).last()


def learn_lookups(
    case_bases: Iterable[Mapping[str, pl.LazyFrame | pl.DataFrame]], *, before: date, min_people: int = 100
) -> Lookups:
    """Learn how common each two-digit occupation group is among people with the same highest education.

    Parameters
    ----------
    case_bases : the tables of one municipality each.
    before : only what was recorded before this day and was in force then. Take the first day of the training period.
    min_people : educations, and cells of education and occupation, with fewer people are left out.

    Returns
    -------
    Lookups without any outcome. The share of a cell is people with the occupation / people with the education; a
    person counts once in each group they have worked in.
    """
    people = [_education_and_occupations(tables, before=before) for tables in case_bases]
    if not people:
        return Lookups.empty()
    each = pl.concat(pl.collect_all(people), how="vertical")
    cells = each.group_by("key_1", "key_2").agg(pl.len().cast(pl.Int64).alias("people"))
    everyone = cells.filter(pl.col("key_2") == ALL).select("key_1", pl.col("people").alias("everyone"))
    rows = (
        cells.filter(pl.col("people") >= min_people)
        .join(everyone.filter(pl.col("everyone") >= min_people), on="key_1")
        .with_columns(
            pl.lit(OCCUPATION_OF_EDUCATION).alias("lookup"), (pl.col("people") / pl.col("everyone")).alias("share")
        )
        .sort("key_1", "key_2")
    )
    return Lookups.from_rows(rows.select(*_SCHEMA))


def _education_and_occupations(tables: Mapping[str, pl.LazyFrame | pl.DataFrame], *, before: date) -> pl.LazyFrame:
    """One row per person and occupation group (and one with `ALL`), with the person's education as ``key_1``."""

    def known(name: str) -> pl.LazyFrame:
        in_force = pl.col("superseded_on").is_null() | (pl.col("superseded_on") >= before)
        return tables[name].lazy().filter(pl.col("recorded_on") < before, in_force)

    educated = known("cv_educations").group_by("person_id").agg(highest_education().alias("key_1"))
    worked = (
        known("cv_experiences")
        .filter(pl.col("from_on") < before)
        .select("person_id", group(pl.col("occupation")).alias("key_2"))
        .unique()
    )
    counted = educated.join(worked, on="person_id").select("key_1", "key_2")
    return pl.concat([counted, educated.select("key_1", pl.lit(ALL).alias("key_2"))])
