"""Rows of plain numbers -> the tables of the case export as typed frames, with ids, codes, dates and names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl

from lighed.records.tables import TABLES
from lighed.synthetic.arrays import NEVER, AnyArray
from lighed.synthetic.contact import FORMS, KINDS, MEETING_OUTCOMES
from lighed.synthetic.cv import LANGUAGES, LICENCES
from lighed.synthetic.job_log import OUTCOMES, REGIONS
from lighed.synthetic.names import FAMILY_NAMES, FUNDS, STREETS, TEAMS
from lighed.synthetic.occupations import CODES, FIELDS, LEVELS
from lighed.synthetic.person_rows import FIRST_NAMES
from lighed.synthetic.registered_courses import BENEFITS, END_REASONS

Column = Callable[[Mapping[str, AnyArray]], pl.Series]

_ID_DIGITS = {"person": 6, "course": 7, "application": 8, "meeting": 7, "case": 7, "caseworker": 4}
_ID_LETTERS = {"person": "P", "course": "F", "application": "A", "meeting": "S", "case": "Y", "caseworker": "M"}


def table_frame(table: str, columns: Mapping[str, AnyArray], *, municipality: str) -> pl.DataFrame:
    """Turn one table's numbers into the frame that the case export asks for, columns in the declared order."""
    schema = TABLES[table].schema
    if not columns:
        return pl.DataFrame(schema=schema)
    special = _SPECIAL.get(table, {})
    made = {}
    for name, dtype in schema.items():
        if name in special:
            series = special[name](columns)
        elif name.endswith("_id"):
            series = _ids(columns[name.removesuffix("_id")], name.removesuffix("_id"), municipality)
        elif dtype == pl.Date:
            series = _dates(columns[name])
        elif dtype == pl.Boolean:
            series = pl.Series(columns[name].astype(np.bool_))
        else:
            series = _numbers(columns[name])
        made[name] = series.alias(name)
    return pl.DataFrame(made, schema=schema)


def course_ids(numbers: AnyArray, *, municipality: str) -> pl.Series:
    """Write course numbers as the ids that stand in the export."""
    return _ids(numbers, "course", municipality)


def _ids(numbers: AnyArray, kind: str, municipality: str) -> pl.Series:
    text = pl.Series("id", numbers.astype(np.int32)).cast(pl.String).str.zfill(_ID_DIGITS[kind])
    return pl.Series(
        pl.DataFrame(text).select(pl.concat_str(pl.lit(f"{_ID_LETTERS[kind]}{municipality}-"), "id"))["literal"]
    )


def _dates(days: AnyArray) -> pl.Series:
    return _numbers(days, missing=int(NEVER)).cast(pl.Date)


def _numbers(numbers: AnyArray, *, missing: int = -1) -> pl.Series:
    series = pl.Series("n", numbers.astype(np.int32))
    return pl.DataFrame(series).select(pl.when(pl.col("n") != missing).then(pl.col("n")))["n"]


def _texts(numbers: AnyArray, texts: tuple[str, ...]) -> pl.Series:
    # An index out of reach is a missing value.
    index = np.where(numbers < 0, len(texts), numbers).astype(np.uint32)
    return pl.Series([*texts, None], dtype=pl.String).gather(index)


def _coded(column: str, texts: tuple[str, ...]) -> Column:
    return lambda columns: _texts(columns[column], texts)


def _names(columns: Mapping[str, AnyArray]) -> pl.Series:
    parts = pl.DataFrame(
        {
            "first": _texts(columns["first_name"], FIRST_NAMES),
            "middle": _texts(columns["middle_name"], FAMILY_NAMES),
            "family": _texts(columns["family_name"], FAMILY_NAMES),
        }
    )
    return parts.select(pl.concat_str("first", "middle", "family", separator=" ", ignore_nulls=True))["first"]


def _addresses(columns: Mapping[str, AnyArray]) -> pl.Series:
    parts = pl.DataFrame({"street": _texts(columns["street"], STREETS), "house": _numbers(columns["house"])})
    return parts.select(pl.concat_str("street", pl.col("house").cast(pl.String), separator=" "))["street"]


def _phones(columns: Mapping[str, AnyArray]) -> pl.Series:
    # No Danish subscriber number begins with 00: these reach no one.
    digits = pl.DataFrame(_numbers(columns["phone"]).cast(pl.String).alias("d"))
    pair = [pl.col("d").str.slice(start, 2) for start in (0, 2, 4)]
    return digits.select(pl.concat_str(pl.lit("+45 00"), *pair, separator=" ").alias("d"))["d"]


_SPECIAL: Mapping[str, Mapping[str, Column]] = {
    "persons": {"sex": _coded("sex", ("female", "male"))},
    "contacts": {
        "display_name": _names,
        "address_name": _addresses,
        "phone": _phones,
        "language": _coded("language", ("da", "en")),
    },
    "staff": {"display_name": _names, "team": _coded("team", TEAMS)},
    "contact_courses": {
        "end_reason": _coded("end_reason", END_REASONS),
        "unemployment_fund": _coded("fund", FUNDS),
    },
    "benefit_cases": {"benefit": _coded("benefit", BENEFITS), "end_reason": _coded("end_reason", END_REASONS)},
    "meetings": {
        "kind": _coded("kind", KINDS),
        "form": _coded("form", FORMS),
        "outcome": _coded("outcome", MEETING_OUTCOMES),
    },
    "cv_educations": {"level": _coded("level", LEVELS), "field": _coded("field", FIELDS)},
    "cv_experiences": {"occupation": _coded("occupation", CODES)},
    "cv_languages": {
        "language": _coded("language", LANGUAGES),
        "level": _coded("level", ("basic", "good", "fluent", "native")),
    },
    "cv_licences": {"category": _coded("category", LICENCES)},
    "cv_job_goals": {"occupation": _coded("occupation", CODES)},
    "job_applications": {
        "occupation": _coded("occupation", CODES),
        "region": _coded("region", REGIONS),
        "outcome": _coded("outcome", OUTCOMES),
    },
}
