"""A mapping file: the shipped example end to end, and every way of getting one wrong."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from lighed.records import TABLES, ImportRefused, import_case_export, open_case_base
from lighed.records.faults import FaultLedger
from lighed.records.mapping import EXAMPLE, CaseSystemMapping, read_mapping
from tests.unit.records.exports import csv_text, export_files, sound_rows, with_manifest, write_folder


def example() -> CaseSystemMapping:
    ledger = FaultLedger()
    mapping = read_mapping(EXAMPLE, ledger=ledger)
    assert ledger.faults == ()
    assert mapping is not None
    return mapping


def danish_files() -> dict[str, bytes]:
    """The sound export as a Danish case system would write it: own names and codes, Windows-1252, d/m/y."""
    mapping, files, n_rows = example(), {}, {}
    for number, (name, rows) in enumerate(sound_rows().items()):
        table = mapping.of(name)
        danish = []
        for row in rows:
            values = {column: _danish(column, value, table.values.get(column, {})) for column, value in row.items()}
            renamed = {table.columns[column]: value for column, value in values.items()}
            danish.append(renamed | dict.fromkeys(table.drop, "Må ikke med"))
        # The manifest's table name is the stem of the file here; the case system's own names have blanks in them.
        files[f"{table.source}.csv"] = csv_text(danish, separator=";,"[number % 2]).encode("cp1252")
        n_rows[table.source] = len(rows)
    return with_manifest(files, n_rows)


def _danish(column: str, value: str, codes: object) -> str:
    assert isinstance(codes, dict)
    backwards = {code: source for source, code in reversed(codes.items())}
    if column == "superseded_on" and not value:
        return "31-12-9999"
    if column.endswith("_on") and value:
        return "/".join(reversed(value.split("-")))
    return str(backwards.get(value, {"true": "Ja", "false": "Nej"}.get(value, value)))


def test_the_example_maps_every_column_of_every_table() -> None:
    mapping = example()
    for name, table in TABLES.items():
        assert set(mapping.of(name).columns) == set(table.names)
        assert mapping.of(name).source != name


def test_a_danish_headed_export_becomes_the_same_case_base(tmp_path: Path) -> None:
    plain = import_case_export(write_folder(tmp_path / "plain", export_files()), data=tmp_path / "a")
    source = write_folder(tmp_path / "dansk", danish_files())
    report = import_case_export(source, data=tmp_path / "b", mapping=EXAMPLE)
    one, other = open_case_base(tmp_path / "a", "900"), open_case_base(tmp_path / "b", "900")
    for name in TABLES:
        assert one.tables[name].collect().equals(other.tables[name].collect()), name
    assert report.sha256 != plain.sha256
    assert report.mapping == "Eksempel med danske overskrifter"
    dropped = {reading.table: reading.dropped_columns for reading in report.readings}
    assert dropped["persons"] == ("Bemærkninger", "Civilstand")
    assert "Må ikke med" not in report.text("da")
    assert "%d/%m/%Y" in report.text("da")


def test_without_the_mapping_the_danish_export_is_refused_by_its_own_names(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        import_case_export(write_folder(tmp_path / "dansk", danish_files()), data=tmp_path / "data")
    columns = {fault.column for fault in refused.value.report.faults if fault.rule == "unknown_table"}
    assert "tables.Borgere" in columns


def test_faults_are_told_in_the_names_of_the_case_system(tmp_path: Path) -> None:
    files = {name: content for name, content in danish_files().items() if name != "manifest.json"}
    files["Borgere.csv"] = files["Borgere.csv"].replace(b"1980", b"19x0").replace(b"Kvinde", b"Dame")
    files["Joblog.csv"] = files["Joblog.csv"].replace("Søgt".encode("cp1252"), "Sygdom".encode("cp1252"))
    n_rows = {example().of(name).source: len(rows) for name, rows in sound_rows().items()}
    source = write_folder(tmp_path / "dansk", with_manifest(files, n_rows))
    with pytest.raises(ImportRefused) as refused:
        import_case_export(source, data=tmp_path / "data", mapping=EXAMPLE)
    assert {(fault.file, fault.column, fault.rule.value) for fault in refused.value.report.faults} == {
        ("Borgere.csv", "Fødselsår", "wrong_type"),
        ("Borgere.csv", "Køn", "unknown_code"),
        ("Joblog.csv", "Sygdom", "unknown_column"),
        ("Joblog.csv", "Søgt", "missing_column"),
    }


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("", {"format", "version"}),
        ("version = ", {None}),
        ('format = "x"\nversion = "1"', {"format", "version"}),
        ("extra = 1", {"format", "version", "extra"}),
        ("[tables.helbred]", {"format", "version", "tables.helbred"}),
        ("tables = 3", {"format", "version", "tables"}),
        (
            "[tables.persons]\nname = 3\nsygdom = 1",
            {"format", "version", "tables.persons.name", "tables.persons.sygdom"},
        ),
        ('[tables.persons.columns]\nalder = "Alder"', {"format", "version", "tables.persons.columns.alder"}),
        ("[tables.persons.columns]\nsex = 1", {"format", "version", "tables.persons.columns"}),
        ('[tables.persons.values.sex]\nK = "kvinde"', {"format", "version", "tables.persons.values.sex"}),
        (
            "[tables.persons]\nvalues = 1\ndrop = 2",
            {"format", "version", "tables.persons.values", "tables.persons.drop"},
        ),
        ('[tables.persons]\nname = "staff"', {"format", "version", "tables (staff)"}),
        ('missing = [9999-12-31]\ndate_forms = ["%H"]', {"format", "version", "missing", "date_forms"}),
        ('date_forms = ["%d/%m/%Y", "%d/%m", "%d%m%Y%Q", "%d%m%Y%"]', {"format", "version", "date_forms"}),
        ("name = 7", {"format", "version", "name"}),
    ],
)
def test_a_wrong_mapping_is_refused_with_every_fault(tmp_path: Path, content: str, columns: set[str | None]) -> None:
    (tmp_path / "mapping.toml").write_text(content, encoding="utf-8")
    ledger = FaultLedger()
    assert read_mapping(tmp_path / "mapping.toml", ledger=ledger) is None
    assert {fault.column for fault in ledger.faults} == columns
    assert {fault.rule.value for fault in ledger.faults} == {"bad_mapping"}


def test_a_mapping_and_a_manifest_that_are_wrong_are_told_together(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "export", export_files() | {"manifest.json": b"{}"})
    with pytest.raises(ImportRefused) as refused:
        import_case_export(source, data=tmp_path / "data", mapping=tmp_path / "nothing.toml")
    assert {fault.file for fault in refused.value.report.faults} == {"nothing.toml", "manifest.json"}


def test_a_column_may_serve_two_purposes(tmp_path: Path) -> None:
    """A system that has one date for the event and for learning of it maps it to both."""
    rows = sound_rows()
    for row in rows["cv_licences"]:
        del row["recorded_on"], row["superseded_on"]
        row["Dato"] = "2020-03-04"
    (tmp_path / "m.toml").write_text(
        'format = "lighed-mapping"\nversion = 1\n'
        '[tables.cv_licences.columns]\nrecorded_on = "Dato"\nsuperseded_on = "Dato"\n'
    )
    source = write_folder(tmp_path / "export", export_files(rows))
    import_case_export(source, data=tmp_path / "data", mapping=tmp_path / "m.toml")
    frame = open_case_base(tmp_path / "data", "900").tables["cv_licences"].collect()
    assert frame["recorded_on"].equals(frame["superseded_on"].alias("recorded_on"))
    assert frame["recorded_on"].dtype == pl.Date
