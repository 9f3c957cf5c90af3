"""Made-up municipalities, driven as a user drives them: written, imported, registered, and compared byte by byte."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from lighed.elements import course_outcomes
from lighed.governance import Moment
from lighed.records import TABLES, Registration, import_case_export, open_case_base, read_registration
from lighed.synthetic import SyntheticError, SyntheticReport, generate_municipalities

EXTRACTED_ON = date(2026, 11, 15)
N_COURSES = 1501


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> SyntheticReport:
    return generate_municipalities(n_courses=N_COURSES, seed=7, out=tmp_path_factory.mktemp("made_up"))


@pytest.fixture(scope="module")
def tables(report: SyntheticReport) -> list[dict[str, pl.DataFrame]]:
    return [
        {name: pl.read_parquet(made.folder / f"{name}.parquet") for name in TABLES} for made in report.municipalities
    ]


@pytest.fixture(scope="module")
def events(report: SyntheticReport) -> dict[str, list[Registration]]:
    return {
        made.code: [
            read_registration(json.loads(line))
            for line in (report.out / "registrations" / f"{made.code}.ndjson").read_text("utf-8").splitlines()
        ]
        for made in report.municipalities
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def in_force(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("superseded_on").is_null())


def test_every_export_is_imported_without_a_fault(report: SyntheticReport, tmp_path: Path) -> None:
    for made in report.municipalities:
        import_case_export(made.folder, data=tmp_path)
        case_base = open_case_base(tmp_path, made.code)
        assert case_base.is_synthetic
        assert case_base.extracted_on == EXTRACTED_ON
        for name, rows in made.rows.items():
            assert case_base.tables[name].select(pl.len()).collect().item() == rows


def test_the_number_of_courses_is_exact(report: SyntheticReport, tables: list[dict[str, pl.DataFrame]]) -> None:
    assert report.n_courses == N_COURSES
    assert sum(in_force(made["contact_courses"]).height for made in tables) == N_COURSES


def test_danish_csv_holds_the_same_as_parquet(tmp_path: Path) -> None:
    for file_format in ("csv", "parquet"):
        made = generate_municipalities(
            n_courses=150, n_municipalities=1, seed=3, out=tmp_path / file_format, file_format=file_format
        )
        import_case_export(made.municipalities[0].folder, data=tmp_path / f"data-{file_format}")
    first_line = (tmp_path / "csv" / "901" / "persons.csv").read_text("utf-8").splitlines()[1]
    assert re.search(r";\d\d-\d\d-\d{4};", first_line)
    read = [open_case_base(tmp_path / f"data-{file_format}", "901").tables for file_format in ("csv", "parquet")]
    for name in TABLES:
        rows = [tables[name].collect() for tables in read]
        assert rows[0].sort(rows[0].columns).equals(rows[1].sort(rows[1].columns)), name


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        generate_municipalities(n_courses=300, n_municipalities=2, seed=seed, out=tmp_path / name)
    first, again, other = (contents(tmp_path / name) for name in "abc")
    assert first == again
    assert first.keys() == other.keys()
    unchanged = {name for name in first if first[name] == other[name]}
    assert unchanged == set()


def test_the_truth_lies_beside_the_export_and_names_each_joined_course(
    report: SyntheticReport, tables: list[dict[str, pl.DataFrame]]
) -> None:
    for made, known in zip(report.municipalities, tables, strict=True):
        assert not [path for path in made.folder.rglob("*") if "truth" in path.name]
        truth = pl.read_parquet(report.out / "truth" / f"{made.code}.parquet")
        outcomes = course_outcomes({name: frame.lazy() for name, frame in known.items()}, extracted_on=EXTRACTED_ON)
        assert truth["course_id"].to_list() == outcomes["course_id"].to_list()
        assert outcomes.height < made.n_courses, "some courses follow within four weeks of another"


@pytest.mark.parametrize("moment", list(Moment))
def test_the_true_risk_is_the_share_of_long_courses(
    report: SyntheticReport, tables: list[dict[str, pl.DataFrame]], moment: Moment
) -> None:
    parts = []
    for made, known in zip(report.municipalities, tables, strict=True):
        outcomes = course_outcomes({name: frame.lazy() for name, frame in known.items()}, extracted_on=EXTRACTED_ON)
        truth = pl.read_parquet(report.out / "truth" / f"{made.code}.parquet")
        parts.append(outcomes.join(truth, on="course_id"))
    told = pl.concat(parts).filter(
        pl.col(f"true_risk_{moment.value}").is_not_null(), pl.col("registered_on") < date(2026, 5, 1)
    )
    risk, is_long = told[f"true_risk_{moment.value}"].to_numpy(), (told["contact_weeks"] > 26).to_numpy()
    error = np.sqrt((risk * (1 - risk)).sum()) / len(risk)
    assert abs(risk.mean() - is_long.mean()) < 4 * error
    assert 0.66 < roc_auc_score(is_long, risk) < 0.88


def test_every_registration_is_read_and_they_arrive_in_order(
    report: SyntheticReport, events: dict[str, list[Registration]]
) -> None:
    for made in report.municipalities:
        arrived = events[made.code]
        kinds = [event.event for event in arrived]
        assert kinds.count(Moment.REGISTRATION) == made.n_registrations
        assert kinds.count(Moment.HAND_OVER) == made.n_hand_overs > 0
        days = [event.occurred_on for event in arrived]
        assert days == sorted(days)
        assert len({event.event_id for event in arrived}) == len(arrived)
        assert min(days) < EXTRACTED_ON < max(days)


def test_those_who_register_differ_in_what_is_on_record(events: dict[str, list[Registration]]) -> None:
    registered = [event for arrived in events.values() for event in arrived if event.event is Moment.REGISTRATION]
    n_courses = [event.tables["contact_courses"]["course_id"].n_unique() for event in registered]
    has_cv = [event.tables["cv_educations"].height > 0 for event in registered]
    assert min(n_courses) == 1
    assert max(n_courses) > 1
    assert {True, False} == set(has_cv)
    for event in registered:
        assert event.tables["contacts"].height == 1
        mine = event.tables["contact_courses"].filter(pl.col("course_id") == event.course_id)
        assert mine["registered_on"].to_list() == [event.occurred_on]
        assert mine["ended_on"].null_count() == mine.height


def test_people_in_events_and_export_are_the_same(
    report: SyntheticReport, tables: list[dict[str, pl.DataFrame]], events: dict[str, list[Registration]]
) -> None:
    for made, known in zip(report.municipalities, tables, strict=True):
        born = dict(in_force(known["persons"]).select("person_id", "birth_year").iter_rows())
        seen = {
            (person, year)
            for event in events[made.code]
            for person, year in event.tables["persons"].select("person_id", "birth_year").iter_rows()
        }
        both = [(person, year) for person, year in seen if person in born]
        assert len(both) > 10
        assert all(born[person] == year for person, year in both)
        assert len(both) < len(seen), "some register for the first time after the extraction"


def test_all_that_makes_records_hard_is_there(tables: list[dict[str, pl.DataFrame]]) -> None:
    made = {name: pl.concat([known[name] for known in tables]) for name in TABLES}
    courses, log = in_force(made["contact_courses"]), made["job_applications"]
    assert 0.02 < courses["ended_on"].null_count() / courses.height < 0.3
    assert courses["person_id"].n_unique() < courses.height
    as_sent = log.group_by("application_id").agg(pl.col("recorded_on").min(), pl.col("applied_on").first())
    late = (as_sent["recorded_on"] - as_sent["applied_on"]).dt.total_days()
    assert 0.01 < (late >= 14).mean() < 0.06
    assert made["cv_educations"].filter(pl.col("superseded_on").is_not_null()).height > 0
    without_cv = in_force(made["persons"]).join(made["cv_educations"], on="person_id", how="anti").height
    assert 0.01 < without_cv / in_force(made["persons"]).height < 0.15
    assert set(in_force(log)["outcome"].unique()) == {"none", "interview", "offer", "rejection"}
    assert in_force(made["meetings"])["outcome"].n_unique() == 4


def test_meetings_follow_the_rules_of_their_day(tables: list[dict[str, pl.DataFrame]]) -> None:
    per_half_year = []
    for first, last in ((date(2021, 6, 1), date(2023, 6, 1)), (date(2024, 1, 1), date(2026, 1, 1))):
        held = total = 0
        for known in tables:
            long = in_force(known["contact_courses"]).filter(
                pl.col("registered_on").is_between(first, last),
                (pl.col("ended_on").fill_null(EXTRACTED_ON) - pl.col("registered_on")).dt.total_days() > 182,
            )
            first_half = in_force(known["meetings"]).join(long.select("course_id", "registered_on"), on="course_id")
            first_half = first_half.filter((pl.col("planned_on") - pl.col("registered_on")).dt.total_days() < 182)
            held += first_half.filter(pl.col("outcome") == "held").height
            total += long.height
        per_half_year.append(held / total)
    assert 1.25 < per_half_year[0] / per_half_year[1] < 1.8, "nine against six"


def test_nothing_looks_like_a_cpr_number_and_protected_addresses_are_nowhere(
    report: SyntheticReport, tables: list[dict[str, pl.DataFrame]]
) -> None:
    for known in tables:
        for frame in known.values():
            for column in (name for name in frame.columns if name.endswith("_id")):
                assert frame[column].str.contains(r"\d{6}-?\d{4}").sum() == 0
        protected = in_force(known["persons"]).filter("protected_address")
        assert known["contacts"].join(protected, on="person_id")["address_name"].is_null().all()


@pytest.mark.parametrize(
    ("n_courses", "n_municipalities", "extracted_on", "n_registrations"),
    [
        (100, 0, EXTRACTED_ON, 1),
        (100, 10, EXTRACTED_ON, 1),
        (100, 3, EXTRACTED_ON, 1),
        (10**8, 3, EXTRACTED_ON, 1),
        (1000, 3, date(2021, 7, 1), 1),
        (1000, 3, EXTRACTED_ON, -1),
    ],
)
def test_numbers_out_of_range_are_refused_before_anything_is_written(
    tmp_path: Path, n_courses: int, n_municipalities: int, extracted_on: date, n_registrations: int
) -> None:
    with pytest.raises(SyntheticError, match="must be"):
        generate_municipalities(
            n_courses=n_courses,
            n_municipalities=n_municipalities,
            seed=1,
            out=tmp_path / "out",
            extracted_on=extracted_on,
            n_registrations=n_registrations,
        )
    assert not (tmp_path / "out").exists()


def test_an_early_extraction_is_as_sound(tmp_path: Path) -> None:
    early = date(2022, 9, 1)
    made = generate_municipalities(n_courses=150, n_municipalities=1, seed=4, out=tmp_path / "out", extracted_on=early)
    import_case_export(made.municipalities[0].folder, data=tmp_path / "data")
    assert made.n_courses == 150
    assert open_case_base(tmp_path / "data", "901").extracted_on == early


def test_progress_is_told_per_municipality(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    generate_municipalities(
        n_courses=120, n_municipalities=2, seed=1, out=tmp_path, progress=lambda *step: told.append(step)
    )
    assert told == [("901", 0, 2), ("902", 1, 2), ("", 2, 2)]
