"""The forms that a CSV of a Danish case system has, detected or stated."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from lighed.records import ImportRefused, import_case_export, open_case_base
from lighed.records.column import Kind
from lighed.records.conform import TextReading, conform
from lighed.records.csv_format import detect_format, survey_file
from lighed.records.csv_rows import Unreadable, read_csv_rows
from lighed.records.tables import TABLES
from tests.unit.records.exports import export_files, sound_rows, with_manifest, write_folder


def read(path: Path, content: bytes) -> tuple[pl.DataFrame, list[int], list[int]]:
    """The file's rows, their numbers, and the numbers of ragged rows."""
    path.write_bytes(content)
    survey = survey_file(path)
    assert survey.encoding is not None
    form = detect_format(path, survey=survey, encoding=survey.encoding, separator=None, decimal=None)
    assert form is not None
    batches = list(read_csv_rows(path, form=form))
    frame = pl.concat([batch.frame for batch in batches])
    frame.columns = list(form.headings)
    rows = [row for batch in batches for row in batch.rows]
    return frame, rows, [row for batch in batches for row in batch.ragged]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_every_form_gives_the_same_rows(tmp_path: Path, encoding: str, separator: str, end: str, quote: str) -> None:
    lines = [["navn", "by"], ["Åse", "Ærø"], ["Bo", ""], ["", "Ødis"]]
    text = end.join(separator.join(f"{quote}{field}{quote}" for field in line) for line in lines)
    frame, rows, ragged = read(tmp_path / "a.csv", (text + end + end).encode(encoding))
    assert frame.fill_null("").rows() == [tuple(line) for line in lines[1:]]
    assert rows == [1, 2, 3]
    assert ragged == []


def test_rows_that_do_not_fit_are_numbered_and_the_others_kept(tmp_path: Path) -> None:
    frame, rows, ragged = read(tmp_path / "a.csv", b"a;b;c\n1;2;3\n4;5\n\n6;7;8;9\n10;11;12")
    assert frame.rows() == [("1", "2", "3"), ("10", "11", "12")]
    assert (rows, ragged) == ([1, 4], [2, 3])
    frame, rows, ragged = read(tmp_path / "a.csv", b'a;b;c\n1;2;"3"\n4;5\n\n6;7;8;9\n10;11;12')
    assert frame.rows() == [("1", "2", "3"), ("10", "11", "12")]
    assert (rows, ragged) == ([1, 4], [2, 3])


def test_separators_and_line_ends_inside_quotes_belong_to_the_field(tmp_path: Path) -> None:
    frame, _, ragged = read(tmp_path / "a.csv", b'a;b\n"x;y";"line\nend"\n"say ""hi""";z\n')
    assert frame.rows() == [("x;y", "line\nend"), ('say "hi"', "z")]
    assert ragged == []


def test_a_field_that_is_never_closed_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        read(tmp_path / "a.csv", b'a;b\n1;"2\n3;4\n')


def test_a_quoted_line_without_an_end_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        read(tmp_path / "a.csv", b'"a";b\n' + b"1;" * 600_000)


def test_blocks_are_cut_between_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lighed.records.csv_rows._BLOCK", 7)
    lines = [f"{number};æ{number}" for number in range(200)]
    frame, rows, _ = read(tmp_path / "a.csv", ("a;b\r\n" + "\r\n".join(lines)).encode("cp1252"))
    assert frame.rows() == [tuple(line.split(";")) for line in lines]
    assert rows == list(range(1, 201))


def test_a_late_letter_decides_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n" + b"1;2\n" * 2_000_000 + "3;ø\n".encode("cp1252"))
    assert survey_file(path).encoding == "windows-1252"
    path.write_bytes(b"a;b\n" + b"1;2\n" * 2_000_000 + "3;ø\n".encode())
    assert survey_file(path).encoding == "utf-8"


def conformed(name: str, column: str, texts: list[str | None], **reading: object) -> list[object]:
    raw = pl.Series(column, texts, dtype=pl.String)
    return conform(raw, column=TABLES[name].column(column), reading=TextReading(**reading)).values.to_list()  # type: ignore[arg-type]


def test_dates_are_iso_or_danish() -> None:
    texts = ["2024-03-01", "01-03-2024", "1.3.2024", " 01.03.2024 ", "2024-03-01T00:00:00", None, ""]
    assert conformed("persons", "recorded_on", texts) == [date(2024, 3, 1)] * 5 + [None, None]
    assert conformed("persons", "recorded_on", ["03/01/2024", "2024-02-30", "01-03-24", "1899-12-31"]) == [None] * 4
    assert conformed("persons", "recorded_on", ["01/03/2024"], date_forms=("%d/%m/%Y",)) == [date(2024, 3, 1)]


