"""Exports made to harm, or made by accident as if so: one clear fault each, never a traceback, nothing loaded."""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lighed.records import ImportRefused, ImportReport, import_case_export
from lighed.records.csv_rows import Unreadable
from lighed.records.parquet_rows import read_headings, read_parquet_rows
from lighed.records.source import UnpackLimits
from tests.unit.records.exports import (
    export_files,
    parquet_bytes,
    sound_rows,
    with_manifest,
    write_folder,
    write_zip,
)


def refusal(source: Path, tmp_path: Path, **settings: Any) -> ImportReport:
    with pytest.raises(ImportRefused) as refused:
        import_case_export(source, data=tmp_path / "data", **settings)
    left = sorted(path.name for path in (tmp_path / "data" / "case-bases").iterdir())
    assert left == [".lock"]
    return refused.value.report


def rules(report: ImportReport) -> list[str]:
    return [fault.rule.value for fault in report.faults]


def manifest_with(change: Callable[[dict[str, Any]], object]) -> bytes:
    content = json.loads(export_files()["manifest.json"])
    change(content)
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"format": "lighed-case-export"}{',
        b'{"format": 1, "format": 2}',
        b"\xff\xfe{\x00}\x00",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b" " * 1_000_001,
        b"\x00" * 100,
    ],
)
def test_a_manifest_that_is_no_json_object(tmp_path: Path, content: bytes) -> None:
    files = export_files() | {"manifest.json": content}
    report = refusal(write_folder(tmp_path / "export", files), tmp_path)
    assert rules(report) == ["bad_manifest"]


def test_a_missing_manifest_and_a_missing_export(tmp_path: Path) -> None:
    assert rules(refusal(write_folder(tmp_path / "export", {"persons.csv": b""}), tmp_path)) == ["missing_manifest"]
    assert rules(refusal(tmp_path / "nothing", tmp_path)) == ["missing_source"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "lighed"),
        ("version", 2),
        ("version", True),
        ("version", "1"),
        ("municipality", 900),
        ("municipality", "9000"),
        ("municipality", "../"),
        ("municipality", "٩٠٠"),
        ("case_system", ""),
        ("case_system", "0101901234"),
        ("case_system", "x" * 101),
        ("case_system", ["x"]),
        ("extracted_at", "2024-06-01"),
        ("extracted_at", "2024-06-01T06:00:00"),
        ("extracted_at", 1717214400),
        ("extracted_at", "9" * 500),
        ("synthetic", "true"),
        ("synthetic", None),
        ("tables", []),
        ("__proto__", {}),
        ("constructor", {}),
    ],
)
def test_a_manifest_with_a_wrong_statement_names_it(tmp_path: Path, name: str, value: object) -> None:
    files = export_files() | {"manifest.json": manifest_with(lambda content: content.update({name: value}))}
    report = refusal(write_folder(tmp_path / "export", files), tmp_path)
    assert [(fault.rule.value, fault.column) for fault in report.faults] == [("bad_manifest", name)]


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("file", "/etc/passwd", "unsafe_name"),
        ("file", "../persons.csv", "unsafe_name"),
        ("file", "a/../../persons.csv", "unsafe_name"),
        ("file", "..\\persons.csv", "unsafe_name"),
        ("file", "C:persons.csv", "unsafe_name"),
        ("file", "persons.exe", "bad_manifest"),
        ("file", "", "bad_manifest"),
        ("file", "per\x00sons.csv", "bad_manifest"),
        ("file", "0101901234.csv", "bad_manifest"),
        ("file", "manifest.json", "bad_manifest"),
        ("file", "staff.csv", "bad_manifest"),
        ("file", 7, "bad_manifest"),
        ("rows", -1, "bad_manifest"),
        ("rows", 1.0, "bad_manifest"),
        ("rows", True, "bad_manifest"),
        ("rows", "2", "bad_manifest"),
        ("sha256", "abc", "bad_manifest"),
        ("sha256", None, "bad_manifest"),
        ("encoding", "utf-16", "bad_manifest"),
        ("separator", "|", "bad_manifest"),
        ("decimal", ";", "bad_manifest"),
        ("comment", "x", "bad_manifest"),
    ],
)
def test_a_table_with_a_wrong_statement_names_it(tmp_path: Path, name: str, value: object, rule: str) -> None:
    def change(content: dict[str, Any]) -> None:
        content["tables"]["persons"][name] = value

    files = export_files() | {"manifest.json": manifest_with(change)}
    report = refusal(write_folder(tmp_path / "export", files), tmp_path)
    assert rules(report) == [rule]
    assert str(report.faults[0].column).endswith(f".{name}")
    assert "passwd" not in report.text("en")


