"""What a sound export becomes."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from lighed.records import (
    TABLES,
    CaseBaseMissing,
    ImportRefused,
    import_case_export,
    list_case_bases,
    open_case_base,
)
from lighed.records.parquet_rows import read_parquet_rows
from tests.unit.records.exports import (
    csv_text,
    export_files,
    parquet_bytes,
    sound_rows,
    with_manifest,
    write_folder,
    write_zip,
)


@pytest.mark.requirement("A1", part="an export becomes a case base", shows="works")
@pytest.mark.requirement("R-DAT-01", part="undeclared columns are refused", shows="works")
def test_folder_becomes_a_case_base(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "export", export_files())
    progress: list[tuple[str, int, int]] = []
    report = import_case_export(source, data=tmp_path / "data", on_rows=lambda *told: progress.append(told))
    base = open_case_base(tmp_path / "data", "900")
    assert report.is_loaded
    assert not report.faults
    assert (base.case_system, base.extracted_on, base.is_synthetic) == ("Test", date(2024, 6, 1), True)
    assert base.sha256 == report.sha256
    assert list_case_bases(tmp_path / "data") == ["900"]
    assert ("meetings", 2, 2) in progress
    for name, table in TABLES.items():
        assert base.tables[name].collect_schema() == table.schema
        assert base.tables[name].select(pl.len()).collect().item() == len(sound_rows()[name]) == base.n_rows[name]
    person = base.tables["persons"].filter(person_id="p1").collect().row(0, named=True)
    assert person["birth_year"] == 1980
    assert person["interpreter_need"] is True
    assert person["recorded_on"] == date(2020, 1, 2)
    assert person["superseded_on"] is None
    assert base.tables["contacts"].collect()["display_name"].to_list() == ["Åse Ærø Ørsted"]


def test_zip_and_parquet_give_the_same_case_base(tmp_path: Path) -> None:
    rows = sound_rows()
    files = {f"{name}.parquet": parquet_bytes(name, table) for name, table in rows.items()}
    files = with_manifest(files, {name: len(table) for name, table in rows.items()})
    import_case_export(write_folder(tmp_path / "csv", export_files()), data=tmp_path / "a")
    report = import_case_export(write_zip(tmp_path / "export.zip", files, inside="udtræk/"), data=tmp_path / "b")
    assert [reading.is_csv for reading in report.readings] == [False] * len(TABLES)
    one, other = open_case_base(tmp_path / "a", "900"), open_case_base(tmp_path / "b", "900")
    for name in TABLES:
        assert one.tables[name].collect().equals(other.tables[name].collect()), name


def test_optional_tables_and_columns_may_be_absent(tmp_path: Path) -> None:
    rows = sound_rows()
    del rows["contacts"], rows["staff"]
    for row in rows["meetings"]:
        del row["minutes"]
    source = write_folder(tmp_path / "export", export_files(rows))
    report = import_case_export(source, data=tmp_path / "data")
    base = open_case_base(tmp_path / "data", "900")
    assert base.tables["staff"].collect().equals(TABLES["staff"].empty())
    assert base.tables["meetings"].collect()["minutes"].to_list() == [None, None]
    assert next(r for r in report.readings if r.table == "meetings").absent_columns == ("minutes",)


def test_a_new_import_replaces_the_old_and_a_refused_one_changes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = import_case_export(write_folder(tmp_path / "one", export_files()), data=data)
    rows = sound_rows()
    rows["cv_licences"].pop()
    second = import_case_export(write_folder(tmp_path / "two", export_files(rows)), data=data)
    assert first.sha256 != second.sha256
    rows["cv_licences"][0]["category"] = "Å"
    with pytest.raises(ImportRefused):
        import_case_export(write_folder(tmp_path / "three", export_files(rows)), data=data)
    base = open_case_base(data, "900")
    assert base.sha256 == second.sha256
    assert base.tables["cv_licences"].collect()["category"].to_list() == ["B"]
    # The old generation is removed, and nothing of the refused one is left behind.
    assert len([path for path in (data / "case-bases" / "900").iterdir() if path.is_dir()]) == 1
    assert sorted(path.name for path in (data / "case-bases").iterdir()) == [".lock", "900"]


def test_same_export_has_the_same_identity_wherever_it_lies(tmp_path: Path) -> None:
    one = import_case_export(write_folder(tmp_path / "one", export_files()), data=tmp_path / "a")
    other = import_case_export(write_zip(tmp_path / "z" / "other.zip", export_files()), data=tmp_path / "b")
    assert one.sha256 == other.sha256


def test_an_import_that_cannot_write_is_refused_with_what_to_do(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "export", export_files())
    (tmp_path / "data").write_text("a file where the data home should be")
    with pytest.raises(ImportRefused) as refused:
        import_case_export(source, data=tmp_path / "data")
    assert [fault.rule for fault in refused.value.report.faults] == ["cannot_write"]


def test_two_imports_at_once_are_refused(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "export", export_files())
    refused = []

    def import_again(*_: object) -> None:
        if not refused:
            with pytest.raises(ImportRefused) as error:
                import_case_export(source, data=tmp_path / "data")
            refused.append(error.value.report)

    assert import_case_export(source, data=tmp_path / "data", on_rows=import_again).is_loaded
    assert [fault.rule for fault in refused[0].faults] == ["import_running"]


def test_what_a_cut_off_import_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / "data" / "case-bases" / ".staging" / "parts"
    left.mkdir(parents=True)
    (left / "persons.parquet").write_bytes(b"left behind")
    import_case_export(write_folder(tmp_path / "export", export_files()), data=tmp_path / "data")
    assert not left.parent.exists()


def test_case_bases_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    import_case_export(write_folder(tmp_path / "export", export_files()), data=tmp_path / "data")
    root = tmp_path / "data" / "case-bases"
    assert [os.stat(path).st_mode & 0o077 for path in (root, root / "900")] == [0, 0]


@pytest.mark.requirement("A15", part="a case base each and a joint release", shows="refuses")
@pytest.mark.parametrize("municipality", ["901", "../900", "", "90a"])
def test_a_case_base_that_is_not_there_says_what_to_do(tmp_path: Path, municipality: str) -> None:
    with pytest.raises(CaseBaseMissing) as missing:
        open_case_base(tmp_path, municipality)
    assert "lighed import" in missing.value.text.da
    assert list_case_bases(tmp_path) == []


def test_report_is_plain_data_and_reads_in_both_languages(tmp_path: Path) -> None:
    rows = sound_rows()
    rows["meetings"][0]["minutes"] = "900"
    with pytest.raises(ImportRefused) as refused:
        import_case_export(write_folder(tmp_path / "export", export_files(rows)), data=tmp_path / "data")
    report = refused.value.report
    content = json.loads(json.dumps(report.to_dict()))
    assert content["n_faults"] == 1
    assert content["faults"][0] | {"problem": 0, "allowed": 0, "action": 0} == {
        "file": "meetings.csv",
        "table": "meetings",
        "column": "minutes",
        "rule": "out_of_range",
        "n_found": 1,
        "rows": [1],
        "problem": 0,
        "allowed": 0,
        "action": 0,
    }
    assert "meetings.csv, kolonne minutes: tallet er uden for det tilladte" in report.text("da")
    assert "Allowed: a whole number from 0 to 600" in report.text("en")
    assert 'separator ";"' in report.text("en")


def test_an_empty_table_is_an_empty_table(tmp_path: Path) -> None:
    rows = sound_rows()
    files = {f"{name}.csv": csv_text(table).encode() for name, table in rows.items()}
    files["cv_licences.csv"] = csv_text([], columns=list(TABLES["cv_licences"].names)).encode()
    n_rows = {name: len(table) for name, table in rows.items()} | {"cv_licences": 0}
    source = write_folder(tmp_path / "export", with_manifest(files, n_rows))
    assert import_case_export(source, data=tmp_path / "data").is_loaded
    assert open_case_base(tmp_path / "data", "900").tables["cv_licences"].collect().is_empty()


def test_a_long_parquet_is_read_in_slices_and_keeps_its_row_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lighed.records.parquet_rows._BATCH", 7)
    path = tmp_path / "a.parquet"
    for n_rows in (0, 6, 7, 20):
        pl.DataFrame({"a": range(n_rows)}, schema={"a": pl.Int64}).write_parquet(path, row_group_size=5)
        batches = list(read_parquet_rows(path, columns=["a"]))
        assert [value for batch in batches for value in batch.frame["a"]] == list(range(n_rows))
        assert [row for batch in batches for row in batch.rows] == list(range(1, n_rows + 1))


def test_signs_in_folder_names_are_no_patterns(tmp_path: Path) -> None:
    rows = sound_rows()
    files = {f"{name}.parquet": parquet_bytes(name, table) for name, table in rows.items()}
    files = with_manifest(files, {name: len(table) for name, table in rows.items()})
    source = write_folder(tmp_path / "it's [an] export *?", files)
    data = tmp_path / "it's [the] data *"
    assert import_case_export(source, data=data).is_loaded
    assert open_case_base(data, "900").tables["persons"].collect().height == 2