def test_flags_numbers_and_missing_texts() -> None:
    assert conformed("persons", "interpreter_need", ["Ja", "nej", "1", "0", "TRUE", "falsk", "måske", ""]) == [
        *[True, False] * 3,
        None,
        None,
    ]
    assert (
        conformed("meetings", "minutes", ["45", "45,0", "45,00", "45,5", "45.0"], decimal=",") == [45] * 3 + [None] * 2
    )
    assert conformed("meetings", "minutes", ["NULL", "30"], missing=frozenset({"NULL"})) == [None, 30]


@pytest.mark.parametrize(
    "raw",
    [
        pl.Series([date(2024, 3, 1)], dtype=pl.Datetime("ms")),
        pl.Series([date(2024, 3, 1)], dtype=pl.Datetime("ns")),
        pl.Series(["2024-03-01"], dtype=pl.Categorical),
    ],
)
def test_parquet_dates_of_other_types_are_read(raw: pl.Series) -> None:
    column = TABLES["persons"].column("recorded_on")
    assert conform(raw, column=column, reading=TextReading()).values.to_list() == [date(2024, 3, 1)]


def test_parquet_types_that_hold_no_single_value_are_refused() -> None:
    for column in TABLES["meetings"].columns:
        wrong = conform(pl.Series([[1], None]), column=column, reading=TextReading())
        assert wrong.faults["wrong_type"].to_list() == [True, False]  # type: ignore[index]
    amounts = conform(pl.Series([1.0]), column=TABLES["persons"].column("person_id"), reading=TextReading())
    assert set(amounts.faults) == {"wrong_type"}
    late = conform(
        pl.Series(["2024-03-01 12:30:00"]).str.to_datetime(),
        column=TABLES["persons"].column("recorded_on"),
        reading=TextReading(),
    )
    assert late.values.to_list() == [None]
    assert Kind.DATE.dtype == pl.Date()


def stated(**statement: str) -> dict[str, bytes]:
    files = export_files()
    content = json.loads(files["manifest.json"])
    content["tables"]["contacts"] |= statement
    return files | {"manifest.json": json.dumps(content).encode()}


def test_what_the_manifest_states_is_taken_and_told(tmp_path: Path) -> None:
    files = stated(encoding="UTF-8", separator=";", decimal=",")
    report = import_case_export(write_folder(tmp_path / "export", files), data=tmp_path / "data")
    reading = next(reading for reading in report.readings if reading.table == "contacts")
    assert reading.stated == ("encoding", "separator", "decimal")
    assert "stated in the manifest" in report.text("en")


def test_a_wrong_statement_is_a_fault_and_not_a_name_with_wrong_letters(tmp_path: Path) -> None:
    files = stated(encoding="windows-1252")
    with pytest.raises(ImportRefused) as refused:
        import_case_export(write_folder(tmp_path / "export", files), data=tmp_path / "data")
    assert [(fault.file, fault.rule) for fault in refused.value.report.faults] == [("contacts.csv", "wrong_encoding")]


def test_a_danish_export_arrives_with_its_letters(tmp_path: Path) -> None:
    rows = sound_rows()
    for table in rows.values():
        for row in table:
            for name, value in row.items():
                if name.endswith("_on") and value:
                    row[name] = ".".join(reversed(value.split("-")))
    rows["meetings"][0]["minutes"] = "45,0"
    files = export_files(rows)
    files = {name: content.decode().encode("cp1252") for name, content in files.items() if name != "manifest.json"}

    files = with_manifest(files, {name: len(table) for name, table in rows.items()})
    report = import_case_export(write_folder(tmp_path / "export", files), data=tmp_path / "data")
    base = open_case_base(tmp_path / "data", "900")
    assert base.tables["contacts"].collect()["display_name"].item() == "Åse Ærø Ørsted"
    assert base.tables["cv_educations"].collect()["field"].item() == "Tømrer"
    assert base.tables["meetings"].collect()["minutes"].to_list() == [45, None]
    told = {reading.table: reading for reading in report.readings}
    assert (told["contacts"].encoding, told["persons"].encoding) == ("windows-1252", "utf-8")
    assert told["persons"].date_forms == ("01.03.2024",)
