"""Numbers of courses and municipalities and a seed -> case exports of municipalities that do not exist, on disk."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from lighed.records.tables import TABLES
from lighed.synthetic.arrays import AnyArray, day_number
from lighed.synthetic.frames import course_ids, table_frame
from lighed.synthetic.municipality import Municipality, make_municipality
from lighed.synthetic.registrations import write_registrations

FIRST_REGISTRATION = date(2021, 6, 1)
EXTRACTED_ON = date(2026, 11, 15)
CASE_SYSTEM = "Lighed demo 1.0"
MOST_MUNICIPALITIES = 9

FileFormat = Literal["parquet", "csv"]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class SyntheticMunicipality:
    """What was written for one municipality: rows per table, and how many registrations arrive afterwards."""

    code: str
    name: str
    folder: Path
    rows: Mapping[str, int]
    n_courses: int
    n_registrations: int
    n_hand_overs: int


@dataclass(frozen=True, slots=True)
class SyntheticReport:
    """What `generate_municipalities` wrote."""

    out: Path
    seed: int
    extracted_on: date
    municipalities: tuple[SyntheticMunicipality, ...]

    @property
    def n_courses(self) -> int:
        """Courses as registered, over all municipalities."""
        return sum(municipality.n_courses for municipality in self.municipalities)


class SyntheticError(ValueError):
    """The made-up data that were asked for cannot be made; the text says what can."""


def generate_municipalities(
    *,
    n_courses: int,
    n_municipalities: int = 3,
    seed: int,
    out: Path,
    extracted_on: date = EXTRACTED_ON,
    n_registrations: int = 60,
    file_format: FileFormat = "parquet",
    progress: Progress | None = None,
) -> SyntheticReport:
    """Write made-up municipalities as case exports, with registrations that arrive and the true risks beside them.

    Parameters
    ----------
    n_courses
        Contact courses as registered, over all municipalities.
    n_municipalities
        How many, 1 to 9; their codes are 901, 902 and so on.
    seed
        The same seed and numbers give the same bytes.
    out
        Folder to write. It gets `<code>/` (the case export), `registrations/<code>.ndjson` (one live event a line, in
        the order in which they arrive) and `truth/<code>.parquet` (`course_id`, `true_risk_registration`,
        `true_risk_hand_over`).
    n_registrations
        People per municipality who register in the eight weeks before and after the extraction.
    file_format
        `parquet`, or `csv` the Danish way (semicolons, decimal comma, 31-12-2025).
    progress
        Called with the municipality's code, steps done, and steps in all.

    Raises
    ------
    SyntheticError
        When the numbers are out of range, before anything is written.

    Notes
    -----
    What the figures are held against is in docs/explanation/synthetic-municipality.md.
    """
    _check(
        n_courses=n_courses,
        n_municipalities=n_municipalities,
        extracted_on=extracted_on,
        n_registrations=n_registrations,
    )
    made = []
    for number in range(n_municipalities):
        if progress:
            progress(str(901 + number), number, n_municipalities)
        share = n_courses // n_municipalities + (number < n_courses % n_municipalities)
        municipality = make_municipality(
            number=number,
            n_courses=share,
            seed=seed,
            first_day=day_number(FIRST_REGISTRATION),
            extracted_on=day_number(extracted_on),
        )
        made.append(
            _write(
                municipality,
                out=out,
                extracted_on=extracted_on,
                n_registrations=n_registrations,
                file_format=file_format,
            )
        )
    if progress:
        progress("", n_municipalities, n_municipalities)
    return SyntheticReport(out=out, seed=seed, extracted_on=extracted_on, municipalities=tuple(made))


def _check(*, n_courses: int, n_municipalities: int, extracted_on: date, n_registrations: int) -> None:
    if not 1 <= n_municipalities <= MOST_MUNICIPALITIES:
        raise SyntheticError(f"The number of municipalities must be 1 to {MOST_MUNICIPALITIES}.")
    if not 50 * n_municipalities <= n_courses <= 9_000_000:
        raise SyntheticError("The number of courses must be at least 50 for each municipality, and at most 9 million.")
    if extracted_on < date(2022, 6, 1):
        raise SyntheticError("The extraction must be 1 June 2022 or later: registrations begin in June 2021.")
    if n_registrations < 0:
        raise SyntheticError("The number of registrations must be 0 or more.")


def _write(
    municipality: Municipality, *, out: Path, extracted_on: date, n_registrations: int, file_format: FileFormat
) -> SyntheticMunicipality:
    folder = out / municipality.code
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    listed = {}
    for table in TABLES:
        wanted = None if table == "staff" else municipality.keep
        columns = municipality.rows.as_known_on(table, municipality.extracted_on, keep=wanted)
        listed[table] = _write_table(folder, table, columns, municipality=municipality.code, file_format=file_format)
    manifest = {
        "format": "lighed-case-export",
        "version": 1,
        "municipality": municipality.code,
        "case_system": CASE_SYSTEM,
        "extracted_at": f"{extracted_on.isoformat()}T23:30:00+01:00",
        "synthetic": True,
        "tables": listed,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    n_courses = _write_truth(municipality, out=out)
    n_registered, n_handed_over = write_registrations(
        municipality, out=out / "registrations", n_people=n_registrations, case_system=CASE_SYSTEM
    )
    return SyntheticMunicipality(
        code=municipality.code,
        name=municipality.name,
        folder=folder,
        rows={table: int(entry["rows"]) for table, entry in listed.items()},
        n_courses=n_courses,
        n_registrations=n_registered,
        n_hand_overs=n_handed_over,
    )


def _write_table(
    folder: Path, table: str, columns: Mapping[str, AnyArray], *, municipality: str, file_format: FileFormat
) -> dict[str, str | int]:
    frame = table_frame(table, columns, municipality=municipality)
    path = folder / f"{table}.{file_format}"
    if file_format == "csv":
        frame.write_csv(path, separator=";", date_format="%d-%m-%Y", decimal_comma=True)
    else:
        frame.write_parquet(path, compression="zstd", row_group_size=250_000)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"file": path.name, "rows": frame.height, "sha256": digest}


def _write_truth(municipality: Municipality, *, out: Path) -> int:
    """Write the true risks of the courses on record, beside the export and never in it."""
    courses = municipality.courses
    on_record = municipality.keep[courses.person] & (courses.registered_on <= municipality.extracted_on)
    reached = courses.handed_over_on <= municipality.extracted_on
    frame = pl.DataFrame(
        {
            "course_id": course_ids(courses.course[on_record], municipality=municipality.code),
            "true_risk_registration": courses.true_risk_registration[on_record],
            "true_risk_hand_over": pl.Series(
                np.where(reached, courses.true_risk_hand_over, np.nan)[on_record]
            ).fill_nan(None),
        }
    ).sort("course_id")
    path = out / "truth" / f"{municipality.code}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(path, compression="zstd")
    known = municipality.rows.as_known_on("contact_courses", municipality.extracted_on, keep=municipality.keep)
    return len(set(known["course"].tolist()))
