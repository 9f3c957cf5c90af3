"""A partial load: the sound rows, and nothing that hangs on a row that was left out."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from lighed.records import ImportRefused, import_case_export, open_case_base
from tests.unit.records.exports import export_files, sound_rows, write_folder


def ids(data: Path, table: str, column: str) -> list[str]:
    return open_case_base(data, "900").tables[table].select(pl.col(column).sort()).collect()[column].to_list()


def test_sound_rows_are_loaded_and_dependents_of_the_others_listed(tmp_path: Path) -> None:
    rows = sound_rows()
    rows["persons"][1]["birth_year"] = "?"
    rows["contact_courses"][0]["end_reason"] = "?"
    source = write_folder(tmp_path / "export", export_files(rows))
    report = import_case_export(source, data=tmp_path / "data", is_partial=True)
    assert ids(tmp_path / "data", "persons", "person_id") == ["p1"]
    assert ids(tmp_path / "data", "contact_courses", "course_id") == ["c2"]
    assert ids(tmp_path / "data", "meetings", "meeting_id") == ["m2"]
    assert ids(tmp_path / "data", "benefit_cases", "case_id") == []
    assert ids(tmp_path / "data", "job_applications", "application_id") == ["a1"]
    assert {(fault.file, fault.rows) for fault in report.faults if fault.rule == "depends_on_dropped"} == {
        ("contact_courses.csv", (3,)),
        ("benefit_cases.csv", (1,)),
        ("meetings.csv", (1,)),
        ("caseworker_assignments.csv", (1,)),
        ("job_applications.csv", (2,)),
    }
    assert report.n_rows - report.n_loaded == 7
    assert "Udeladt på grund af fejl: 7" in report.text("da")
    assert open_case_base(tmp_path / "data", "900").is_partial


def test_a_partial_load_without_faults_is_a_whole_load(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "export", export_files())
    report = import_case_export(source, data=tmp_path / "data", is_partial=True)
    assert report.n_loaded == report.n_rows
    assert not open_case_base(tmp_path / "data", "900").is_partial


def test_an_old_row_does_not_come_back_into_force_without_the_row_that_supersedes_it(tmp_path: Path) -> None:
    rows = sound_rows()
    course = rows["contact_courses"][0]
    rows["contact_courses"].append({**course, "ended_on": "", "superseded_on": "2020-06-02"})
    course.update(recorded_on="2020-06-02", end_reason="?")
    rows["meetings"].append({**rows["meetings"][1], "meeting_id": "m3"})
    rows["meetings"].append({**rows["meetings"][1], "meeting_id": "m3", "form": "?", "superseded_on": "2024-01-01"})
    source = write_folder(tmp_path / "export", export_files(rows))
    import_case_export(source, data=tmp_path / "data", is_partial=True)
    assert ids(tmp_path / "data", "contact_courses", "course_id") == ["c2", "c3"]
    assert ids(tmp_path / "data", "meetings", "meeting_id") == ["m2"]


def test_doubled_rows_are_all_left_out(tmp_path: Path) -> None:
    rows = sound_rows()
    rows["staff"].append({**rows["staff"][0], "team": "Vest"})
    source = write_folder(tmp_path / "export", export_files(rows))
    import_case_export(source, data=tmp_path / "data", is_partial=True)
    assert ids(tmp_path / "data", "staff", "caseworker_id") == []
    assert ids(tmp_path / "data", "caseworker_assignments", "course_id") == []
    assert ids(tmp_path / "data", "contact_courses", "course_id") == ["c1", "c2", "c3"]


def test_a_load_with_nothing_sound_is_refused(tmp_path: Path) -> None:
    rows = sound_rows()
    for person in rows["persons"]:
        person["birth_year"] = ""
    with pytest.raises(ImportRefused) as refused:
        import_case_export(
            write_folder(tmp_path / "export", export_files(rows)), data=tmp_path / "data", is_partial=True
        )
    assert "nothing_sound" in [fault.rule for fault in refused.value.report.faults]
