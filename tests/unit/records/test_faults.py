"""Every rule of the case export, broken: each is found, at its place, together with all the others, without a value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lighed.records import Fault, ImportRefused, ImportReport, import_case_export, list_case_bases
from lighed.records.faults import N_ROWS_SHOWN, FaultLedger
from lighed.records.rules import RULE_TEXTS, Rule
from lighed.records.tables import TABLES
from tests.unit.records.exports import Rows, csv_text, export_files, sound_rows, with_manifest, write_folder

SECRET = "Hemmelig7Qx"


def refusal(tmp_path: Path, files: dict[str, bytes], *, is_partial: bool = False) -> ImportReport:
    with pytest.raises(ImportRefused) as refused:
        import_case_export(write_folder(tmp_path / "export", files), data=tmp_path / "data", is_partial=is_partial)
    assert list_case_bases(tmp_path / "data") == []
    assert not refused.value.report.is_loaded
    return refused.value.report


def found(report: ImportReport) -> set[tuple[str, str | None, str, tuple[int, ...]]]:
    return {(fault.file, fault.column, fault.rule.value, fault.rows) for fault in report.faults}


def spoiled_rows() -> Rows:
    rows = sound_rows()
    rows["persons"][0]["birth_year"] = SECRET
    rows["persons"][1]["sex"] = SECRET
    rows["persons"].append({**rows["persons"][1], "sex": "male"})
    rows["persons"].append({**rows["persons"][1], "person_id": "010190-1234", "sex": "", "birth_year": "1850"})
    rows["contacts"][0]["display_name"] = f"{SECRET}\x07"
    rows["contacts"][0]["address_name"] = f"{SECRET} 0101901234"
    rows["contact_courses"][0]["registered_on"] = "2020-06-02"
    rows["contact_courses"][1]["person_id"] = SECRET
    rows["contact_courses"][2]["recorded_on"] = "2024-06-02"
    rows["benefit_cases"][0]["course_id"] = ""
    rows["meetings"][0]["planned_on"] = "2024-06-02"
    rows["meetings"][1]["minutes"] = "601"
    rows["caseworker_assignments"][0]["caseworker_id"] = SECRET
    rows["cv_educations"][0]["level"] = "90"
    rows["cv_experiences"][0]["occupation"] = "71150000"
    rows["cv_languages"][0]["recorded_on"] = ""
    rows["cv_licences"][1]["superseded_on"] = "2019-01-01"
    rows["cv_job_goals"][0]["withdrawn_on"] = "2019-01-01"
    rows["job_applications"][0]["applied_on"] = "20-13-2021"
    rows["job_applications"][1]["outcome"] = SECRET
    return rows


@pytest.mark.requirement("A1", part="an export becomes a case base", shows="refuses")
@pytest.mark.requirement("A1", part="durations of course and benefit", shows="refuses")
@pytest.mark.requirement("R-DAT-03", part="not in the model or the hand-over", shows="refuses")
def test_all_faults_of_rows_are_found_at_once_and_no_value_is_shown(tmp_path: Path) -> None:
    report = refusal(tmp_path, export_files(spoiled_rows()))
    assert found(report) == {
        ("persons.csv", "birth_year", "wrong_type", (1,)),
        ("persons.csv", "birth_year", "out_of_range", (4,)),
        ("persons.csv", "sex", "unknown_code", (2,)),
        ("persons.csv", "person_id", "duplicate_key", (2, 3)),
        ("persons.csv", "person_id", "cpr_like", (4,)),
        ("contacts.csv", "display_name", "damaged_text", (1,)),
        ("contacts.csv", "address_name", "cpr_like", (1,)),
        ("contact_courses.csv", "ended_on", "end_before_start", (1,)),
        ("contact_courses.csv", "person_id", "orphan", (2,)),
        ("contact_courses.csv", "recorded_on", "after_extraction", (3,)),
        ("benefit_cases.csv", "course_id", "missing_required", (1,)),
        ("meetings.csv", "planned_on", "after_extraction", (1,)),
        ("meetings.csv", "minutes", "out_of_range", (2,)),
        ("caseworker_assignments.csv", "caseworker_id", "orphan", (1,)),
        ("cv_educations.csv", "level", "unknown_code", (1,)),
        ("cv_experiences.csv", "occupation", "unknown_code", (1,)),
        ("cv_languages.csv", "recorded_on", "missing_required", (1,)),
        ("cv_licences.csv", "superseded_on", "end_before_start", (2,)),
        ("cv_job_goals.csv", "withdrawn_on", "end_before_start", (1,)),
        ("job_applications.csv", "applied_on", "wrong_type", (1,)),
        ("job_applications.csv", "outcome", "unknown_code", (2,)),
    }
    shown = report.text("da") + report.text("en") + json.dumps(report.to_dict(), ensure_ascii=False)
    for value in (SECRET, "010190", "1850", "601", "71150000", "20-13-2021", "2024-06-02"):
        assert value not in shown
    for fault in report.faults:
        assert fault.problem.da
        assert fault.action.en
        assert fault.allowed.da


@pytest.mark.parametrize("kind", ["wrong", "row_without_heading"])
def test_a_value_planted_in_every_column_is_never_shown(tmp_path: Path, kind: str) -> None:
    rows = sound_rows()
    values = []
    for name, table in rows.items():
        for number, column in enumerate(TABLES[name].names):
            values.append(f"zq{name}{number}x")
            table[0][column] = values[-1]
    files = {f"{name}.csv": csv_text(table).encode() for name, table in rows.items()}
    if kind == "row_without_heading":
        files = {name: content.split(b"\n", 1)[1] for name, content in files.items()}
    report = refusal(tmp_path, with_manifest(files, {name: len(table) for name, table in rows.items()}))
    shown = report.text("da") + report.text("en") + json.dumps(report.to_dict()) + str(ImportRefused(report))
    assert [value for value in values if value in shown] == []
    rules = {fault.rule for fault in report.faults}
    assert rules == {Rule.NO_HEADING} if kind == "row_without_heading" else Rule.WRONG_TYPE in rules


@pytest.mark.requirement("A9", part="declared tables and columns only", shows="refuses")
@pytest.mark.requirement("R-DAT-01", part="undeclared columns are refused", shows="refuses")
def test_faults_of_files_are_found_with_those_of_rows(tmp_path: Path) -> None:
    rows = sound_rows()
    rows["cv_languages"][0]["sygdom"] = SECRET
    rows["cv_languages"][0]["0101901234"] = SECRET
    del rows["cv_job_goals"][0]["occupation"]
    rows["cv_licences"][0]["category"] = SECRET
    files = {f"{name}.csv": csv_text(table).encode() for name, table in rows.items() if name != "staff"}
    files["contacts.csv"] = files["contacts.csv"].replace(b"phone", b"display_name")
    files["cv_educations.csv"] += b"p2;30\n"
    files["benefit_cases.csv"] = b"\x00\x01binary" * 100
    files["meetings.csv"] = "møde;".encode("utf-16")
    n_rows = {name: len(table) for name, table in rows.items()} | {"persons": 7, "cv_educations": 2}
    files = with_manifest(files, n_rows)
    manifest = json.loads(files["manifest.json"])
    manifest["tables"]["cv_experiences"]["sha256"] = "0" * 64
    manifest["tables"]["helbred"] = manifest["tables"]["persons"] | {"file": "helbred.csv"}
    del manifest["tables"]["caseworker_assignments"]
    files["manifest.json"] = json.dumps(manifest).encode()
    del files["job_applications.csv"]
    # A fault of a file refuses a partial load too: none of its rows is known to be sound.
    report = refusal(tmp_path, files, is_partial=True)
    assert found(report) == {
        ("manifest.json", "tables.helbred", "unknown_table", ()),
        ("manifest.json", "tables.caseworker_assignments", "missing_table", ()),
        ("persons.csv", None, "row_count", ()),
        ("contacts.csv", "display_name", "duplicate_column", ()),
        ("benefit_cases.csv", None, "unreadable_file", ()),
        ("meetings.csv", None, "wrong_encoding", ()),
        ("cv_educations.csv", None, "ragged_row", (2,)),
        ("cv_experiences.csv", None, "wrong_hash", ()),
        ("cv_languages.csv", "sygdom", "unknown_column", ()),
        ("cv_languages.csv", "#7", "unknown_column", ()),
        ("cv_licences.csv", "category", "unknown_code", (1,)),
        ("cv_job_goals.csv", "occupation", "missing_column", ()),
        ("job_applications.csv", None, "missing_file", ()),
    }
    shown = report.text("da") + report.text("en")
    assert SECRET not in shown
    assert "0101901234" not in shown


def test_a_planned_meeting_may_lie_ahead(tmp_path: Path) -> None:
    rows = sound_rows()
    rows["meetings"][1]["held_on"] = rows["meetings"][1]["planned_on"]
    report = refusal(tmp_path, export_files(rows))
    assert found(report) == {("meetings.csv", "held_on", "after_extraction", (2,))}
    for row in rows["meetings"]:
        del row["outcome"], row["held_on"]
    report = refusal(tmp_path / "without", export_files(rows))
    assert found(report) == {
        ("meetings.csv", "outcome", "missing_column", ()),
        ("meetings.csv", "planned_on", "after_extraction", (2,)),
    }


def test_a_key_is_unique_among_the_rows_in_force_only(tmp_path: Path) -> None:
    rows = sound_rows()
    old = {**rows["meetings"][0], "outcome": "planned", "superseded_on": "2020-02-01"}
    rows["meetings"] += [old, {**old, "superseded_on": "2020-01-15"}]
    rows["cv_educations"] += [{**rows["cv_educations"][0], "field": ""}]
    source = write_folder(tmp_path / "export", export_files(rows))
    assert import_case_export(source, data=tmp_path / "data").is_loaded
    rows["cv_educations"] += [{**rows["cv_educations"][0], "field": ""}]
    report = refusal(tmp_path / "again", export_files(rows))
    assert found(report) == {("cv_educations.csv", "person_id", "duplicate_key", (2, 3))}


def test_the_total_is_told_and_the_first_hundred_rows(tmp_path: Path) -> None:
    rows = sound_rows()
    rows["job_applications"] = [
        {**rows["job_applications"][0], "application_id": str(number // 2), "region": SECRET, "person_id": "px"}
        for number in range(250)
    ]
    report = refusal(tmp_path, export_files(rows))
    assert {fault.rule: (fault.n_found, len(fault.rows), fault.rows[-1]) for fault in report.faults} == {
        Rule.UNKNOWN_CODE: (250, N_ROWS_SHOWN, 100),
        Rule.DUPLICATE_KEY: (250, N_ROWS_SHOWN, 100),
        Rule.ORPHAN: (250, N_ROWS_SHOWN, 100),
    }
    assert report.n_faults == 750
    assert "250 rækker (de første 100): 1, 2, 3" in report.text("da")


def test_the_ledger_adds_up_what_one_file_column_and_rule_share() -> None:
    ledger = FaultLedger()
    allowed = RULE_TEXTS[Rule.ORPHAN].problem
    for first in range(0, 300, 60):
        ledger.add("a.csv", Rule.ORPHAN, allowed, column="x", n_found=60, rows=range(first, first + 60))
    ledger.add("b.csv", Rule.ORPHAN, allowed, column="x")
    fault = ledger.faults[0]
    assert (fault.n_found, fault.rows) == (300, tuple(range(100)))
    ledger.forget_file("a.csv")
    assert [fault.file for fault in ledger.faults] == ["b.csv"]
    assert isinstance(fault, Fault)


def test_every_rule_has_its_texts_in_both_languages() -> None:
    assert set(RULE_TEXTS) == set(Rule)
    for text in RULE_TEXTS.values():
        assert len({text.problem.da, text.problem.en, text.action.da, text.action.en}) == 4