def test_all_faults_of_a_manifest_are_told_at_once(tmp_path: Path) -> None:
    def change(content: dict[str, Any]) -> None:
        content.update(version=0, municipality="x", extracted_at=None)
        content["tables"]["persons"].update(rows=-1, sha256="")
        content["tables"]["meetings"] = []

    files = export_files() | {"manifest.json": manifest_with(change)}
    report = refusal(write_folder(tmp_path / "export", files), tmp_path)
    assert {fault.column for fault in report.faults} == {
        "version",
        "municipality",
        "extracted_at",
        "tables.persons.rows",
        "tables.persons.sha256",
        "tables.meetings",
    }


@pytest.mark.parametrize("kind", ["file", "folder", "manifest"])
def test_links_out_of_the_folder_are_not_followed(tmp_path: Path, kind: str) -> None:
    rows = sound_rows()
    files = export_files(rows)
    if kind == "folder":
        files = files | {
            "manifest.json": manifest_with(lambda content: content["tables"]["persons"].update(file="sub/persons.csv"))
        }
    outside = write_folder(tmp_path / "outside", files)
    linked = {"file": "persons.csv", "folder": "sub", "manifest": "manifest.json"}[kind]
    inside = write_folder(tmp_path / "export", {name: files[name] for name in files if name != linked})
    os.symlink(outside / ("" if kind == "folder" else linked), inside / linked)
    expected = "missing_manifest" if kind == "manifest" else "missing_file"
    assert rules(refusal(inside, tmp_path)) == [expected]


def test_a_truncated_or_damaged_parquet_is_one_fault_beside_the_others(tmp_path: Path) -> None:
    rows = sound_rows()
    whole = {name: parquet_bytes(name, table) for name, table in rows.items()}
    files = {f"{name}.parquet": content for name, content in whole.items()}
    files["meetings.parquet"] = whole["meetings"][:-20]
    files["cv_licences.parquet"] = whole["cv_licences"][: len(whole["cv_licences"]) // 2]
    files["persons.parquet"] = b""
    files["contacts.parquet"] = b"person_id;display_name\np1;x\n"
    files["staff.parquet"] = b"PAR1" + b"\xff" * 100 + b"PAR1"
    rows["cv_languages"][0]["language"] = "xx"
    files["cv_languages.parquet"] = parquet_bytes("cv_languages", rows["cv_languages"])
    n_rows = {name: len(table) for name, table in rows.items()}
    report = refusal(write_folder(tmp_path / "export", with_manifest(files, n_rows)), tmp_path)
    assert {(fault.file, fault.rule.value) for fault in report.faults} == {
        ("meetings.parquet", "unreadable_file"),
        ("cv_licences.parquet", "unreadable_file"),
        ("persons.parquet", "unreadable_file"),
        ("contacts.parquet", "unreadable_file"),
        ("staff.parquet", "unreadable_file"),
        ("cv_languages.parquet", "unknown_code"),
    }


def test_a_parquet_with_any_byte_changed_is_read_or_unreadable(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [str(number) for number in range(300)], "b": range(300)})
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    content = buffer.getvalue()
    path = tmp_path / "a.parquet"
    n_unreadable = 0
    for at in range(0, len(content), max(1, len(content) // 50)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        try:
            columns = [name for name in read_headings(path) if name in ("a", "b")]
            for batch in read_parquet_rows(path, columns=columns):
                assert batch.n_rows <= 10**6
        except Unreadable:
            n_unreadable += 1
    assert n_unreadable > 5


NO_TABLES = (
    b";;;\n",
    b"\n\n\n",
    b"",
    b"\xef\xbb\xbf",
    b'"person_id;"level"\n',
    b"x" * 3_000_000,
    b"person_id;category;recorded_on\n" + b"x" * 3_000_000,
    b'person_id;occupation;recorded_on\n"' + b"x\n" * 200_000,
    b"person_id;birth_year;recorded_on\n\x00\x00;1980;2020-01-01\n",
    b"\x81\x8d\x8f;\xff\n",
    bytes(range(256)) * 10,
    b"PK\x03\x04" + b"\x00" * 50,
)


def test_every_csv_that_is_no_table_is_one_fault(tmp_path: Path) -> None:
    files = {name: content for name, content in export_files().items() if name != "manifest.json"}
    spoiled = dict(zip((name for name in files if name != "contact_courses.csv"), NO_TABLES, strict=True))
    rows = {name: len(table) for name, table in sound_rows().items()}
    report = refusal(write_folder(tmp_path / "export", with_manifest(files | spoiled, rows)), tmp_path)
    assert sorted(fault.file for fault in report.faults) == sorted(spoiled)
    assert {fault.rule.value for fault in report.faults} == {"no_heading", "unreadable_file", "wrong_encoding"}


def bomb(path: Path, files: dict[str, bytes]) -> Path:
    write_zip(path, {name: content for name, content in files.items() if name != "job_applications.csv"})
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("job_applications.csv", "w") as entry,
    ):
        for _ in range(64):
            entry.write(b"0" * (1 << 20))
    return path


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    report = refusal(bomb(tmp_path / "bomb.zip", export_files()), tmp_path)
    assert rules(report) == ["too_large"]


def test_a_zip_that_unpacks_to_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "export.zip", export_files())
    assert rules(refusal(source, tmp_path, limits=UnpackLimits(n_bytes=2000))) == ["too_large"]
    assert rules(refusal(source, tmp_path, limits=UnpackLimits(n_entries=3))) == ["too_large"]


def test_a_zip_that_promises_less_than_it_holds_is_refused(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "export.zip", export_files())
    content = bytearray(source.read_bytes())
    size = len(export_files()["persons.csv"])
    at = content.index(b"PK\x01\x02")
    assert struct.unpack_from("<L", content, at + 24)[0] == size
    struct.pack_into("<L", content, at + 24, 5)
    source.write_bytes(content)
    assert rules(refusal(source, tmp_path)) == ["bad_archive"]


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "..\\evil.csv", "C:/evil.csv"])
def test_a_zip_with_names_that_point_out_is_refused_and_writes_nothing(tmp_path: Path, name: str) -> None:
    source = write_zip(tmp_path / "export.zip", export_files())
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr(name, b"evil")
    assert rules(refusal(source, tmp_path)) == ["unsafe_name"]
    assert list(tmp_path.rglob("evil*")) == []


def test_a_zip_with_a_link_a_double_or_damage_is_refused(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "link.zip", export_files())
    with zipfile.ZipFile(source, "a") as archive:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert rules(refusal(source, tmp_path)) == ["unsafe_name"]
    source = write_zip(tmp_path / "double.zip", export_files())
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("Manifest.json", b"{}")
    assert rules(refusal(source, tmp_path)) == ["bad_archive"]
    content = write_zip(tmp_path / "cut.zip", export_files()).read_bytes()
    (tmp_path / "cut.zip").write_bytes(content[: len(content) // 2])
    assert rules(refusal(tmp_path / "cut.zip", tmp_path)) == ["bad_archive"]
    (tmp_path / "text.zip").write_bytes(b"not a zip file")
    assert rules(refusal(tmp_path / "text.zip", tmp_path)) == ["bad_archive"]
    flipped = bytearray(write_zip(tmp_path / "flip.zip", export_files()).read_bytes())
    for at in range(60, 90):
        flipped[at] ^= 0xFF
    (tmp_path / "flip.zip").write_bytes(flipped)
    assert rules(refusal(tmp_path / "flip.zip", tmp_path)) == ["bad_archive"]


@pytest.mark.requirement("A9", part="declared tables and columns only", shows="works")
def test_files_that_the_manifest_does_not_name_are_never_read(tmp_path: Path) -> None:
    files = export_files() | {"true_risk.csv": b"\x00", "notes.txt": b"x"}
    report = import_case_export(write_folder(tmp_path / "export", files), data=tmp_path / "data")
    assert report.is_loaded
    assert "true_risk" not in report.text("en")
